//! How far reading goes.

/// What a file may cost. A breach ends the reading of what breaks it, and is said in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest file, in bytes.
    pub file_bytes: usize,
    /// The most text that is handed on, in characters, properties included.
    pub characters: u64,
    /// The most entries of all archives and documents together.
    pub entries: u32,
    /// The largest single entry or stream after decompression, in bytes.
    pub entry_bytes: u64,
    /// The most that all entries and streams together may become, in bytes.
    pub inflated_bytes: u64,
    /// How many times larger than its compressed form an entry may become, once it is over [`Self::RATIO_FROM`].
    pub ratio: u64,
    /// How many containers may lie in one another. A document in an archive has depth 1.
    pub depth: u32,
    /// How much may be held in memory beside the file, in bytes: files within files, and shared text.
    pub held_bytes: usize,
    /// What stands for time, in bytes looked at: about 25 to 100 million are a second in a browser.
    pub work: u64,
}

impl Limits {
    /// The size, in bytes, from which an entry's ratio counts. Short and regular text compresses well.
    pub const RATIO_FROM: u64 = 1 << 20;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 50 << 20,
            characters: 10_000_000,
            entries: 10_000,
            entry_bytes: 64 << 20,
            inflated_bytes: 256 << 20,
            ratio: 200,
            depth: 3,
            held_bytes: 64 << 20,
            work: 512 << 20,
        }
    }
}
