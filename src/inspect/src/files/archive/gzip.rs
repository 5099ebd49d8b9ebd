//! Compressed files (RFC 1952): members, one after the other, that make one file.

use crate::files::bytes::{piece, u16_at, u32_at};
use crate::files::crc::Crc;
use crate::files::inflate::{self, Consume, Held, Inflated};
use crate::files::outcome::Reason;
use crate::files::reading::{Reading, Stop};
use crate::files::{Role, read_within};
use miniz_oxide::DataFormat;

struct Checked {
    held: Held,
    crc: Crc,
    size: u32,
}

impl Consume for Checked {
    fn bytes(&mut self, reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
        self.crc.add(bytes);
        self.size = self
            .size
            .wrapping_add(u32::try_from(bytes.len()).unwrap_or_default());
        self.held.bytes(reading, bytes)
    }
}

/// Reads what is compressed.
pub(in crate::files) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    let mut checked = Checked {
        held: Held::default(),
        crc: Crc::new(),
        size: 0,
    };
    let mut rest = bytes;
    while let Some(used) = member(reading, rest, &mut checked)? {
        rest = rest.get(used..).unwrap_or_default();
        // Zeros fill the last block of a tape.
        if rest.iter().all(|byte| *byte == 0) {
            break;
        }
    }
    reading.within("content", |reading| {
        read_within(reading, checked.held.get(), Role::File)
    })?;
    checked.held.release(reading);
    Ok(())
}

/// Reads one member, and says how long it is; if it is not whole, the reason is noted.
fn member(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    to: &mut Checked,
) -> Result<Option<usize>, Stop> {
    reading.entry()?;
    let Some(data) = header(bytes).and_then(|header| bytes.get(header..)) else {
        reading.fail(Reason::Corrupt);
        return Ok(None);
    };
    (to.crc, to.size) = (Crc::new(), 0);
    let ended = inflate::read(reading, data, DataFormat::Raw, to)?;
    inflate::note(reading, ended);
    let Inflated::Whole(used) = ended else {
        return Ok(None);
    };
    let sums = (u32_at(data, used), u32_at(data, used + 4));
    if sums != (Some(to.crc.sum()), Some(to.size)) {
        reading.fail(Reason::Corrupt);
        return Ok(None);
    }
    Ok(Some(bytes.len() - data.len() + used + 8))
}

/// How long the header is.
fn header(bytes: &[u8]) -> Option<usize> {
    let flags = *bytes.get(3)?;
    (bytes.starts_with(b"\x1f\x8b\x08") && flags & 0xe0 == 0).then_some(())?;
    let mut at = 10;
    if flags & 4 != 0 {
        at += 2 + usize::from(u16_at(bytes, at)?);
    }
    for flag in [8, 16] {
        if flags & flag != 0 {
            at += bytes.get(at..)?.iter().position(|byte| *byte == 0)? + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    piece(bytes, 0, at).map(<[u8]>::len)
}
