//! What became of an attempt, and who saw it.

/// What became of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It went ahead.
    Performed,
    /// It was stopped for good.
    Stopped,
    /// It was stopped and a step-up began.
    StepUpStarted,
    /// The step-up was satisfied and the attempt went ahead.
    Resumed,
    /// The person gave the step-up up.
    Cancelled,
    /// The step-up was refused.
    Denied,
    /// It was let go but did not work.
    Failed,
}

impl Outcome {
    /// Every outcome.
    pub const ALL: [Self; 7] = [
        Self::Performed,
        Self::Stopped,
        Self::StepUpStarted,
        Self::Resumed,
        Self::Cancelled,
        Self::Denied,
        Self::Failed,
    ];

    /// The wire name.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Performed => "performed",
            Self::Stopped => "stopped",
            Self::StepUpStarted => "stepUpStarted",
            Self::Resumed => "resumed",
            Self::Cancelled => "cancelled",
            Self::Denied => "denied",
            Self::Failed => "failed",
        }
    }

    /// Reads a wire name; `None` if it is not one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|outcome| outcome.keyword() == name)
    }
}

/// Which layer recorded an activity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The agent in the page.
    Agent,
    /// The gateway in front of the site.
    Gateway,
}

impl Source {
    /// The wire name.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Agent => "agent",
            Self::Gateway => "gateway",
        }
    }

    /// Reads a wire name; `None` if it is not one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Agent, Self::Gateway]
            .into_iter()
            .find(|source| source.keyword() == name)
    }
}

#[cfg(feature = "serde")]
macro_rules! as_words {
    ($($kind:ty: $what:literal),* $(,)?) => {$(
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.keyword())
            }
        }

        impl<'de> serde::Deserialize<'de> for $kind {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = std::borrow::Cow::<str>::deserialize(deserializer)?;
                Self::parse(&word).ok_or_else(|| {
                    serde::de::Error::custom(format_args!("`{word}` is not {}", $what))
                })
            }
        }
    )*};
}

#[cfg(feature = "serde")]
as_words! {
    Outcome: "an outcome",
    Source: "a source: `agent` or `gateway`",
    crate::StepUpMode: "a mode: `popup` or `redirect`",
}
