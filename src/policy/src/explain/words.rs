//! Conditions, detectors and moments in words.

use super::ExplainedCount;
use crate::condition::Node;
use crate::inspection::{Expression, Inspection, Pattern};
use crate::load::confidence_word;
use crate::operator::Value;
use crate::{CannotScan, PolicyView, SearchIn};
use std::net::{IpAddr, Ipv6Addr};
use stepgate_inspect::{Confidence, Entity};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// A condition, such as `app equals "files"`.
pub(super) fn condition(node: &Node<'_>) -> String {
    match node {
        Node::All(_) => "all of".into(),
        Node::Any(_) => "any of".into(),
        Node::Not => "not".into(),
        Node::Filter(filter, operator, values) => {
            let values: Vec<String> = values.map(|value| value_words(&value)).collect();
            let text = format!(
                "{} {} {}",
                filter.keyword(),
                operator.keyword(),
                values.join(" or ")
            );
            text.trim_end().into()
        }
    }
}

fn value_words(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) | Value::Pattern(text, _) => format!("{text:?}"),
        Value::Size(size) => size.to_string(),
        Value::Range(from, to) => format!("{from} to {to}"),
        Value::Block(address, length) => block_words(address, *length),
        Value::Hash(hash) => hash.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// An address, or a block as it is usually written: `10.0.0.0/8`.
fn block_words(address: &[u8; 16], length: u8) -> String {
    let address = Ipv6Addr::from(*address).to_canonical();
    let (length, whole) = match address {
        IpAddr::V4(_) => (length.saturating_sub(96), 32),
        IpAddr::V6(_) => (length, 128),
    };
    if length == whole {
        address.to_string()
    } else {
        format!("{address}/{length}")
    }
}

/// What is looked for, such as `payment card number`, with everything that is not as it is unless said otherwise.
pub(super) fn detector(inspection: &Inspection<'_>) -> String {
    let mut text = match &inspection.expression {
        Expression::Preset(wanted, floor) => {
            let names: Vec<&str> = wanted.iter().map(Entity::about).collect();
            let names = names.join(" or ");
            match floor {
                Confidence::Medium => names,
                Confidence::Low | Confidence::High => {
                    format!("{names}, confidence {}", confidence_word(*floor))
                }
            }
        }
        Expression::Custom(pattern) => pattern_words(pattern),
    };
    if let Some(excluded) = &inspection.excluded {
        text.push_str(" without ");
        text.push_str(&pattern_words(excluded));
    }
    if let Some(places) = inspection.unusual_places() {
        let places: Vec<&str> = places.map(SearchIn::keyword).collect();
        text.push_str(" in ");
        text.push_str(&places.join(" and "));
    }
    text
}

fn pattern_words(pattern: &Pattern<'_>) -> String {
    const SHOWN: usize = 5;
    match pattern {
        Pattern::Substring(text) => format!("text {text:?}"),
        Pattern::Regex(pattern, _) | Pattern::Exact(pattern, _, _, false) => {
            format!("pattern {pattern:?}")
        }
        Pattern::Exact(pattern, _, _, true) => format!("pattern {pattern:?} with check digit"),
        Pattern::Keywords(words) => {
            let shown: Vec<String> = words
                .iter()
                .take(SHOWN)
                .map(|word| format!("{word:?}"))
                .collect();
            let shown = shown.join(" or ");
            match words.iter().count().saturating_sub(SHOWN) {
                0 => format!("words {shown}"),
                // Two long lists that begin alike are still told apart.
                more => format!("words {shown} and {more} more ({:08x})", words.number()),
            }
        }
    }
}

/// Values by what they are and how sure that is: `payment card number: 2 at 85, 1 at 75`.
pub(super) fn counts(counts: &[ExplainedCount]) -> String {
    let mut text = String::new();
    let mut before = "";
    for one in counts {
        let what = Entity::parse(&one.preset).map_or("", Entity::about);
        match (text.is_empty(), before == what) {
            (true, _) => text.push_str(&format!("{what}: ")),
            (false, true) => text.push_str(", "),
            (false, false) => text.push_str(&format!("; {what}: ")),
        }
        text.push_str(&format!("{} at {}", one.count, one.confidence));
        before = what;
    }
    text
}

/// Why content could not be read.
pub(super) const fn unread(reason: CannotScan) -> &'static str {
    match reason {
        CannotScan::TooLarge => "the content is too large to be read",
        CannotScan::Unsupported => "the content is of a kind that is not read",
        CannotScan::PasswordEncrypted => "the content is locked with a password",
        CannotScan::RightsProtected => "the content is protected by rights management",
        CannotScan::Corrupt => "the content is damaged or not what it says it is",
        CannotScan::TimedOut => "reading the content took too long",
        CannotScan::Partial => "too little found, and only a part of the content could be read",
    }
}

/// Why a policy does not hold at `now`; `None` if it does.
pub(super) fn out_of_force(policy: &PolicyView<'_>, now: u64) -> Option<String> {
    let (from, until) = policy.schedule();
    if now < from {
        Some(format!("not in force before {}", moment(from)))
    } else if now >= until {
        Some(format!("no longer in force since {}", moment(until)))
    } else {
        None
    }
}

fn moment(unix: u64) -> String {
    let moment = i64::try_from(unix)
        .ok()
        .and_then(|unix| OffsetDateTime::from_unix_timestamp(unix).ok())
        .and_then(|moment| moment.format(&Rfc3339).ok());
    moment.unwrap_or_else(|| format!("second {unix}"))
}
