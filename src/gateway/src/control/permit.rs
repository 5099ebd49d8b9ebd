//! Who says that something may go on?

use super::message::Message;
use stepgate_policy::{ActivityType, Decision, FileFacts};

/// Proof that a decision let something go. Only this file makes one.
#[derive(Clone, Copy, Debug)]
#[must_use]
pub struct Permit {
    watched: bool,
}

impl Permit {
    /// Where there is nothing to decide: the request has no body, the answer is no download.
    pub const fn nothing_attempted() -> Self {
        Self { watched: false }
    }

    /// Where a decision lets go, and only there.
    pub fn by(decision: &Decision) -> Option<Self> {
        decision.action.lets_go().then_some(Self {
            watched: !decision.trace.is_empty(),
        })
    }

    /// For a body that only gives out [`Permitted`] pieces.
    pub(super) const fn piece_by_piece() -> Self {
        Self { watched: true }
    }

    /// Whether a policy is about this activity, so that the next time must be decided again.
    pub const fn watched(&self) -> bool {
        self.watched
    }

    /// Marks `value` as permitted.
    pub fn carry<T>(self, value: T) -> Permitted<T> {
        Permitted(value)
    }
}

/// A value that a decision let go.
#[derive(Debug)]
pub struct Permitted<T>(T);

impl<T> Permitted<T> {
    /// The value, to be looked at.
    pub const fn get(&self) -> &T {
        &self.0
    }

    /// What is made of the value is permitted as the value was: its headers are changed, the agent is put into it.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Permitted<U> {
        Permitted(change(self.0))
    }

    /// As [`Self::map`], where that takes time and can fail.
    pub async fn and_then<U, E>(
        self,
        change: impl AsyncFnOnce(T) -> Result<U, E>,
    ) -> Result<Permitted<U>, E> {
        Ok(Permitted(change(self.0).await?))
    }

    /// The value, to be sent on.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// What someone is about to do, without the content.
#[derive(Clone, Debug)]
pub struct Act<'a> {
    /// What it is.
    pub activity: ActivityType,
    /// The file, where there is one.
    pub file: Option<FileFacts<'a>>,
    /// How many bytes move where it is no file, if known.
    pub moved: Option<u64>,
    /// Whether it uses a grant up. A `HEAD` only asks.
    pub uses_grant: bool,
    /// The likeliest name of the file, where this is about another one: what is proved for that holds for this.
    pub also_named: Option<&'a str>,
}

impl Act<'_> {
    /// How many bytes it is about, if known.
    pub fn size(&self) -> Option<u64> {
        self.file.map_or(self.moved, |file| file.size)
    }
}

/// Why something does not go on.
#[derive(Debug)]
pub enum Refused {
    /// A decision stopped it.
    Stopped(Box<Stopped>),
    /// The state it depends on cannot be read.
    State(sqlx::Error),
    /// The body broke off.
    Body(String),
}

impl From<sqlx::Error> for Refused {
    fn from(error: sqlx::Error) -> Self {
        Self::State(error)
    }
}

/// A decision that stopped something.
#[derive(Clone, Debug)]
pub struct Stopped {
    /// What was attempted.
    pub activity: ActivityType,
    /// The file's name, or empty.
    pub object: String,
    /// What was decided.
    pub decision: Decision,
    /// The id of the policy that decided.
    pub policy: Option<String>,
    /// Its name.
    pub policy_name: Option<String>,
    /// What it says to the person.
    pub message: Message,
}
