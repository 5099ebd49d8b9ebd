//! How streams are compressed (ISO 32000-2, 7.4).

mod lzw;
mod predictor;

use super::object::{Dict, Object};
use crate::files::inflate::{self, Held};
use crate::files::outcome::Reason;
use crate::files::reading::{Reading, Stop};
use alloc::vec::Vec;
use miniz_oxide::DataFormat;

/// The most filters that one stream goes through.
const MOST: usize = 8;

/// What is in a stream; `None` if it is a picture. Where something is damaged or too large, that is noted, and what there is
/// of it comes out. What comes out is held and must be released.
pub(super) fn decode(
    reading: &mut Reading<'_>,
    dict: &Dict,
    raw: &[u8],
) -> Result<Option<Vec<u8>>, Stop> {
    let filters = dict
        .get(b"Filter")
        .or_else(|| dict.get(b"F"))
        .unwrap_or(&Object::Null);
    let parameters = dict
        .get(b"DecodeParms")
        .or_else(|| dict.get(b"DP"))
        .unwrap_or(&Object::Null);
    reading.spend(raw.len())?;
    if !reading.hold(raw.len()) {
        return Ok(Some(Vec::new()));
    }
    let mut bytes = raw.to_vec();
    for (at, filter) in filters.parts().iter().enumerate() {
        let parameters = parameters.parts().get(at).and_then(Object::dict);
        let before = bytes.len();
        let name = filter.name().unwrap_or_default();
        if at >= MOST {
            reading.fail(Reason::TooLarge);
            break;
        }
        let next = match name {
            b"DCTDecode" | b"DCT" | b"JPXDecode" | b"CCITTFaxDecode" | b"CCF" | b"JBIG2Decode" => {
                reading.release(before);
                return Ok(None);
            }
            b"Crypt" => continue,
            _ => one(reading, name, parameters, &bytes)?,
        };
        reading.release(before);
        bytes = next;
    }
    Ok(Some(bytes))
}

fn one(
    reading: &mut Reading<'_>,
    name: &[u8],
    parameters: Option<&Dict>,
    bytes: &[u8],
) -> Result<Vec<u8>, Stop> {
    let out = match name {
        b"FlateDecode" | b"Fl" => return flate(reading, parameters, bytes),
        b"LZWDecode" | b"LZW" => return lzw::read(reading, parameters, bytes),
        b"ASCIIHexDecode" | b"AHx" => Some(hexadecimal(bytes)),
        b"ASCII85Decode" | b"A85" => ascii_85(bytes),
        b"RunLengthDecode" | b"RL" => run_length(reading, bytes)?,
        _ => {
            reading.fail(Reason::Unsupported);
            return Ok(Vec::new());
        }
    };
    let out = out.unwrap_or_else(|| {
        reading.fail(Reason::Corrupt);
        Vec::new()
    });
    reading.inflate(out.len())?;
    Ok(if reading.hold(out.len()) {
        out
    } else {
        Vec::new()
    })
}

fn flate(
    reading: &mut Reading<'_>,
    parameters: Option<&Dict>,
    bytes: &[u8],
) -> Result<Vec<u8>, Stop> {
    let mut held = Held::default();
    // The sum at the end is often missing, and no reader looks at it.
    let ended = inflate::read(reading, bytes, DataFormat::ZLibIgnoreChecksum, &mut held)?;
    inflate::note(reading, ended);
    let out = held.take();
    let length = out.len();
    let out = predictor::undo(parameters, out);
    reading.release(length - out.len().min(length));
    Ok(out)
}

fn hexadecimal(bytes: &[u8]) -> Vec<u8> {
    let digits = bytes.iter().take_while(|byte| **byte != b'>');
    let digits: Vec<u32> = digits
        .filter_map(|byte| char::from(*byte).to_digit(16))
        .collect();
    let pair = |pair: &[u32]| match pair {
        [high, low] => (high << 4 | low) as u8,
        [high] => (high << 4) as u8,
        _ => 0, // a slice, not an enum
    };
    digits.chunks(2).map(pair).collect()
}

/// Five letters for four bytes (7.4.3).
fn ascii_85(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len() / 5 * 4);
    let (mut group, mut letters) = (0_u32, 0);
    for byte in bytes {
        match byte {
            b'~' => break,
            b'z' if letters == 0 => out.extend([0; 4]),
            b'!'..=b'u' => {
                group = group.wrapping_mul(85).wrapping_add(u32::from(byte - b'!'));
                letters += 1;
                if letters == 5 {
                    out.extend(group.to_be_bytes());
                    (group, letters) = (0, 0);
                }
            }
            byte if byte.is_ascii_whitespace() || *byte == 0 => (),
            _ => return None,
        }
    }
    if letters > 0 {
        for _ in letters..5 {
            group = group.wrapping_mul(85).wrapping_add(84);
        }
        out.extend(group.to_be_bytes().iter().take(letters - 1));
    }
    Some(out)
}

/// Runs of bytes (7.4.5); each byte of the input becomes at most 64.
fn run_length(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<Option<Vec<u8>>, Stop> {
    let mut out = Vec::new();
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first() {
        let length = usize::from(*length);
        let used = match length {
            128 => break,
            0..128 => {
                let Some(run) = after.get(..=length) else {
                    return Ok(None);
                };
                out.extend_from_slice(run);
                length + 1
            }
            _ => {
                let Some(byte) = after.first() else {
                    return Ok(None);
                };
                out.extend(core::iter::repeat_n(*byte, 257 - length));
                1
            }
        };
        if out.len() as u64 > reading.limits.entry_bytes {
            reading.fail(Reason::TooLarge);
            break;
        }
        rest = after.get(used..).unwrap_or_default();
    }
    Ok(Some(out))
}

/// A number among the parameters.
fn parameter(parameters: Option<&Dict>, key: &[u8], otherwise: usize) -> usize {
    parameters
        .and_then(|dict| dict.get(key)?.size())
        .unwrap_or(otherwise)
}

#[cfg(test)]
mod tests {
    use super::{ascii_85, hexadecimal};

    #[test]
    fn letters_become_bytes() {
        assert_eq!(hexadecimal(b"48 65 6C6c 6F7>"), b"Hellop");
        assert_eq!(ascii_85(b"87cUR D]i,\"Ebo80~>").unwrap(), b"Hello World!");
        assert_eq!(ascii_85(b"z87~>").unwrap(), b"\0\0\0\0H");
        assert!(ascii_85(b"v{").is_none());
    }
}
