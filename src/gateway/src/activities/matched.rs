//! What do the policies that matched say about an activity, and who wants to be told?

use crate::store::NewAlert;
use serde_json::json;
use stepgate_policy::{Bundle, Mode, PolicyTrace, PolicyView, Severity};
use stepgate_protocol::{Activity, Outcome};

/// What is kept of the policies that matched.
#[derive(Debug, Default)]
pub struct Matched {
    /// The gravest severity.
    pub severity: Option<Severity>,
    /// The category of the policy that acted, else of the first that has one.
    pub category: Option<String>,
    /// The simulated ones and what they would have done, as JSON.
    pub simulated: Option<String>,
    /// Who wants to be told.
    pub alerts: Vec<NewAlert>,
}

/// Reads it from the bundle the activity was decided by.
pub fn matched(activity: &Activity, bundle: &Bundle<'_>) -> Matched {
    let matches: Vec<(&PolicyTrace, PolicyView<'_>)> = activity
        .trace
        .iter()
        .filter(|trace| trace.matched)
        .filter_map(|trace| Some((trace, bundle.policy(trace.policy)?)))
        .collect();
    let acting = activity.policy.as_deref();
    let acting = acting.and_then(|id| bundle.policy_with_id(id));
    let policies = acting
        .into_iter()
        .chain(matches.iter().map(|(_, policy)| *policy));
    let simulated: Vec<_> = matches
        .iter()
        .filter(|(_, policy)| policy.mode() == Mode::Simulate)
        .map(|(_, policy)| json!({"id": policy.id(), "name": policy.name(), "action": policy.action()}))
        .collect();
    Matched {
        severity: policies
            .clone()
            .filter_map(|policy| policy.record().severity())
            .max(),
        category: policies
            .map(|policy| policy.record().category())
            .find(|category| !category.is_empty())
            .map(str::to_owned),
        simulated: (!simulated.is_empty()).then(|| json!(simulated).to_string()),
        alerts: if begins(activity.outcome) {
            matches.iter().filter_map(alert).collect()
        } else {
            Vec::new()
        },
    }
}

/// Whether an attempt begins with this outcome. How one ended that was stopped first has been told of already.
const fn begins(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Performed
        | Outcome::Stopped
        | Outcome::StepUpStarted
        | Outcome::Warned
        | Outcome::Kept
        | Outcome::Failed => true,
        Outcome::Resumed | Outcome::Cancelled | Outcome::Denied => false,
    }
}

/// The alert a match raises. What was proved or answered was told of when it was asked for.
fn alert((trace, policy): &(&PolicyTrace, PolicyView<'_>)) -> Option<NewAlert> {
    let record = policy.record();
    let alerts = record.alerts().filter(|_| !trace.satisfied)?;
    Some(NewAlert {
        policy: policy.id().to_owned(),
        policy_name: policy.name().to_owned(),
        action: policy.action().keyword(),
        severity: record.severity().map(Severity::keyword),
        category: record.category().to_owned(),
        recipients: alerts.recipients.lines().map(str::to_owned).collect(),
        simulated: policy.mode() == Mode::Simulate,
        daily_limit: match (alerts.per_match, alerts.daily_limit) {
            (false, _) => Some(1),
            (true, 0) => None,
            (true, limit) => Some(limit),
        },
    })
}
