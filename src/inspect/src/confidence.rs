//! How sure a finding is.

/// How sure a finding is, in the three steps that Microsoft Purview's sensitive information types use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Confidence {
    /// 65: the shape is right, but other things look like it.
    Low = 65,
    /// 75: a check digit holds, or the shape is right and the text speaks of it.
    Medium = 75,
    /// 85: both, or a shape that nothing else has.
    High = 85,
}

impl Confidence {
    /// As a number, 65 to 85.
    #[must_use]
    pub const fn number(self) -> u8 {
        self as u8
    }
}

impl core::fmt::Display for Confidence {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{}", self.number())
    }
}
