//! One entry of a ZIP file.

use crate::files::bytes::{piece, u16_at};
use crate::files::crc::Crc;
use crate::files::inflate::{self, Consume, Inflated};
use crate::files::outcome::Reason;
use crate::files::reading::{Reading, Stop};
use alloc::string::String;
use core::ops::Range;
use miniz_oxide::DataFormat;

pub(crate) struct Entry {
    pub(crate) name: String,
    pub(super) flags: u16,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) size: u64,
    /// The entry with its header.
    pub(super) range: Range<usize>,
    /// Its compressed bytes.
    pub(super) data: Range<usize>,
}

/// Bits 0 and 6 say that the content is encrypted, bit 13 that the directory is (4.4.4).
const ENCRYPTED: u16 = 1 | 1 << 6 | 1 << 13;

/// The method that stands for AES encryption, whose real method is in an extra field 0x9901 (appendix E of WinZip).
const AES: u16 = 99;

impl Entry {
    /// With the place of its bytes, by its own header (4.3.7), which must name the same entry.
    pub(super) fn located(self, bytes: &[u8], local: usize, compressed: usize) -> Option<Self> {
        let header = piece(bytes, local, 30)?;
        header.starts_with(b"PK\x03\x04").then_some(())?;
        let name = usize::from(u16_at(header, 26)?);
        let start = local + 30 + name + usize::from(u16_at(header, 28)?);
        let end = start.checked_add(compressed)?;
        let same =
            crate::files::charset::decode(piece(bytes, local + 30, name)?, None) == self.name;
        let hidden = self.flags & 1 << 13 != 0;
        (end <= bytes.len() && (same || hidden)).then_some(())?;
        Some(Self {
            range: local..end,
            data: start..end,
            ..self
        })
    }

    pub(crate) fn is_folder(&self) -> bool {
        self.name.ends_with('/') && self.size == 0
    }

    pub(crate) const fn is_encrypted(&self) -> bool {
        self.flags & ENCRYPTED != 0 || self.method == AES
    }
}

/// Counts and sums what passes.
struct Checked<'c> {
    to: &'c mut dyn Consume,
    crc: Crc,
    size: u64,
}

impl Consume for Checked<'_> {
    fn bytes(&mut self, reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
        self.crc.add(bytes);
        self.size += bytes.len() as u64;
        self.to.bytes(reading, bytes)
    }
}

/// Reads an entry; whether it was read to its end and is what the directory says. Otherwise the reason is noted.
pub(crate) fn read(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    entry: &Entry,
    to: &mut dyn Consume,
) -> Result<bool, Stop> {
    let data = bytes.get(entry.data.clone()).unwrap_or_default();
    if entry.is_encrypted() {
        reading.fail(Reason::PasswordEncrypted);
        return Ok(false);
    }
    let mut checked = Checked {
        to,
        crc: Crc::new(),
        size: 0,
    };
    let ended = match entry.method {
        0 => stored(reading, data, &mut checked)?,
        8 => inflate::read(reading, data, DataFormat::Raw, &mut checked)?,
        _ => {
            reading.fail(Reason::Unsupported);
            return Ok(false);
        }
    };
    inflate::note(reading, ended);
    let Inflated::Whole(used) = ended else {
        return Ok(false);
    };
    let true_to_word =
        checked.size == entry.size && checked.crc.sum() == entry.crc && used == data.len();
    if !true_to_word {
        reading.fail(Reason::Corrupt);
    }
    Ok(true_to_word)
}

fn stored(reading: &mut Reading<'_>, data: &[u8], to: &mut dyn Consume) -> Result<Inflated, Stop> {
    if inflate::is_over(reading, data.len() as u64, data.len()) {
        return Ok(Inflated::TooLarge);
    }
    for chunk in data.chunks(32 << 10) {
        reading.inflate(chunk.len())?;
        to.bytes(reading, chunk)?;
    }
    Ok(Inflated::Whole(data.len()))
}
