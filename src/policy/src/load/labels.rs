//! Which GUIDs have the labels that policies call by name?
//!
//! A file carries a label's GUID and never a name that anybody could believe. So where a condition names a label, the GUIDs
//! that configuration gives this name stand beside it in the bundle: no page has to know names.

use super::{Condition, FilterValue, PolicySet, pattern};
use crate::text::comparable;
use crate::{Filter, Label, Operator};
use std::collections::BTreeMap;
use stepgate_inspect::{Dfa, Substring, ends_with, equals, starts_with};

impl PolicySet {
    /// The same policies where labels are called so: names by GUIDs in small letters. Conditions on `sensitivityLabel` that
    /// a name fits are also about its GUIDs.
    #[must_use]
    pub fn with_labels(mut self, names: &BTreeMap<String, String>) -> Self {
        let conditions = self.policies.iter_mut();
        for condition in conditions.filter_map(|policy| policy.conditions.as_mut()) {
            add_guids(condition, names);
        }
        self
    }
}

fn add_guids(condition: &mut Condition, names: &BTreeMap<String, String>) {
    match condition {
        Condition::All(parts) | Condition::Any(parts) => {
            parts.iter_mut().for_each(|part| add_guids(part, names));
        }
        Condition::Not(part) => add_guids(part, names),
        Condition::Filter {
            filter: Filter::SensitivityLabel,
            operator,
            values,
        } => {
            let found = values.iter();
            let found: Vec<FilterValue> = found
                .flat_map(|value| guids(*operator, value, names))
                .collect();
            for guid in found {
                if !values.contains(&guid) {
                    values.push(guid);
                }
            }
        }
        Condition::Filter { .. } => {}
    }
}

/// The GUIDs of the labels whose names compare so with `value`, as values of the same condition.
fn guids(
    operator: Operator,
    value: &FilterValue,
    names: &BTreeMap<String, String>,
) -> Vec<FilterValue> {
    let named = |value: &str| {
        let fits = |name: &str| compares(operator, comparable(name).trim(), &comparable(value));
        let fitting = names.iter().filter(|(_, name)| fits(name));
        fitting.map(|(id, _)| id.clone()).collect::<Vec<String>>()
    };
    match value {
        FilterValue::Text(text) => {
            let mut found: Vec<String> = named(text);
            if let Some((name, site)) = of_tenant(text) {
                found.extend(named(name).into_iter().map(|id| format!("{id}@{site}")));
            }
            found.into_iter().map(FilterValue::Text).collect()
        }
        FilterValue::Pattern { table, .. } => {
            let fits = |name: &str| Dfa::read(table).is_ok_and(|dfa| dfa.count(name) > 0);
            let fitting = names.iter().filter(|(_, name)| fits(&comparable(name)));
            fitting
                .filter_map(|(id, _)| {
                    Some(FilterValue::Pattern {
                        pattern: id.clone(),
                        table: pattern::compile_without_case(id).ok()?,
                    })
                })
                .collect()
        }
        FilterValue::Size(_)
        | FilterValue::Range(..)
        | FilterValue::Block(_)
        | FilterValue::Hash(_) => Vec::new(),
    }
}

/// The name and the tenant in `name@GUID of the tenant`.
pub(super) fn of_tenant(text: &str) -> Option<(&str, String)> {
    let (name, site) = text.rsplit_once('@')?;
    let (site, _) = Label::guids(site)?;
    Some((name, site))
}

fn compares(operator: Operator, name: &str, value: &str) -> bool {
    match operator {
        Operator::Equals | Operator::DoesNotEqual => equals(name, value),
        Operator::Contains | Operator::DoesNotContain => {
            Substring::new(value).is_some_and(|part| part.is_in(name))
        }
        Operator::StartsWith => starts_with(name, value),
        Operator::EndsWith => ends_with(name, value),
        Operator::Matches
        | Operator::IsSet
        | Operator::IsNotSet
        | Operator::GreaterThan
        | Operator::LessThan
        | Operator::InRange => false,
    }
}

#[cfg(test)]
mod tests {
    use super::PolicySet;
    use std::collections::BTreeMap;

    const ONE: &str = "2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11";
    const TWO: &str = "7b1c0e52-3f44-4f0a-9d55-6a1e2c3d4e5f";
    const SITE: &str = "11111111-2222-3333-4444-555555555555";

    fn values(operator: &str, value: &str) -> Vec<String> {
        let names = BTreeMap::from([
            (ONE.to_owned(), "Top Secret".to_owned()),
            (TWO.to_owned(), "Secret".to_owned()),
        ]);
        let json = serde_json::json!({ "policies": [{
            "id": "p", "name": "p", "enabled": true, "sessionControlType": "blockActivities",
            "activityTypes": ["download"], "action": "block",
            "conditions": { "not": { "filter": "sensitivityLabel", "operator": operator, "values": [value] } },
        }]});
        let set = PolicySet::from_str("p", &json.to_string()).unwrap();
        let before = set.revision(crate::DefaultBehavior::Block);
        let named = set.with_labels(&names);
        let after = named.revision(crate::DefaultBehavior::Block);
        let policy = serde_json::to_value(&named.policies()[0]).unwrap();
        let read = |value: &serde_json::Value| value.as_str().unwrap().to_owned();
        let values = policy["conditions"]["not"]["values"].as_array().unwrap();
        assert_eq!(before != after, values.len() > 1, "the revision says it");
        values.iter().map(read).collect()
    }

    #[test]
    fn a_name_in_a_condition_gets_the_guids_it_has() {
        assert_eq!(values("equals", "secret"), ["secret", TWO]);
        assert_eq!(values("doesNotEqual", "TOP SECRET"), ["TOP SECRET", ONE]);
        assert_eq!(values("contains", "secret"), ["secret", ONE, TWO]);
        assert_eq!(values("startsWith", "top"), ["top", ONE]);
        assert_eq!(values("endsWith", "secret"), ["secret", ONE, TWO]);
        assert_eq!(values("matches", "^sec"), ["^sec", TWO]);
        assert_eq!(values("equals", "General"), ["General"]);
    }

    #[test]
    fn a_name_of_a_tenant_gets_the_guids_of_that_tenant() {
        let bound = format!("Secret@{SITE}");
        assert_eq!(
            values("equals", &bound),
            [bound.clone(), format!("{TWO}@{SITE}")]
        );
    }

    #[test]
    fn a_guid_is_written_in_small_letters_without_braces() {
        let written = format!("{{{}}}@{{{SITE}}}", ONE.to_uppercase());
        assert_eq!(values("equals", &written), [format!("{ONE}@{SITE}")]);
    }
}
