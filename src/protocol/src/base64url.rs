//! Base64url without padding (RFC 4648 section 5).

use stepgate_policy::wire::Malformed;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// `bytes` as letters an attribute or an address can carry.
#[must_use]
pub fn encode(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let bits = (0..3).fold(0_u32, |bits, at| {
            bits << 8 | three.get(at).copied().map_or(0, u32::from)
        });
        for place in 0..=three.len() {
            let index = (bits >> (18 - 6 * place) & 63) as usize;
            text.extend(ALPHABET.get(index).copied().map(char::from));
        }
    }
    text
}

/// The bytes `text` stands for.
///
/// # Errors
/// [`Malformed`] if it is not base64url without padding.
pub fn decode(text: &str) -> Result<Vec<u8>, Malformed> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    let (mut bits, mut held) = (0_u32, 0_u32);
    for letter in text.bytes() {
        bits = bits << 6 | sextet(letter).ok_or(Malformed)?;
        held += 6;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
            bits &= (1 << held) - 1;
        }
    }
    // What is left over are the unused bits of the last letter.
    if held < 6 && bits == 0 {
        Ok(bytes)
    } else {
        Err(Malformed)
    }
}

fn sextet(letter: u8) -> Option<u32> {
    Some(u32::from(match letter {
        b'A'..=b'Z' => letter - b'A',
        b'a'..=b'z' => letter - b'a' + 26,
        b'0'..=b'9' => letter - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => return None,
    }))
}
