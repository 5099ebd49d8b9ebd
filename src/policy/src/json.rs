//! Grants and traces as JSON, where that is more than a word.

use crate::{ActivityType, AuthenticationContext, CannotScan, Inspected};
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

as_words! {
    ActivityType: "an activity: `copy`, `cut`, `paste`, `print`, `download`, `upload`, `sendItem` or `custom:<name>`",
    AuthenticationContext: "an authentication context: `c1` to `c99`",
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
