//! What was found in the content, without saying it: what is kept of a match.

use crate::inspection::{Evidence, Expression, Inspection};
use crate::search::{Search, Span};
use crate::{Attempt, Bundle, Decision, words};
use stepgate_inspect::{Confidence, Entity, Key, masked};

/// The most findings that are kept of one decision.
pub const MOST_FINDINGS: usize = 16;
/// The most masked values that are kept of one finding.
pub const MOST_EVIDENCE: usize = 3;
/// The most fingerprints that are kept of one finding.
pub const MOST_FINGERPRINTS: usize = 8;

/// How many places are looked at for evidence and fingerprints.
const MOST_LOOKED_AT: usize = 100;

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

/// What the policies that matched found in what `attempt` carries; nothing where none did. It is gone through once more for
/// that: a decision only counts. `key` makes the fingerprints; without one there are none.
#[must_use]
pub fn findings(
    bundle: &Bundle<'_>,
    attempt: &Attempt<'_>,
    decision: &Decision,
    key: Option<Key>,
) -> Vec<Found> {
    let mut all = Vec::new();
    let mut search = Search::new(bundle, attempt).with_key(key);
    for traced in decision.found() {
        let policy = bundle.policy(traced.policy);
        if let Some(Ok(Some(inspection))) = policy.map(|policy| policy.inspection()) {
            of_policy(&mut search, &inspection, traced.policy, key, &mut all);
        }
    }
    all.truncate(MOST_FINDINGS);
    all
}

/// What one policy found, each entity by itself.
fn of_policy(
    search: &mut Search<'_>,
    inspection: &Inspection<'_>,
    policy: u16,
    key: Option<Key>,
    all: &mut Vec<Found>,
) {
    let (spans, more) = search.spans(inspection);
    let mut add = |expression, entity: Option<Entity>, count: usize| {
        let mut found = Found {
            policy,
            expression,
            count: u32::try_from(count)
                .unwrap_or(u32::MAX)
                .saturating_add(more),
            confidence: None,
            evidence: Vec::new(),
            fingerprints: Vec::new(),
        };
        let mine = spans.iter().filter(|span| span.entity == entity);
        for (at, span) in mine.enumerate() {
            let sure = span.confidence.map(Confidence::number);
            found.confidence = found.confidence.max(sure);
            if at < MOST_LOOKED_AT {
                found.keep(inspection.evidence, &search.value(span), span, key);
            }
        }
        if found.count > 0 {
            all.push(found);
        }
    };
    match inspection.expression {
        Expression::Custom(_) => {
            let kind = inspection.expression.kind();
            add(LookedFor::Custom(kind), None, spans.len());
        }
        Expression::Preset(wanted, _) => {
            let mut values: Vec<(u8, u64, u8)> = spans.iter().filter_map(Span::value).collect();
            values.sort_unstable();
            values.dedup_by_key(|(entity, value, _)| (*entity, *value));
            for entity in wanted.iter() {
                let mine = values.iter().filter(|(one, ..)| *one == entity as u8);
                add(LookedFor::Preset(entity), Some(entity), mine.count());
            }
        }
    }
}

impl Found {
    /// Keeps what may be kept of one value.
    fn keep(&mut self, evidence: Evidence, value: &str, span: &Span, key: Option<Key>) {
        let fingerprint = key.map(|key| match span.entity {
            Some(_) => span.fingerprint,
            None => key.fingerprint_of(value.as_bytes()),
        });
        if let Some(fingerprint) = fingerprint
            && self.fingerprints.len() < MOST_FINGERPRINTS
            && !self.fingerprints.contains(&fingerprint)
        {
            self.fingerprints.push(fingerprint);
        }
        let last_four = match evidence {
            Evidence::Nothing => return,
            Evidence::Masked => false,
            Evidence::LastFour => span.entity.is_none_or(|one| !one.is_secret()),
        };
        if self.evidence.len() < MOST_EVIDENCE {
            let shown = masked(value, last_four);
            if !self.evidence.contains(&shown) {
                self.evidence.push(shown);
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
