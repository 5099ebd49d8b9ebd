//! What came of reading a file.

/// Why a file was not read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Reason {
    /// It, or something in it, is over a limit of size, number, ratio or depth.
    TooLarge = 1,
    /// It, or something in it, is of a kind that is not read.
    Unsupported = 2,
    /// It, or something in it, is locked with a password or a key.
    PasswordEncrypted = 3,
    /// It, or something in it, is protected by rights management.
    RightsProtected = 4,
    /// It, or something in it, is damaged, cut off, or not what it says it is.
    Corrupt = 5,
    /// The work it takes is over the limit, or the reader was told to stop.
    TimedOut = 6,
    /// Some of it was read, the rest not; another reason says why.
    Partial = 7,
}

impl Reason {
    /// Every reason, in the order of their numbers.
    pub const ALL: [Self; 7] = [
        Self::TooLarge,
        Self::Unsupported,
        Self::PasswordEncrypted,
        Self::RightsProtected,
        Self::Corrupt,
        Self::TimedOut,
        Self::Partial,
    ];

    /// The gravest first: what names the outcome when there are several.
    const BY_GRAVITY: [Self; 7] = [
        Self::RightsProtected,
        Self::PasswordEncrypted,
        Self::Corrupt,
        Self::TooLarge,
        Self::TimedOut,
        Self::Unsupported,
        Self::Partial,
    ];

    /// The word for it, as policies write it.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::TooLarge => "tooLarge",
            Self::Unsupported => "unsupported",
            Self::PasswordEncrypted => "passwordEncrypted",
            Self::RightsProtected => "rightsProtected",
            Self::Corrupt => "corrupt",
            Self::TimedOut => "timedOut",
            Self::Partial => "partial",
        }
    }
}

/// All reasons that were met. None means that the file was read to its end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reasons(u8);

impl Reasons {
    /// Whether there is none: everything was read.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether `reason` is one of them.
    #[must_use]
    pub const fn contains(self, reason: Reason) -> bool {
        self.0 & 1 << reason as u8 != 0
    }

    /// Each of them, the gravest first.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        Reason::BY_GRAVITY
            .into_iter()
            .filter(move |reason| self.contains(*reason))
    }

    pub(super) const fn insert(&mut self, reason: Reason) {
        self.0 |= 1 << reason as u8;
    }
}
