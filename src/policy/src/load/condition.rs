//! Reading conditions.

use super::walk::{At, Members};
use crate::condition::DEEPEST;
use crate::{Filter, Operator};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use stepgate_inspect::Substring;

/// Which attempts a policy is about.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Condition {
    /// Every part holds.
    All(Vec<Self>),
    /// Some part holds.
    Any(Vec<Self>),
    /// The part does not hold.
    Not(Box<Self>),
    /// A filter compares.
    #[non_exhaustive]
    Filter {
        /// What is looked at.
        filter: Filter,
        /// How it is compared.
        operator: Operator,
        /// With what; empty where the operator takes no values.
        values: Vec<String>,
    },
}

/// The device tags there are.
const DEVICE_TAGS: [&str; 3] = [
    "intuneCompliant",
    "entraHybridJoined",
    "validClientCertificate",
];
const COMBINATIONS: [&str; 3] = ["all", "any", "not"];
const FIELDS: [&str; 3] = ["filter", "operator", "values"];
const ALL_FIELDS: [&str; 6] = ["filter", "operator", "values", "all", "any", "not"];

impl Condition {
    pub(super) fn read(at: &At<'_>) -> Option<Self> {
        Self::read_at(at, 0)
    }

    fn read_at(at: &At<'_>, depth: usize) -> Option<Self> {
        if depth > DEEPEST {
            at.wrong(
                "conditions nested too deep",
                format!("at most {DEEPEST} inside each other"),
            );
            return None;
        }
        let combinations = COMBINATIONS.iter().filter(|name| at.has(name)).count();
        let fields = FIELDS.iter().any(|name| at.has(name));
        let members = at.members("a condition", &ALL_FIELDS)?;
        match (combinations, fields) {
            (0, true) => read_filter(&members),
            (1, false) => read_combination(&members, depth),
            (0, false) => {
                at.wrong(
                    "no `filter`",
                    "`filter`, `operator` and `values`, or one of `all`, `any`, `not`",
                );
                None
            }
            (1.., _) => {
                at.wrong(
                    "several kinds of condition in one object",
                    "one of `all`, `any`, `not`, `filter`",
                );
                None
            }
        }
    }
}

fn read_combination(members: &Members<'_>, depth: usize) -> Option<Condition> {
    if let Some(part) = members.optional("not") {
        return Some(Condition::Not(Box::new(Condition::read_at(
            &part,
            depth + 1,
        )?)));
    }
    if let Some(parts) = members.optional("all") {
        return read_parts(&parts, depth).map(Condition::All);
    }
    members
        .optional("any")
        .and_then(|parts| read_parts(&parts, depth))
        .map(Condition::Any)
}

fn read_parts(at: &At<'_>, depth: usize) -> Option<Vec<Condition>> {
    let parts = at.items("conditions")?;
    let read: Vec<Option<Condition>> = parts
        .iter()
        .map(|part| Condition::read_at(part, depth + 1))
        .collect();
    read.into_iter().collect()
}

fn read_filter(members: &Members<'_>) -> Option<Condition> {
    let filter = members
        .required("filter", "what is looked at")
        .and_then(|at| at.word(&Filter::ALL.map(Filter::keyword), parse_filter));
    let operator = members
        .required("operator", "how it is compared")
        .and_then(|at| read_operator(&at, filter));
    let values = read_values(members, filter, operator);
    Some(Condition::Filter {
        filter: filter?,
        operator: operator?,
        values: values?,
    })
}

fn parse_filter(name: &str) -> Option<Filter> {
    Filter::ALL
        .into_iter()
        .find(|filter| filter.keyword() == name)
}

fn read_operator(at: &At<'_>, filter: Option<Filter>) -> Option<Operator> {
    let fits = |operator: &Operator| match operator {
        Operator::Equals | Operator::DoesNotEqual | Operator::IsSet | Operator::IsNotSet => true,
        Operator::Contains
        | Operator::DoesNotContain
        | Operator::StartsWith
        | Operator::EndsWith => filter != Some(Filter::DeviceTags),
    };
    let known: Vec<&str> = Operator::ALL
        .iter()
        .filter(|operator| fits(operator))
        .map(|operator| operator.keyword())
        .collect();
    at.word(&known, |word| {
        Operator::ALL
            .into_iter()
            .filter(fits)
            .find(|operator| operator.keyword() == word)
    })
}

fn read_values(
    members: &Members<'_>,
    filter: Option<Filter>,
    operator: Option<Operator>,
) -> Option<Vec<String>> {
    if let Some(operator) = operator.filter(|operator| !operator.takes_values()) {
        return match members.optional("values") {
            Some(at) => {
                at.wrong(
                    "`values`",
                    format!("none, as `{}` compares with nothing", operator.keyword()),
                );
                None
            }
            None => Some(Vec::new()),
        };
    }
    let items = members
        .required("values", "an array of texts to compare with")?
        .items("texts")?;
    let read: Vec<Option<String>> = items.iter().map(|at| read_value(at, filter)).collect();
    read.into_iter().collect()
}

fn read_value(at: &At<'_>, filter: Option<Filter>) -> Option<String> {
    if filter == Some(Filter::DeviceTags) {
        return at.word(&DEVICE_TAGS, |word| {
            DEVICE_TAGS.contains(&word).then(|| word.to_owned())
        });
    }
    let value = at.text()?;
    let length = value.chars().count();
    if length == 0 || length > Substring::LONGEST || value.trim() != value {
        at.unexpected(format!(
            "1 to {} characters without blanks around them",
            Substring::LONGEST
        ));
        return None;
    }
    if filter == Some(Filter::Extension) && value.contains(['.', ':']) {
        at.unexpected("one extension without its dot, such as `exe`");
        return None;
    }
    Some(value.to_owned())
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::All(parts) => map.serialize_entry("all", parts)?,
            Self::Any(parts) => map.serialize_entry("any", parts)?,
            Self::Not(part) => map.serialize_entry("not", part)?,
            Self::Filter {
                filter,
                operator,
                values,
            } => {
                map.serialize_entry("filter", filter.keyword())?;
                map.serialize_entry("operator", operator.keyword())?;
                if operator.takes_values() {
                    map.serialize_entry("values", values)?;
                }
            }
        }
        map.end()
    }
}
