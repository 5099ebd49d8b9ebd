//! Sessions, grants and traces as JSON: every word as it is on the wire, camelCase.

use crate::{
    Action, ActivityType, AuthenticationContext, CannotScan, DefaultBehavior, Failure, GrantScope,
    Inspected,
};
use serde::de::{Deserialize, Deserializer, Error};
use serde::{Serialize, Serializer};
use std::borrow::Cow;

macro_rules! as_words {
    ($($kind:ty: $what:literal),* $(,)?) => {$(
        impl Serialize for $kind {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $kind {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = Cow::<str>::deserialize(deserializer)?;
                Self::parse(&word)
                    .ok_or_else(|| D::Error::custom(format_args!("`{word}` is not {}", $what)))
            }
        }
    )*};
}

macro_rules! display_keyword {
    ($($kind:ty),*) => {$(
        impl core::fmt::Display for $kind {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.keyword())
            }
        }
    )*};
}

display_keyword!(CannotScan, DefaultBehavior, Failure, GrantScope);

as_words! {
    Action: "an action: `allow`, `audit`, `requireStepUp` or `block`",
    ActivityType: "an activity: `copy`, `cut`, `paste`, `print`, `download`, `upload`, `sendItem` or `custom:<name>`",
    AuthenticationContext: "an authentication context: `c1` to `c99`",
    CannotScan: "a reason: `tooLarge` or `unsupported`",
    DefaultBehavior: "a default behavior: `allow` or `block`",
    Failure: "a failure: `corruptBundle`, `notScanned`, `stalePolicy` or `noPolicy`",
    GrantScope: "a scope: `once`, `action` or `session`",
}

/// [`Inspected`] as JSON: `{"count":1}`, `"notAsked"`, or the reason it could not be read.
#[derive(Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
enum InspectedJson {
    Count(u32),
    NotAsked,
    #[serde(untagged)]
    Failed(CannotScan),
}

impl Serialize for Inspected {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match *self {
            Self::Count(count) => InspectedJson::Count(count),
            Self::NotAsked => InspectedJson::NotAsked,
            Self::Failed(reason) => InspectedJson::Failed(reason),
        }
        .serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Inspected {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(match InspectedJson::deserialize(deserializer)? {
            InspectedJson::Count(count) => Self::Count(count),
            InspectedJson::NotAsked => Self::NotAsked,
            InspectedJson::Failed(reason) => Self::Failed(reason),
        })
    }
}
