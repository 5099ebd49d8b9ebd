//! Which policies never match, do nothing, or cost too much?

use super::lint::{Finding, Lint, Subject};
use super::{Condition, CustomExpression, FilterValue};
use crate::{Action, ActivityType, Evidence, Filter, Operator, SearchIn};

/// From this size on, in bytes, a pattern's table is worth a warning.
const LARGE: usize = 16 * 1024;

/// A policy that never matches.
pub(super) fn unreachable(subject: &Subject<'_>, now: Option<u64>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let policy = subject.policy;
    let end = policy
        .schedule
        .as_ref()
        .and_then(|schedule| schedule.valid_until.as_ref());
    if let Some((end, now)) = end.zip(now)
        && end.unix <= now
    {
        let message = format!(
            "policy `{}` never matches: it ended at {}",
            policy.id, end.text
        );
        let hint = "take it out, or give it a later `validUntil`";
        findings.push(subject.at_field(Lint::Unreachable, "schedule", message, hint));
    }
    let fileless =
        !policy.activity_types.is_empty() && policy.activity_types.iter().all(has_no_file);
    if fileless
        && policy
            .conditions
            .as_ref()
            .is_some_and(|condition| held(condition) == Some(false))
    {
        let message = format!(
            "policy `{}` never matches: its conditions are about a file, and {} has none",
            policy.id,
            listed(&policy.activity_types)
        );
        let hint = "use `download` or `upload`, or a condition on `dataSize`, `url` or the session";
        findings.push(subject.at_field(Lint::Unreachable, "conditions", message, hint));
    }
    let names_only = policy
        .inspection
        .as_ref()
        .is_some_and(|rule| rule.search_in == [SearchIn::FileName]);
    if fileless && names_only {
        let message = format!(
            "policy `{}` never matches: it looks at a file's name only, and {} has no file",
            policy.id,
            listed(&policy.activity_types)
        );
        let hint = "use `download` or `upload`, or search in `content`";
        findings.push(subject.at_field(Lint::Unreachable, "inspection", message, hint));
    }
    findings
}

const fn has_no_file(activity: &ActivityType) -> bool {
    match activity {
        ActivityType::Copy | ActivityType::Cut | ActivityType::Print => true,
        // Files can be dropped, pasted and sent.
        ActivityType::Paste
        | ActivityType::SendItem
        | ActivityType::Download
        | ActivityType::Upload
        | ActivityType::Custom(_) => false,
    }
}

fn listed(activities: &[ActivityType]) -> String {
    let words: Vec<String> = activities.iter().map(|one| format!("`{one}`")).collect();
    words.join(" or ")
}

/// How a condition comes out where there is no file, if that settles it.
fn held(condition: &Condition) -> Option<bool> {
    match condition {
        Condition::All(parts) => settled(parts, false),
        Condition::Any(parts) => settled(parts, true),
        Condition::Not(part) => held(part).map(|held| !held),
        Condition::Filter {
            filter, operator, ..
        } => is_of_file(*filter).then_some(matches!(
            operator,
            Operator::DoesNotEqual | Operator::DoesNotContain | Operator::IsNotSet
        )),
    }
}

fn settled(parts: &[Condition], deciding: bool) -> Option<bool> {
    if parts.iter().any(|part| held(part) == Some(deciding)) {
        return Some(deciding);
    }
    let all = parts.iter().all(|part| held(part) == Some(!deciding));
    all.then_some(!deciding)
}

fn is_of_file(filter: Filter) -> bool {
    matches!(
        filter,
        Filter::SensitivityLabel
            | Filter::FileName
            | Filter::Extension
            | Filter::FileType
            | Filter::ExtensionMismatch
            | Filter::FileSize
            | Filter::Sha256
    )
}

/// A policy that changes nothing.
pub(super) fn no_op(subject: &Subject<'_>) -> Option<Finding> {
    if subject.policy.action != Action::Allow {
        return None;
    }
    let message = format!(
        "policy `{}` does nothing: what no policy stops is let go anyway, and `allow` lifts no stricter policy",
        subject.policy.id
    );
    let hint =
        "to except attempts from another policy put a `not` there; to record them use `audit`";
    Some(subject.at_field(Lint::NoOp, "action", message, hint))
}

/// The last four are asked for where they are never shown, or say nothing.
pub(super) fn shows_nothing(subject: &Subject<'_>) -> Option<Finding> {
    let rule = subject.policy.inspection.as_ref()?;
    if rule.evidence != Some(Evidence::LastFour) {
        return None;
    }
    let presets = &rule.preset_expression;
    let (message, hint) = match &rule.custom_expression {
        None if presets.iter().any(|one| !one.is_secret()) => return None,
        None => (
            "the last four of a secret are never shown",
            "use `masked` or `none`, or leave `evidence` out",
        ),
        Some(CustomExpression::Regex { .. }) => return None,
        Some(CustomExpression::Keywords(_) | CustomExpression::Substring(_)) => (
            "the last four of what the policy itself says tell nothing",
            "use `none`, or leave `evidence` out",
        ),
    };
    let at = subject.at.member("inspection");
    let at = at.and_then(|at| at.member("evidence"));
    let at = at.unwrap_or_else(|| subject.at.clone());
    Some(subject.finding(Lint::NoOp, &at, message.into(), hint))
}

/// Patterns that become large tables.
pub(super) fn costly(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for leaf in &subject.leaves {
        for value in leaf.values {
            if let FilterValue::Pattern { table, .. } = value
                && table.len() >= LARGE
            {
                findings.push(subject.finding(
                    Lint::CostlyPattern,
                    &leaf.at,
                    size(table.len()),
                    CHEAPER,
                ));
            }
        }
    }
    let inspection = subject.policy.inspection.as_ref();
    let expressions = inspection.map(|rule| [&rule.custom_expression, &rule.exclude_expression]);
    for expression in expressions.into_iter().flatten().flatten() {
        let weight = expression.weight();
        if weight < LARGE {
            continue;
        }
        let (message, hint) = match expression {
            CustomExpression::Regex { .. } => (size(weight), CHEAPER),
            CustomExpression::Keywords(_) | CustomExpression::Substring(_) => (
                format!(
                    "this list of words has {} KiB, which travel to every page it is for",
                    weight / 1024
                ),
                "leave out what another word's `*` finds anyway",
            ),
        };
        findings.push(subject.at_field(Lint::CostlyPattern, "inspection", message, hint));
    }
    findings
}

const CHEAPER: &str = "shorten repetitions such as `{0,50}`, prefer `[A-Za-z]` to `\\p{L}`, and leave `(?i)` out where it does not matter";

fn size(table: usize) -> String {
    format!(
        "this regular expression becomes a table of {} KiB, which travels to every page it is for",
        table / 1024
    )
}
