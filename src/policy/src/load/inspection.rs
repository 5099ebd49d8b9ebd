//! Reading what a policy looks for in content.

use super::pattern;
use super::walk::{At, Members};
use crate::ActivityType;
use serde::{Serialize, Serializer};
use stepgate_inspect::Substring;

/// What an inspection can say.
pub(super) const FIELDS: [&str; 3] = ["presetExpression", "customExpression", "minimumViolations"];
/// What an expression of the administrator's own can be.
pub(super) const EXPRESSIONS: [&str; 2] = ["substring", "regex"];
/// The detectors that come with Stepgate.
pub(super) const PRESETS: [&str; 1] = ["paymentCard"];
pub(super) const MOST_VIOLATIONS: u32 = 1_000_000;

/// What a policy looks for in the content, and how much of it makes a match.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct InspectionRule {
    /// A detector that comes with Stepgate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preset_expression: Option<PresetExpression>,
    /// An expression of the administrator's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_expression: Option<CustomExpression>,
    /// How many different findings (preset) or occurrences (custom) make a match.
    pub minimum_violations: u32,
}

/// The detectors that come with Stepgate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum PresetExpression {
    /// Payment card numbers, by issuer, length and check digit.
    PaymentCard,
}

/// An expression of the administrator's own.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum CustomExpression {
    /// Text, without regard to case.
    Substring(String),
    /// A regular expression.
    #[serde(serialize_with = "pattern_only")]
    #[non_exhaustive]
    Regex {
        /// As it was written.
        pattern: String,
        /// As the page and the gateway walk it.
        table: Vec<u8>,
    },
}

fn pattern_only<S: Serializer>(pattern: &str, _: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(pattern)
}

impl InspectionRule {
    pub(super) fn read(at: &At<'_>, activities: &[ActivityType]) -> Option<Self> {
        let members = at.members("an inspection", &FIELDS)?;
        let minimum = members.optional("minimumViolations").map_or(Some(1), |at| {
            at.number(1, MOST_VIOLATIONS, "a number of findings")
        });
        if activities.contains(&ActivityType::Print) {
            at.wrong(
                "an `inspection`",
                "none, as `print` has no content to look into",
            );
        }
        let (preset_expression, custom_expression) = read_expression(at, &members)?;
        Some(Self {
            preset_expression,
            custom_expression,
            minimum_violations: minimum?,
        })
    }
}

type Expressions = (Option<PresetExpression>, Option<CustomExpression>);

fn read_expression(at: &At<'_>, members: &Members<'_>) -> Option<Expressions> {
    match (
        members.optional("presetExpression"),
        members.optional("customExpression"),
    ) {
        (Some(preset), None) => preset
            .word(&PRESETS, |word| {
                (word == "paymentCard").then_some(PresetExpression::PaymentCard)
            })
            .map(|preset| (Some(preset), None)),
        (None, Some(custom)) => read_custom(&custom).map(|custom| (None, Some(custom))),
        (None, None) => {
            at.wrong(
                "nothing to look for",
                "`presetExpression` or `customExpression`",
            );
            None
        }
        (Some(_), Some(_)) => {
            at.wrong(
                "two expressions",
                "either `presetExpression` or `customExpression`",
            );
            None
        }
    }
}

fn read_custom(at: &At<'_>) -> Option<CustomExpression> {
    let members = at.members("an expression", &EXPRESSIONS)?;
    match (members.optional("substring"), members.optional("regex")) {
        (Some(at), None) => read_substring(&at),
        (None, Some(at)) => read_regex(&at),
        (None, None) => {
            at.wrong("nothing to look for", "`substring` or `regex`");
            None
        }
        (Some(_), Some(_)) => {
            at.wrong("both `substring` and `regex`", "one of them");
            None
        }
    }
}

fn read_substring(at: &At<'_>) -> Option<CustomExpression> {
    let text = at.text()?;
    let length = text.chars().count();
    if text.trim().is_empty() || length > Substring::LONGEST {
        at.unexpected(format!("text of 1 to {} characters", Substring::LONGEST));
        return None;
    }
    Some(CustomExpression::Substring(text.to_owned()))
}

fn read_regex(at: &At<'_>) -> Option<CustomExpression> {
    let pattern = at.text()?;
    match pattern::compile(pattern) {
        Ok(table) => Some(CustomExpression::Regex {
            pattern: pattern.to_owned(),
            table,
        }),
        Err(error) => {
            at.unexpected(error.to_string());
            None
        }
    }
}
