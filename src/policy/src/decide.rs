//! The one function that decides.

use crate::condition::{Node, evaluate};
use crate::inspection::Inspection;
use crate::operator::Value;
use crate::search::Search;
use crate::tally::Keep;
use crate::wire::Malformed;
use crate::{
    Action, ActivityType, Attempt, Bundle, Decision, DefaultBehavior, Failure, Filter, Inspected,
    Mode, PolicyTrace, PolicyView, StepUp, Unscanned,
};

/// Decides an attempt. Total: every bundle that was read and every attempt has an answer.
///
/// The strictest matching policy acts; among equals the first in the bundle, which has them by their ids. A step-up
/// that was already satisfied, a warning that was answered and what was approved drop their policy to `audit`, and the
/// next strictest holds. A policy that is only simulated records at most. Every policy in force that can concern the
/// attempt is traced, whole.
///
/// Where a policy asks for content that cannot be read, it says itself what that means, or leaves it to the default
/// behaviour: `block` takes it as matched, `allow` lets it record at most. Either way [`Decision::failure`] says so
/// if it is this policy that acts.
#[must_use]
pub fn decide(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> Decision {
    decide_while(bundle, attempt, &mut || true)
}

/// As [`decide`], but content is looked into only as long as `goes_on` says so: it is asked for every 64 KB. What was not
/// found by then could not be read, with the reason [`CannotScan::TimedOut`](crate::CannotScan::TimedOut).
#[must_use]
pub fn decide_while(
    bundle: &Bundle<'_>,
    attempt: &Attempt<'_>,
    goes_on: &mut dyn FnMut() -> bool,
) -> Decision {
    let mut considered = Vec::new();
    for (index, policy) in bundle.policies_for(attempt.activity, &attempt.session.app) {
        if policy.is_ok_and(|policy| !policy.is_in_force(attempt.now)) {
            continue;
        }
        match policy.and_then(|policy| Considered::new(index, policy, attempt)) {
            Ok(one) => considered.push(one),
            Err(Malformed) => {
                return Decision::failed(bundle.default_behavior(), Failure::CorruptBundle);
            }
        }
    }
    let mut verdict = Verdict::default();
    let trace = traced(
        bundle,
        attempt,
        considered,
        goes_on,
        &mut |traced, policy| {
            verdict.consider(traced, policy);
        },
    );
    verdict.with(trace)
}

/// How every policy for the activity comes out, also those for other apps. Those for another time do not match.
#[cfg(feature = "load")]
pub(crate) fn trace_all(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> Vec<PolicyTrace> {
    let policies = bundle.policies();
    let policies = policies.filter(|(_, policy)| policy.is_for(attempt.activity));
    let considered =
        policies.filter_map(|(number, policy)| Considered::new(number, policy, attempt).ok());
    let considered = considered.collect();
    let mut all = traced(bundle, attempt, considered, &mut || true, &mut |_, _| ());
    for traced in &mut all {
        let policy = bundle.policy(traced.policy);
        let in_force = policy.is_some_and(|policy| policy.is_in_force(attempt.now));
        traced.matched &= in_force;
        traced.satisfied &= in_force;
    }
    all
}

/// Whether any policy would look into the content, so that it is worth reading. `attempt.content` itself
/// is disregarded.
#[must_use]
pub fn wants_content(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> bool {
    let mut results = Vec::new();
    let mut policies = bundle.policies_for(attempt.activity, &attempt.session.app);
    policies.any(|(_, policy)| {
        policy.is_ok_and(|policy| {
            results.clear();
            policy.is_in_force(attempt.now)
                && matches!(policy.inspection(), Ok(Some(inspection)) if inspection.reads())
                && holds(&policy, attempt, &mut results) == Ok(true)
        })
    })
}

/// The CSS selectors that policies for `activity` in `app` name, each once: what is worth asking the page about.
#[must_use]
pub fn wants_selectors<'a>(
    bundle: &Bundle<'a>,
    activity: &ActivityType,
    app: &str,
) -> Vec<&'a str> {
    let mut wanted = Vec::new();
    let policies = bundle.policies_for(activity, app);
    for policy in policies.filter_map(|(_, policy)| policy.ok()) {
        for node in policy.nodes() {
            let Node::Filter(Filter::Selector, _, values) = node else {
                continue;
            };
            for value in values {
                if let Value::Text(selector) = value
                    && !wanted.contains(&selector)
                {
                    wanted.push(selector);
                }
            }
        }
    }
    wanted
}

/// Whether any policy that can concern the attempt asks how much data moves.
#[must_use]
pub fn wants_data_size(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> bool {
    wants(bundle, attempt, &[Filter::DataSize])
}

/// Whether any policy on the clipboard asks where data comes from or goes to.
#[must_use]
pub fn wants_sides(bundle: &Bundle<'_>) -> bool {
    let side = |node| matches!(node, Node::Filter(Filter::Source | Filter::Destination, ..));
    let clipboard = [ActivityType::Copy, ActivityType::Cut, ActivityType::Paste];
    let mut policies = bundle.policies();
    policies.any(|(_, policy)| {
        clipboard.iter().any(|activity| policy.is_for(activity)) && policy.nodes().any(side)
    })
}

/// Whether any policy looks into content, metadata or names.
#[must_use]
pub fn looks_inside(bundle: &Bundle<'_>) -> bool {
    let mut policies = bundle.policies();
    policies.any(|(_, policy)| matches!(policy.inspection(), Ok(Some(_))))
}

/// Whether any policy that can concern the attempt asks what the file is by its content, or whether its name says so.
#[must_use]
pub fn wants_file_type(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> bool {
    wants(
        bundle,
        attempt,
        &[Filter::FileType, Filter::ExtensionMismatch],
    )
}

/// Whether any policy that can concern the attempt asks for the SHA-256 of the file.
#[must_use]
pub fn wants_hash(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> bool {
    wants(bundle, attempt, &[Filter::Sha256])
}

/// Whether any policy that can concern the attempt asks for the file's sensitivity labels.
#[must_use]
pub fn wants_label(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> bool {
    wants(bundle, attempt, &[Filter::SensitivityLabel])
}

/// Whether any policy that can concern the attempt asks how large the file is, or how much data moves.
#[must_use]
pub fn wants_size(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> bool {
    wants(bundle, attempt, &[Filter::FileSize, Filter::DataSize])
}

/// Whether a policy in force for the activity in the app has a condition on one of `filters`.
#[inline(never)]
fn wants(bundle: &Bundle<'_>, attempt: &Attempt<'_>, filters: &[Filter]) -> bool {
    let asked = |node| matches!(node, Node::Filter(filter, ..) if filters.contains(&filter));
    let mut policies = bundle.policies_for(attempt.activity, &attempt.session.app);
    policies.any(|(_, policy)| {
        policy.is_ok_and(|policy| policy.is_in_force(attempt.now) && policy.nodes().any(asked))
    })
}

/// The strictest policy so far.
#[derive(Default)]
pub(crate) struct Verdict(Option<Acting>);

struct Acting {
    action: Action,
    policy: u16,
    step_up: Option<StepUp>,
    failure: Option<Failure>,
}

impl Verdict {
    /// Lets one more policy act, if it is stricter than those before it.
    pub(crate) fn consider(&mut self, traced: &PolicyTrace, policy: &PolicyView<'_>) {
        let Some(action) = action_of(traced, policy) else {
            return;
        };
        if self
            .0
            .as_ref()
            .is_some_and(|acting| action <= acting.action)
        {
            return;
        }
        self.0 = Some(Acting {
            action,
            policy: traced.policy,
            step_up: policy.step_up().filter(|_| action == Action::RequireStepUp),
            failure: traced.not_scanned().then_some(Failure::NotScanned),
        });
    }

    /// The decision, once every policy was considered.
    pub(crate) fn with(self, trace: Vec<PolicyTrace>) -> Decision {
        match self.0 {
            None => Decision {
                action: Action::Allow,
                policy: None,
                step_up: None,
                failure: None,
                trace,
            },
            Some(Acting {
                action,
                policy,
                step_up,
                failure,
            }) => Decision {
                action,
                policy: Some(policy),
                step_up,
                failure,
                trace,
            },
        }
    }
}

/// What a policy asks for as it came out; `None` if nothing.
fn action_of(traced: &PolicyTrace, policy: &PolicyView<'_>) -> Option<Action> {
    let action = match (traced.matched, traced.satisfied) {
        (true, false) => policy.action(),
        (true, true) => Action::Audit,
        (false, _) => return unmatched(traced, policy),
    };
    Some(match (policy.mode(), action) {
        (Mode::Simulate, action) => action.min(Action::Audit),
        // What cannot be read cannot be masked.
        (Mode::Enforce, Action::Redact) if traced.not_scanned() => Action::Block,
        (Mode::Enforce, action) => action,
    })
}

/// Content could not be read and that is no match: it records, unless it would not even do that.
fn unmatched(traced: &PolicyTrace, policy: &PolicyView<'_>) -> Option<Action> {
    let Some(Inspected::Failed(reason)) = traced.inspection else {
        return None;
    };
    match policy.when_cannot_be_scanned().behavior(reason) {
        Unscanned::Ignore => None,
        Unscanned::Default | Unscanned::Apply | Unscanned::Audit => {
            Some(policy.action().min(Action::Audit))
        }
    }
}

fn holds(
    policy: &PolicyView<'_>,
    attempt: &Attempt<'_>,
    results: &mut Vec<bool>,
) -> Result<bool, Malformed> {
    let mut conditions = policy.conditions();
    let mut all = true;
    while !conditions.is_empty() {
        all &= evaluate(&mut conditions, attempt, results)?;
    }
    Ok(all)
}

/// Whether what was found in the content makes a match.
pub(crate) fn is_met(
    policy: &PolicyView<'_>,
    minimum: u32,
    found: Inspected,
    default_behavior: DefaultBehavior,
) -> bool {
    let reason = match found {
        Inspected::Count(count) => return count >= minimum,
        Inspected::NotAsked => return false,
        Inspected::Failed(reason) => reason,
    };
    match policy.when_cannot_be_scanned().behavior(reason) {
        Unscanned::Apply => true,
        Unscanned::Audit | Unscanned::Ignore => false,
        Unscanned::Default => match default_behavior {
            DefaultBehavior::Block => true,
            DefaultBehavior::Allow => false,
        },
    }
}

/// A policy whose conditions were looked at, but not yet what is in the content.
struct Considered<'a> {
    index: u16,
    policy: PolicyView<'a>,
    conditions: Vec<bool>,
    holds: bool,
    inspection: Option<Inspection<'a>>,
}

impl<'a> Considered<'a> {
    fn new(index: u16, policy: PolicyView<'a>, attempt: &Attempt<'_>) -> Result<Self, Malformed> {
        let mut conditions = Vec::new();
        Ok(Self {
            index,
            policy,
            holds: holds(&policy, attempt, &mut conditions)?,
            conditions,
            inspection: policy.inspection()?,
        })
    }
}

/// How the policies come out, once it is known what is in the content.
fn traced(
    bundle: &Bundle<'_>,
    attempt: &Attempt<'_>,
    considered: Vec<Considered<'_>>,
    goes_on: &mut dyn FnMut() -> bool,
    each: &mut dyn FnMut(&PolicyTrace, &PolicyView<'_>),
) -> Vec<PolicyTrace> {
    let asked = considered.iter().filter(|one| one.holds);
    let asked: Vec<_> = asked
        .filter_map(|one| Some((one.index, one.inspection?)))
        .collect();
    let search = Search::new(bundle, attempt, &asked, Keep::Counts, goes_on);
    let trace = |one: Considered<'_>| {
        let inspection = one.inspection.map(|inspection| {
            if !one.holds {
                return (Inspected::NotAsked, false);
            }
            let found = search.inspected(one.index, &inspection);
            let default_behavior = bundle.default_behavior();
            let met = is_met(&one.policy, inspection.minimum, found, default_behavior);
            (found, met)
        });
        let matched = one.holds && inspection.is_none_or(|(_, met)| met);
        let traced = PolicyTrace {
            policy: one.index,
            matched,
            satisfied: matched && is_satisfied(&one.policy, attempt),
            conditions: one.conditions,
            inspection: inspection.map(|(found, _)| found),
        };
        each(&traced, &one.policy);
        traced
    };
    considered.into_iter().map(trace).collect()
}

fn is_satisfied(policy: &PolicyView<'_>, attempt: &Attempt<'_>) -> bool {
    let Attempt {
        activity,
        session,
        now,
        ..
    } = *attempt;
    let (object, action) = (attempt.object(), policy.action());
    if let Some(step_up) = policy.step_up() {
        let mut grants = session.grants.iter();
        return grants.any(|grant| grant.answers(step_up, activity, object, now));
    }
    action.is_answered_by_a_person()
        && session
            .answered
            .iter()
            .any(|one| one.answers(policy.id(), action, activity, object, now))
}
