//! How far is content read in a page?

use stepgate_policy::wire::{Malformed, Reader, Writer};

/// What reading a file or message may cost. What goes beyond is not read, and the outcome says so: too large, out of
/// time, or read in part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadLimits {
    /// The largest file, in bytes.
    pub bytes: u64,
    /// The most text of one file, in characters.
    pub characters: u64,
    /// The most entries of all archives and documents in one file.
    pub entries: u32,
    /// How many times larger than its compressed form an entry may become.
    pub ratio: u32,
    /// How many containers may lie in one another.
    pub depth: u32,
    /// How long reading may take, in seconds.
    pub seconds: u32,
}

impl ReadLimits {
    pub(crate) fn encode(&self, writer: &mut Writer) {
        writer.varint(self.bytes);
        writer.varint(self.characters);
        for number in [self.entries, self.ratio, self.depth, self.seconds] {
            writer.varint(number.into());
        }
    }

    pub(crate) fn decode(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            bytes: reader.varint()?,
            characters: reader.varint()?,
            entries: reader.number()?,
            ratio: reader.number()?,
            depth: reader.number()?,
            seconds: reader.number()?,
        })
    }
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            bytes: 50 << 20,
            characters: 10_000_000,
            entries: 10_000,
            ratio: 200,
            depth: 3,
            seconds: 5,
        }
    }
}
