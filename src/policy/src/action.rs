//! What is done about an attempt.

use core::fmt;

/// What a policy asks for, and what a decision says. Ordered by strictness: the greatest wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Action {
    /// Let go, keep nothing.
    Allow = 0,
    /// Let go, record.
    Audit = 1,
    /// Step-up authentication first.
    RequireStepUp = 7,
    /// Never.
    Block = 8,
}

impl Action {
    /// Every action this version carries out, mildest first.
    pub const ALL: [Self; 4] = [Self::Allow, Self::Audit, Self::RequireStepUp, Self::Block];

    /// The wire name.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Audit => "audit",
            Self::RequireStepUp => "requireStepUp",
            Self::Block => "block",
        }
    }

    /// Reads a wire name; `None` if it is not one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|action| action.keyword() == name)
    }

    /// Reads the number an action has in the bundle; `None` if it has none.
    #[must_use]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|action| *action as u8 == number)
    }

    /// Whether the attempt goes ahead at once.
    #[must_use]
    pub const fn lets_go(self) -> bool {
        match self {
            Self::Allow | Self::Audit => true,
            Self::RequireStepUp | Self::Block => false,
        }
    }
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())
    }
}

/// What happens when no decision can be made: no policy, a corrupt bundle, a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum DefaultBehavior {
    /// Let go, and say so in the activity.
    Allow = 0,
    /// Stop, and say so.
    Block = 1,
}

impl DefaultBehavior {
    /// Reads a wire name; `None` if it is not one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Allow, Self::Block]
            .into_iter()
            .find(|behavior| behavior.keyword() == name)
    }

    /// The wire name, as `defaultBehavior` in the configuration.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Block => "block",
        }
    }

    /// The action it stands for. An allowed failure is still recorded.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Allow => Action::Audit,
            Self::Block => Action::Block,
        }
    }
}
