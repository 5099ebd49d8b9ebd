//! What was found in the content, without saying it: what is kept of a match.

use crate::inspection::{Expression, Inspection};
use crate::search::Search;
use crate::tally::{Keep, Kept, Tally};
use crate::{Attempt, Bundle, Decision, words};
use stepgate_inspect::{Entity, Key};

/// The most findings that are kept of one decision.
pub const MOST_FINDINGS: usize = 16;
/// The most masked values that are kept of one finding.
pub const MOST_EVIDENCE: usize = 3;
/// The most fingerprints that are kept of one finding.
pub const MOST_FINGERPRINTS: usize = 8;

/// What one policy found of one thing it looks for. It never holds a value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "camelCase")
)]
pub struct Found {
    /// The policy's number in the bundle.
    pub policy: u16,
    /// What was looked for.
    #[cfg_attr(feature = "serde", serde(with = "looked_for"))]
    pub expression: LookedFor,
    /// How many different values (preset) or occurrences (an expression of the administrator's own).
    pub count: u32,
    /// How sure the surest is, 65 to 85; only presets are more or less sure.
    pub confidence: Option<u8>,
    /// At most [`MOST_EVIDENCE`] of the values, masked.
    pub evidence: Vec<String>,
    /// At most [`MOST_FINGERPRINTS`] of the values, each told from others by this person's key: 16 hexadecimal digits on the wire.
    /// None where there is no key.
    #[cfg_attr(feature = "serde", serde(with = "fingerprints"))]
    pub fingerprints: Vec<u64>,
}

/// What a finding is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookedFor {
    /// What a detector that comes with Stepgate finds.
    Preset(Entity),
    /// An expression of the administrator's own.
    Custom(CustomKind),
}

words! {
    /// What kind an expression of the administrator's own is.
    pub enum CustomKind: "a kind of expression" {
        /// Text.
        Substring = 1 "substring",
        /// Words and phrases.
        Keywords = 2 "keywords",
        /// A regular expression.
        Regex = 3 "regex",
    }
}

impl LookedFor {
    /// The wire name: a preset's name, or the kind of expression.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Preset(entity) => entity.preset(),
            Self::Custom(kind) => kind.keyword(),
        }
    }

    /// Reads a wire name; `None` if it is not one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let preset = || Entity::ALL.into_iter().find(|one| one.preset() == name);
        let kind = CustomKind::parse(name).map(Self::Custom);
        kind.or_else(|| preset().map(Self::Preset))
    }
}

/// What the policies that matched found in what `attempt` carries; nothing where none did. What is there as text is gone
/// through once more for that: a decision only counts. `key` makes the fingerprints; without one there are none. What was
/// examined has them already.
#[must_use]
pub fn findings(
    bundle: &Bundle<'_>,
    attempt: &Attempt<'_>,
    decision: &Decision,
    key: Option<Key>,
) -> Vec<Found> {
    let policies = decision.found().map(|traced| traced.policy);
    let asked = policies.filter_map(|number| {
        let inspection = bundle.policy(number)?.inspection().ok()??;
        Some((number, inspection))
    });
    let asked: Vec<(u16, Inspection<'_>)> = asked.collect();
    let search = Search::new(bundle, attempt, &asked, Keep::Evidence(key), &mut || true);
    let mut all = Vec::new();
    for found in search.into_tallies() {
        if let Some((_, inspection)) = asked.iter().find(|(number, _)| *number == found.policy) {
            of_policy(inspection, found.policy, found.tally, &mut all);
        }
    }
    all.truncate(MOST_FINDINGS);
    all
}

/// What one policy found, each entity by itself.
fn of_policy(inspection: &Inspection<'_>, policy: u16, mut tally: Tally, all: &mut Vec<Found>) {
    let mut add = |expression, count: u32, kept: Kept| {
        if count > 0 {
            all.push(Found {
                policy,
                expression,
                count,
                confidence: kept.confidence,
                evidence: kept.evidence,
                fingerprints: kept.fingerprints,
            });
        }
    };
    match inspection.expression {
        Expression::Custom(_) => {
            let kind = inspection.expression.kind();
            add(LookedFor::Custom(kind), tally.count(), tally.take(None));
        }
        Expression::Preset(wanted, _) => {
            for entity in wanted.iter() {
                let kept = tally.take(Some(entity));
                add(LookedFor::Preset(entity), tally.count_of(entity), kept);
            }
        }
    }
}

#[cfg(feature = "serde")]
mod looked_for {
    use super::LookedFor;
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};
    use std::borrow::Cow;

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature is serde's"
    )]
    pub(super) fn serialize<S: Serializer>(
        one: &LookedFor,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(one.keyword())
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<LookedFor, D::Error> {
        let word = Cow::<str>::deserialize(deserializer)?;
        LookedFor::parse(&word).ok_or_else(|| {
            D::Error::custom(format_args!(
                "`{word}` is neither a preset nor a kind of expression"
            ))
        })
    }
}

#[cfg(feature = "serde")]
mod fingerprints {
    use serde::{Deserialize as _, Deserializer, Serializer, de::Error as _};

    pub(super) fn serialize<S: Serializer>(
        prints: &[u64],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(prints.iter().map(|print| format!("{print:016x}")))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<u64>, D::Error> {
        let read = |digits: &String| {
            let fits = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            let print = fits.then(|| u64::from_str_radix(digits, 16).ok()).flatten();
            print.ok_or_else(|| D::Error::custom("a fingerprint has to be 16 hexadecimal digits"))
        };
        Vec::<String>::deserialize(deserializer)?
            .iter()
            .map(read)
            .collect()
    }
}
