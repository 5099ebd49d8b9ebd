//! Reading conditions.

use super::FilterValue;
use super::walk::{At, Members};
use crate::condition::DEEPEST;
use crate::{Filter, Operator, ValueKind};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

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
        values: Vec<FilterValue>,
    },
}

const COMBINATIONS: [&str; 3] = ["all", "any", "not"];
const FIELDS: [&str; 3] = ["filter", "operator", "values"];
pub(super) const ALL_FIELDS: [&str; 6] = ["filter", "operator", "values", "all", "any", "not"];

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
        .and_then(|at| at.word(&Filter::ALL.map(Filter::keyword), Filter::parse));
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

fn read_operator(at: &At<'_>, filter: Option<Filter>) -> Option<Operator> {
    let fits = |operator: &Operator| filter.is_none_or(|filter| operator.fits(filter));
    let known: Vec<&str> = Operator::ALL
        .iter()
        .filter(|operator| fits(operator))
        .map(|operator| operator.keyword())
        .collect();
    at.word(&known, |word| Operator::parse(word).filter(fits))
}

fn read_values(
    members: &Members<'_>,
    filter: Option<Filter>,
    operator: Option<Operator>,
) -> Option<Vec<FilterValue>> {
    if let Some(operator) = operator.filter(|operator| !operator.takes_values()) {
        return match members.optional("values") {
            Some(at) => {
                at.wrong(
                    "`values`",
                    format!("none, as `{operator}` compares with nothing"),
                );
                None
            }
            None => Some(Vec::new()),
        };
    }
    let at = members.required("values", "an array of texts to compare with")?;
    let items = at.items("texts")?;
    let filter = filter?;
    let words = matches!(filter.kind(), ValueKind::Word(_) | ValueKind::Country);
    // Words are words whatever the operator was meant to be; of other values nobody can say what they should be.
    let operator = operator.or_else(|| words.then_some(Operator::Equals))?;
    let one = matches!(operator, Operator::GreaterThan | Operator::LessThan);
    if one && items.len() > 1 {
        at.wrong(
            format!("{} values", items.len()),
            format!("one, as `{operator}` compares with one"),
        );
        return None;
    }
    let read: Vec<Option<FilterValue>> = items
        .iter()
        .map(|at| FilterValue::read(at, filter, operator))
        .collect();
    read.into_iter().collect()
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
