//! How far are files read in the page?

/// What reading one file may cost. What goes beyond is not read, and the outcome says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadLimits {
    /// The largest file, in bytes.
    pub bytes: u64,
    /// The most text, in characters.
    pub characters: u64,
    /// The most entries of all archives and documents in it.
    pub entries: u32,
    /// How many times larger than its compressed form an entry may become.
    pub ratio: u32,
    /// How many containers may lie in one another.
    pub depth: u32,
    /// How long it may take, in seconds.
    pub seconds: u32,
}

impl ReadLimits {
    /// As the gateway has them, unless it is told otherwise.
    pub const DEFAULT: Self = Self {
        bytes: 50 << 20,
        characters: 10_000_000,
        entries: 10_000,
        ratio: 200,
        depth: 3,
        seconds: 5,
    };
}
