//! Reading when a policy holds.

use super::walk::{At, Members};
use serde::{Serialize, Serializer};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// What a schedule can say.
pub(super) const FIELDS: [&str; 2] = ["validFrom", "validUntil"];

/// When a policy holds: from the one moment until before the other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Schedule {
    /// Not before this; always if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Moment>,
    /// No longer from this on; for ever if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Moment>,
}

/// A moment, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Moment {
    /// As it was written (RFC 3339), such as `2026-01-31T18:00:00+01:00`.
    pub text: String,
    /// Unix time in seconds.
    pub unix: u64,
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl Schedule {
    pub(super) fn read(at: &At<'_>) -> Option<Self> {
        let members = at.members("a schedule", &FIELDS)?;
        let valid_from = read_moment(&members, "validFrom");
        let valid_until = read_moment(&members, "validUntil");
        let schedule = Self {
            valid_from: valid_from?,
            valid_until: valid_until?,
        };
        match (&schedule.valid_from, &schedule.valid_until) {
            (None, None) => {
                at.wrong("an empty schedule", "`validFrom`, `validUntil` or both");
                None
            }
            (Some(from), Some(until)) if until.unix <= from.unix => {
                at.wrong(
                    "an end that is not after the beginning",
                    "a `validUntil` after `validFrom`",
                );
                None
            }
            (Some(_), None) | (None, Some(_)) | (Some(_), Some(_)) => Some(schedule),
        }
    }
}

/// `Some(None)` where it is not written.
fn read_moment(members: &Members<'_>, name: &str) -> Option<Option<Moment>> {
    members.optional_by(name, |at| {
        let text = at.text()?;
        let parsed = OffsetDateTime::parse(text, &Rfc3339).ok();
        let unix = parsed.and_then(|moment| u64::try_from(moment.unix_timestamp()).ok());
        if unix.is_none() {
            at.unexpected("a moment such as `2026-01-31T18:00:00+01:00` (RFC 3339)");
        }
        Some(Moment {
            text: text.to_owned(),
            unix: unix?,
        })
    })
}
