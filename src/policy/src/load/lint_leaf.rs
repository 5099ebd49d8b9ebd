//! The comparisons of a policy, and where each is written.

use super::import::input::Input;
use super::{Condition, FilterValue, Policy};
use crate::{Filter, Operator};

/// One comparison.
pub(super) struct Leaf<'d> {
    pub(super) filter: Filter,
    /// In its positive form.
    pub(super) operator: Operator,
    pub(super) values: &'d [FilterValue],
    pub(super) at: Input<'d>,
    /// Whether it has to come out the other way.
    pub(super) negated: bool,
    /// Whether the policy cannot match without it.
    pub(super) must: bool,
}

/// Every comparison of a policy.
pub(super) fn leaves<'d>(policy: &'d Policy, at: &Input<'d>) -> Vec<Leaf<'d>> {
    let mut found = Vec::new();
    if let (Some(condition), Some(at)) = (&policy.conditions, at.member("conditions")) {
        collect(condition, &at, false, true, &mut found);
    }
    found
}

fn collect<'d>(
    condition: &'d Condition,
    at: &Input<'d>,
    negated: bool,
    must: bool,
    found: &mut Vec<Leaf<'d>>,
) {
    let mut each = |name: &str, parts: &'d [Condition], joined: bool| {
        let places = at
            .member(name)
            .and_then(|at| at.items())
            .unwrap_or_default();
        for (part, at) in parts.iter().zip(&places) {
            collect(
                part,
                at,
                negated,
                must && (joined || parts.len() == 1),
                found,
            );
        }
    };
    match condition {
        Condition::All(parts) => each("all", parts, !negated),
        Condition::Any(parts) => each("any", parts, negated),
        Condition::Not(part) => {
            if let Some(at) = at.member("not") {
                collect(part, &at, !negated, must, found);
            }
        }
        Condition::Filter {
            filter,
            operator,
            values,
        } => {
            let (operator, turned) = positive(*operator);
            found.push(Leaf {
                filter: *filter,
                operator,
                values,
                at: at.clone(),
                negated: negated != turned,
                must,
            });
        }
    }
}

/// The positive form of an operator, and whether it is another one.
const fn positive(operator: Operator) -> (Operator, bool) {
    match operator {
        Operator::DoesNotEqual => (Operator::Equals, true),
        Operator::DoesNotContain => (Operator::Contains, true),
        Operator::IsNotSet => (Operator::IsSet, true),
        Operator::Equals
        | Operator::Contains
        | Operator::StartsWith
        | Operator::EndsWith
        | Operator::Matches
        | Operator::IsSet
        | Operator::GreaterThan
        | Operator::LessThan
        | Operator::InRange => (operator, false),
    }
}

impl Leaf<'_> {
    /// Whether every value here is also a value there, without regard to case.
    pub(super) fn within(&self, other: &Self) -> bool {
        self.values.iter().all(|value| other.has(value))
    }

    /// Whether some value here is also a value there.
    pub(super) fn meets(&self, other: &Self) -> bool {
        self.values.iter().any(|value| other.has(value))
    }

    fn has(&self, value: &FilterValue) -> bool {
        let word = value.to_string().to_lowercase();
        let mut values = self.values.iter();
        values.any(|one| one.to_string().to_lowercase() == word)
    }

    /// Whether an attempt has at most one value here.
    pub(super) const fn is_single(&self) -> bool {
        match self.filter {
            Filter::App
            | Filter::DeviceType
            | Filter::IpCategory
            | Filter::LocationCountry
            | Filter::RegisteredIsp
            | Filter::UserName
            | Filter::UserDomain
            | Filter::UserAgentText
            | Filter::Url
            | Filter::DataSize
            | Filter::FileName
            | Filter::FileType
            | Filter::ExtensionMismatch
            | Filter::FileSize
            | Filter::Sha256 => true,
            // Blocks of addresses lie in each other.
            Filter::IpAddress
            | Filter::DeviceTags
            | Filter::IpTags
            | Filter::UserGroups
            | Filter::UserAgentTags
            | Filter::Source
            | Filter::Destination
            | Filter::Selector
            | Filter::SensitivityLabel
            | Filter::Extension => false,
        }
    }
}
