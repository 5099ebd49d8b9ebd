//! Why content could not be read, and what a policy does about that.

use crate::words;

words! {
    /// Why content could not be read to its end.
    pub enum CannotScan: "a reason" {
        /// Over the size limit.
        TooLarge = 1 "tooLarge",
        /// Not text, or of a kind that is not read.
        Unsupported = 2 "unsupported",
        /// It is locked with a password.
        PasswordEncrypted = 3 "passwordEncrypted",
        /// It is protected by rights management.
        RightsProtected = 4 "rightsProtected",
        /// It is not what it says it is, or damaged.
        Corrupt = 5 "corrupt",
        /// Reading took too long.
        TimedOut = 6 "timedOut",
        /// Some of it could be read, the rest not.
        Partial = 7 "partial",
    }
}

words! {
    /// What a policy does where content it asks about could not be read.
    pub enum Unscanned: "a behavior" {
        /// As the default behaviour says.
        Default = 0 "default",
        /// It counts as a match.
        Apply = 1 "apply",
        /// It is recorded, at most.
        Audit = 2 "audit",
        /// It is no match.
        Ignore = 3 "ignore",
    }
}

/// What a policy does for each reason content could not be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WhenCannotBeScanned(u16);

impl WhenCannotBeScanned {
    /// The same for every reason.
    #[must_use]
    pub fn always(behavior: Unscanned) -> Self {
        CannotScan::ALL
            .into_iter()
            .fold(Self::default(), |all, reason| all.with(reason, behavior))
    }

    /// With another behaviour for one reason.
    #[must_use]
    pub const fn with(self, reason: CannotScan, behavior: Unscanned) -> Self {
        let at = Self::place(reason);
        Self(self.0 & !(3 << at) | (behavior as u16) << at)
    }

    /// What is done where content could not be read for `reason`.
    #[must_use]
    pub const fn behavior(self, reason: CannotScan) -> Unscanned {
        match self.0 >> Self::place(reason) & 3 {
            1 => Unscanned::Apply,
            2 => Unscanned::Audit,
            3 => Unscanned::Ignore,
            _ => Unscanned::Default, // two bits, not an enum
        }
    }

    pub(crate) const fn from_bits(bits: u16) -> Self {
        Self(bits)
    }

    #[cfg(feature = "load")]
    pub(crate) const fn bits(self) -> u16 {
        self.0
    }

    const fn place(reason: CannotScan) -> u16 {
        (reason as u16 - 1) * 2
    }
}
