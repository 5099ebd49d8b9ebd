//! Proving oneself again: what a policy asks for, and what a person has proved.

use crate::wire::{Malformed, Reader, Writer};
use crate::{ActivityType, words};
use core::fmt;

/// An authentication context, `c1` .. `c99`, as Microsoft Entra Conditional Access names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AuthenticationContext(u8);

impl AuthenticationContext {
    /// Context number `number`; `None` outside 1..=99.
    #[must_use]
    pub const fn new(number: u8) -> Option<Self> {
        if number >= 1 && number <= 99 {
            Some(Self(number))
        } else {
            None
        }
    }

    /// Reads `c1` .. `c99`, in either case (identifiers are not case-sensitive).
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let digits = name.strip_prefix(['c', 'C'])?;
        if digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Self::new(digits.parse().ok()?)
    }

    /// The number, 1..=99.
    #[must_use]
    pub const fn number(self) -> u8 {
        self.0
    }
}

impl fmt::Display for AuthenticationContext {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "c{}", self.0)
    }
}

words! {
    /// How far one step-up reaches.
    pub enum GrantScope: "a scope" {
        /// This attempt, on this object, one time.
        Once = 0 "once",
        /// This activity in this app, until the grant ends.
        Action = 1 "action",
        /// Everything that asks for this context, until the grant ends.
        Session = 2 "session",
    }
}

/// What a `requireStepUp` policy asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "camelCase")
)]
pub struct StepUp {
    /// The context the person must satisfy.
    #[cfg_attr(feature = "serde", serde(rename = "authenticationContext"))]
    pub context: AuthenticationContext,
    /// How far the grant reaches.
    pub scope: GrantScope,
    /// How long the grant lasts, in seconds.
    pub lifetime: u32,
}

/// A step-up the person has satisfied.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "camelCase")
)]
pub struct Grant {
    /// The context that was satisfied.
    pub context: AuthenticationContext,
    /// How far it reaches.
    pub scope: GrantScope,
    /// The activity it was given for.
    pub activity: ActivityType,
    /// The object it was given for (a file name, or empty); compared only when `scope` is `once`.
    pub object: String,
    /// Unix time in seconds after which it is void.
    pub expires: u64,
}

impl Grant {
    /// Whether this grant answers what `asked` asks for, for `activity` on `object` at `now` (Unix seconds). Who asks for
    /// a proof of each attempt (`once`) is not answered by one that was given for more.
    #[must_use]
    pub fn answers(&self, asked: StepUp, activity: &ActivityType, object: &str, now: u64) -> bool {
        let each = asked.scope == GrantScope::Once && self.scope != GrantScope::Once;
        if self.context != asked.context || now >= self.expires || each {
            return false;
        }
        match self.scope {
            GrantScope::Session => true,
            GrantScope::Action => self.activity == *activity,
            GrantScope::Once => self.activity == *activity && self.object == object,
        }
    }

    /// Appends it to `writer`.
    pub fn encode(&self, writer: &mut Writer) {
        writer.u8(self.context.number());
        writer.u8(self.scope as u8);
        self.activity.encode(writer);
        writer.str(&self.object);
        writer.varint(self.expires);
    }

    /// Takes one off `reader`.
    ///
    /// # Errors
    /// [`Malformed`] if there is none.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            context: AuthenticationContext::new(reader.u8()?).ok_or(Malformed)?,
            scope: GrantScope::from_number(reader.u8()?).ok_or(Malformed)?,
            activity: ActivityType::decode(reader)?,
            object: reader.str()?.into(),
            expires: reader.varint()?,
        })
    }
}
