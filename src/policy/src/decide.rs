//! The one function that decides.

use crate::condition::{Node, evaluate};
use crate::operator::Value;
use crate::search::Search;
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
    decide_by(bundle, attempt, None)
}

/// As [`decide`], but content is looked into only as long as `goes_on` says so: it is asked for every policy that looks
/// into content, and for every 64 KB. What was not found by then could not be read, with the reason
/// [`CannotScan::TimedOut`](crate::CannotScan::TimedOut).
#[must_use]
pub fn decide_while(
    bundle: &Bundle<'_>,
    attempt: &Attempt<'_>,
    goes_on: &mut dyn FnMut() -> bool,
) -> Decision {
    decide_by(bundle, attempt, Some(goes_on))
}

fn decide_by<'a>(
    bundle: &'a Bundle<'a>,
    attempt: &'a Attempt<'a>,
    goes_on: Option<&'a mut dyn FnMut() -> bool>,
) -> Decision {
    let mut look = Look {
        attempt,
        default_behavior: bundle.default_behavior(),
        search: Search::new(bundle, attempt).with_time(goes_on),
    };
    let mut trace = Vec::new();
    let mut verdict = Verdict::default();
    for (index, policy) in bundle.policies_for(attempt.activity, &attempt.session.app) {
        let traced = policy.and_then(|policy| {
            if !policy.is_in_force(attempt.now) {
                return Ok(None);
            }
            let traced = look.trace(index, &policy)?;
            verdict.consider(&traced, &policy);
            Ok(Some(traced))
        });
        match traced {
            Ok(traced) => trace.extend(traced),
            Err(Malformed) => {
                return Decision::failed(bundle.default_behavior(), Failure::CorruptBundle);
            }
        }
    }
    verdict.with(trace)
}

/// How every policy for the activity comes out, also those for other apps. Those for another time do not match.
#[cfg(feature = "load")]
pub(crate) fn trace_all(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> Vec<PolicyTrace> {
    let mut look = Look {
        attempt,
        default_behavior: bundle.default_behavior(),
        search: Search::new(bundle, attempt),
    };
    let policies = bundle.policies();
    let policies = policies.filter(|(_, policy)| policy.is_for(attempt.activity));
    let traced = policies.filter_map(|(number, policy)| {
        let traced = look.trace(number, &policy).ok()?;
        let in_force = policy.is_in_force(attempt.now);
        Some(PolicyTrace {
            matched: traced.matched && in_force,
            satisfied: traced.satisfied && in_force,
            ..traced
        })
    });
    traced.collect()
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

struct Look<'a> {
    attempt: &'a Attempt<'a>,
    default_behavior: DefaultBehavior,
    search: Search<'a>,
}

impl Look<'_> {
    fn trace(&mut self, index: u16, policy: &PolicyView<'_>) -> Result<PolicyTrace, Malformed> {
        let mut conditions = Vec::new();
        let holds = holds(policy, self.attempt, &mut conditions)?;
        let inspection = policy.inspection()?.map(|inspection| {
            let found = if holds {
                self.search.inspect(&inspection)
            } else {
                Inspected::NotAsked
            };
            (
                found,
                is_met(policy, inspection.minimum, found, self.default_behavior),
            )
        });
        let matched = holds && inspection.is_none_or(|(_, met)| met);
        Ok(PolicyTrace {
            policy: index,
            matched,
            satisfied: matched && self.is_satisfied(policy),
            conditions,
            inspection: inspection.map(|(found, _)| found),
        })
    }

    fn is_satisfied(&self, policy: &PolicyView<'_>) -> bool {
        let Attempt {
            activity,
            session,
            now,
            ..
        } = *self.attempt;
        let (object, action) = (self.attempt.object(), policy.action());
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
}
