//! Which conditions exclude each other, and which policies decide before others?

use super::lint::{Finding, Lint, Subject};
use super::lint_leaf::Leaf;
use super::{FilterValue, Policy};
use crate::{Action, ActivityType, Mode, Operator};

/// Conditions that must all hold and cannot.
pub(super) fn contradictory(subject: &Subject<'_>) -> Vec<Finding> {
    let must: Vec<&Leaf<'_>> = subject.leaves.iter().filter(|leaf| leaf.must).collect();
    let mut findings = Vec::new();
    for (index, later) in must.iter().enumerate() {
        let earlier = must.iter().take(index);
        let Some(other) = earlier.into_iter().find(|other| excludes(other, later)) else {
            continue;
        };
        let (line, column) = other.at.place();
        let message = format!(
            "this condition on `{}` never holds together with the one at {line}:{column}, so policy `{}` never matches",
            later.filter, subject.policy.id
        );
        let hint = "take one of them out, or put both in `any` if either is enough";
        findings.push(subject.finding(Lint::Contradictory, &later.at, message, hint));
    }
    findings
}

fn excludes(one: &Leaf<'_>, other: &Leaf<'_>) -> bool {
    if one.filter != other.filter {
        return false;
    }
    match (one.negated, other.negated) {
        (false, false) => both(one, other),
        (false, true) => against(one, other),
        (true, false) => against(other, one),
        (true, true) => false,
    }
}

fn both(one: &Leaf<'_>, other: &Leaf<'_>) -> bool {
    match (one.operator, other.operator) {
        (Operator::Equals, Operator::Equals) => one.is_single() && !one.meets(other),
        (Operator::GreaterThan, Operator::LessThan) => no_size_between(one, other),
        (Operator::LessThan, Operator::GreaterThan) => no_size_between(other, one),
        (_, _) => false,
    }
}

fn no_size_between(above: &Leaf<'_>, below: &Leaf<'_>) -> bool {
    match (above.values, below.values) {
        ([FilterValue::Size(above)], [FilterValue::Size(below)]) => {
            above.saturating_add(1) >= *below
        }
        (_, _) => false,
    }
}

/// `no` is negated.
fn against(yes: &Leaf<'_>, no: &Leaf<'_>) -> bool {
    no.operator == Operator::IsSet
        || (yes.operator == no.operator
            && yes.within(no)
            && (yes.is_single() || no.within(yes) || yes.operator == Operator::Equals))
}

/// Policies that another one leaves nothing to decide.
pub(super) fn shadowed(subjects: &[Subject<'_>]) -> Vec<Finding> {
    let acts =
        |subject: &&Subject<'_>| !matches!(subject.policy.action, Action::Allow | Action::Audit);
    let mut findings = Vec::new();
    for (index, late) in subjects.iter().enumerate().filter(|(_, one)| acts(one)) {
        let mut others = subjects.iter().enumerate();
        let Some((_, early)) =
            others.find(|(at, one)| *at != index && covers(one, late, *at < index))
        else {
            continue;
        };
        let message = format!(
            "policy `{}` never decides: `{}` says `{}` to every attempt that it is about",
            late.policy.id, early.policy.id, early.policy.action
        );
        let hint = format!(
            "take it out, or leave its attempts out of `{}` with a `not`",
            early.policy.id
        );
        findings.push(late.at_field(Lint::Shadowed, "id", message, hint));
    }
    findings
}

fn covers(early: &Subject<'_>, late: &Subject<'_>, first: bool) -> bool {
    let (one, other) = (early.policy, late.policy);
    let final_word = one.action == Action::Block && other.action != Action::Block;
    let same = one.action == other.action
        && matches!(one.action, Action::Block | Action::RequireStepUp)
        && one.step_up == other.step_up;
    // Of two that say the same of the same attempts only one is too many.
    let mutual = || !first && is_within(early, late);
    let always = one.mode == Mode::Enforce && one.schedule.is_none() && one.inspection.is_none();
    (final_word || same)
        && always
        && is_within(late, early)
        && !(same && mutual() && other.inspection.is_none() && other.schedule.is_none())
}

/// Whether every attempt `narrow` is about is one that `wide` is about.
fn is_within(narrow: &Subject<'_>, wide: &Subject<'_>) -> bool {
    activities_within(narrow.policy, wide.policy)
        && wide.leaves.iter().all(|leaf| {
            leaf.must
                && narrow
                    .leaves
                    .iter()
                    .any(|seen| seen.must && implies(seen, leaf))
        })
}

fn activities_within(narrow: &Policy, wide: &Policy) -> bool {
    let listed = |activity: &ActivityType| wide.activity_types.contains(activity);
    wide.activity_types.is_empty()
        || (!narrow.activity_types.is_empty() && narrow.activity_types.iter().all(listed))
}

/// Whether `leaf` holds wherever `seen` does.
fn implies(seen: &Leaf<'_>, leaf: &Leaf<'_>) -> bool {
    if seen.filter != leaf.filter || seen.negated != leaf.negated || seen.operator != leaf.operator
    {
        return false;
    }
    if seen.negated {
        leaf.within(seen)
    } else {
        seen.within(leaf)
    }
}
