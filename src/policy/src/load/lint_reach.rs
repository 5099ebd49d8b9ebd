//! Which policies never match, do nothing, or cost too much?

use super::lint::{Finding, Lint, Subject};
use super::{Condition, CustomExpression, FilterValue};
use crate::{Action, ActivityType, Filter, Operator};

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

/// Patterns that become large tables.
pub(super) fn costly(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for leaf in &subject.leaves {
        for value in leaf.values {
            if let FilterValue::Pattern { table, .. } = value
                && table.len() >= LARGE
            {
                findings.push(subject.finding(Lint::CostlyPattern, &leaf.at, size(table), CHEAPER));
            }
        }
    }
    let inspection = subject.policy.inspection.as_ref();
    if let Some(CustomExpression::Regex { table, .. }) =
        inspection.and_then(|rule| rule.custom_expression.as_ref())
        && table.len() >= LARGE
    {
        findings.push(subject.at_field(Lint::CostlyPattern, "inspection", size(table), CHEAPER));
    }
    findings
}

const CHEAPER: &str = "shorten repetitions such as `{0,50}`, prefer `[A-Za-z]` to `\\p{L}`, and leave `(?i)` out where it does not matter";

fn size(table: &[u8]) -> String {
    format!(
        "this regular expression becomes a table of {} KiB, which travels to every page it is for",
        table.len() / 1024
    )
}
