//! Why a decision came out as it did, in words.

mod compare;
mod display;
mod words;

use crate::condition::Node;
use crate::decide::{Verdict, trace_all};
use crate::inspection::Inspection;
use crate::search::Search;
use crate::tally::{Keep, Tally};
use crate::{
    Action, Attempt, Bundle, Decision, DefaultBehavior, Failure, Found, Inspected, Mode,
    PolicyTrace, PolicyView, Unscanned, decide, findings,
};
use serde::Serialize;
use std::collections::BTreeMap;
use stepgate_inspect::Entity;

/// A decision and its reasons, for people and as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// What was decided.
    pub action: Action,
    /// Id of the policy that acted.
    pub policy: Option<String>,
    /// The policies it was decided by, 16 hexadecimal digits.
    pub revision: String,
    /// One sentence.
    pub reason: String,
    /// Why the acting policy was the strictest: a sentence about each other policy that matched.
    pub comparison: Vec<String>,
    /// The policies for the activity, in the bundle's order: all of them where the attempt is known, else those that
    /// could concern it.
    pub policies: Vec<ExplainedPolicy>,
}

/// How one policy came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedPolicy {
    /// The policy's id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// What it asks for.
    pub action: Action,
    /// Whether it acts, or is only tried.
    pub mode: Mode,
    /// Whether it applied.
    pub matched: bool,
    /// Whether what it asks for was proved, answered or approved already.
    pub satisfied: bool,
    /// Why it does not hold at this time, if it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_in_force: Option<String>,
    /// Every condition, each before its parts.
    pub conditions: Vec<ExplainedCondition>,
    /// What it looked for in the content and what came of it, if it looks: a sentence.
    pub inspection: Option<String>,
    /// The same in parts.
    pub detector: Option<ExplainedDetector>,
    /// What is kept of what it found, masked, where the attempt is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Found>,
}

/// What one policy looked for in content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedDetector {
    /// What was looked for, such as `payment card number`.
    pub name: String,
    /// How many make a match.
    pub minimum: u32,
    /// How many were found, or why that is not known.
    pub found: Inspected,
    /// Different values by what they are and how sure that is, for presets where the attempt is known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counts: Vec<ExplainedCount>,
}

/// How many different values of one kind were found, as sure as that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedCount {
    /// What they are: a preset's name.
    pub preset: String,
    /// How sure, 65 to 85.
    pub confidence: u8,
    /// How many.
    pub count: u32,
}

/// How one condition came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedCondition {
    /// How many conditions it is inside of.
    pub depth: usize,
    /// The condition in words, such as `app equals "files"`.
    pub text: String,
    /// Whether it held.
    pub result: bool,
    /// What it was compared with, where the attempt is known: facts, never content.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub saw: Option<String>,
}

/// Explains a decision made from `bundle`.
#[must_use]
pub fn explain(bundle: &Bundle<'_>, decision: &Decision) -> Explanation {
    explain_with(bundle, decision, None, &decision.trace)
}

/// Decides `attempt` and explains that with everything that is known of it: what each condition saw, and also the
/// policies for the activity that another app or time is for.
#[must_use]
pub fn explain_attempt(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> Explanation {
    let decision = decide(bundle, attempt);
    explain_with(
        bundle,
        &decision,
        Some(attempt),
        &trace_all(bundle, attempt),
    )
}

/// Explains what follows from a trace made from `bundle`, elsewhere or earlier. Parts of the trace that
/// do not fit the bundle are left out.
#[must_use]
pub fn explain_trace(bundle: &Bundle<'_>, trace: &[PolicyTrace]) -> Explanation {
    let mut verdict = Verdict::default();
    for traced in trace {
        if let Some(policy) = bundle.policy(traced.policy) {
            verdict.consider(traced, &policy);
        }
    }
    explain(bundle, &verdict.with(trace.to_vec()))
}

fn explain_with(
    bundle: &Bundle<'_>,
    decision: &Decision,
    attempt: Option<&Attempt<'_>>,
    trace: &[PolicyTrace],
) -> Explanation {
    let policy = decision.policy.and_then(|number| bundle.policy(number));
    let found = attempt.map_or_else(Vec::new, |attempt| {
        findings(bundle, attempt, decision, None)
    });
    Explanation {
        action: decision.action,
        policy: policy.map(|policy| policy.id().to_owned()),
        revision: format!("{:016x}", bundle.revision()),
        reason: reason(bundle, decision, policy.as_ref()),
        comparison: compare::others(bundle, decision),
        policies: trace
            .iter()
            .filter_map(|traced| explain_policy(bundle, traced, attempt))
            .map(|explained| with_findings(explained, bundle, &found))
            .collect(),
    }
}

fn reason(bundle: &Bundle<'_>, decision: &Decision, policy: Option<&PolicyView<'_>>) -> String {
    let default = bundle.default_behavior().keyword();
    let Some(policy) = policy else {
        return match decision.failure {
            Some(Failure::CorruptBundle) => {
                format!("the policies could not be read, and the default behavior is `{default}`")
            }
            Some(Failure::NoPolicy) => {
                format!("there are no policies yet, and the default behavior is `{default}`")
            }
            Some(Failure::StalePolicy) => {
                format!("the policies are too old, and the default behavior is `{default}`")
            }
            Some(Failure::NotScanned) | None => "no policy matched".into(),
        };
    };
    let id = policy.id();
    if decision.failure == Some(Failure::NotScanned) {
        return format!(
            "content that policy `{id}` asks about could not be read; {}",
            unread_consequence(bundle, decision, policy)
        );
    }
    if policy.mode() == Mode::Simulate {
        return format!(
            "policy `{id}` is only simulated; it would say `{}`",
            policy.action()
        );
    }
    match (decision.action, policy.action(), policy.step_up()) {
        (Action::RequireStepUp, _, Some(step_up)) => {
            format!(
                "policy `{id}` asks for authentication context `{}`",
                step_up.context
            )
        }
        (_, Action::RequireStepUp, Some(step_up)) => {
            format!(
                "policy `{id}` asks for authentication context `{}`, which is satisfied",
                step_up.context
            )
        }
        (Action::Audit, Action::Warn | Action::WarnWithJustification, _) => {
            format!("policy `{id}` warns, which was answered")
        }
        (Action::Audit, Action::RequestApproval, _) => {
            format!("policy `{id}` asks for approval, which was given")
        }
        (action, ..) => format!("policy `{id}` says `{action}`"),
    }
}

/// What an acting policy makes of content that could not be read.
fn unread_consequence(bundle: &Bundle<'_>, decision: &Decision, policy: &PolicyView<'_>) -> String {
    let default = bundle.default_behavior();
    let mut trace = decision.trace.iter();
    let traced = trace.find(|traced| Some(traced.policy) == decision.policy);
    let behavior = match traced.and_then(|traced| traced.inspection) {
        Some(Inspected::Failed(reason)) => policy.when_cannot_be_scanned().behavior(reason),
        Some(Inspected::Count(_) | Inspected::NotAsked) | None => Unscanned::Default,
    };
    match (behavior, default) {
        (Unscanned::Apply, _) => "the policy says that this counts as a match".into(),
        (Unscanned::Audit | Unscanned::Ignore, _) => {
            "the policy says that this is only recorded".into()
        }
        (Unscanned::Default, DefaultBehavior::Block) => {
            format!("the default behavior is `{default}`, so it counts as a match")
        }
        (Unscanned::Default, DefaultBehavior::Allow) => {
            format!("the default behavior is `{default}`, so it is only recorded")
        }
    }
}

fn explain_policy(
    bundle: &Bundle<'_>,
    traced: &PolicyTrace,
    attempt: Option<&Attempt<'_>>,
) -> Option<ExplainedPolicy> {
    let policy = bundle.policy(traced.policy)?;
    let inspection = policy.inspection().ok().flatten().zip(traced.inspection);
    let detector = inspection.map(|(inspection, found)| {
        explain_detector(bundle, (traced.policy, inspection), found, attempt)
    });
    Some(ExplainedPolicy {
        id: policy.id().to_owned(),
        name: policy.name().to_owned(),
        action: policy.action(),
        mode: policy.mode(),
        matched: traced.matched,
        satisfied: traced.satisfied,
        not_in_force: attempt.and_then(|attempt| words::out_of_force(&policy, attempt.now)),
        conditions: explain_conditions(&policy, &traced.conditions, attempt),
        inspection: detector.as_ref().map(explain_inspection),
        detector,
        findings: Vec::new(),
    })
}

fn with_findings(
    mut explained: ExplainedPolicy,
    bundle: &Bundle<'_>,
    found: &[Found],
) -> ExplainedPolicy {
    let mine = |one: &&Found| {
        let policy = bundle.policy(one.policy);
        policy.is_some_and(|policy| policy.id() == explained.id)
    };
    explained.findings = found.iter().filter(mine).cloned().collect();
    explained
}

fn explain_conditions(
    policy: &PolicyView<'_>,
    results: &[bool],
    attempt: Option<&Attempt<'_>>,
) -> Vec<ExplainedCondition> {
    // How many parts are still to come at each depth.
    let mut open: Vec<usize> = Vec::new();
    let mut explained = Vec::new();
    for (node, result) in policy.nodes().zip(results) {
        while open.last() == Some(&0) {
            open.pop();
        }
        if let Some(parts) = open.last_mut() {
            *parts -= 1;
        }
        explained.push(ExplainedCondition {
            depth: open.len(),
            text: words::condition(&node),
            result: *result,
            saw: attempt.and_then(|attempt| saw(&node, attempt)),
        });
        if node.parts() > 0 {
            open.push(node.parts());
        }
    }
    explained
}

/// What a condition was compared with.
fn saw(node: &Node<'_>, attempt: &Attempt<'_>) -> Option<String> {
    match node {
        Node::Filter(filter, ..) => {
            let seen = filter.seen(attempt);
            Some(if seen.is_empty() {
                "nothing".into()
            } else {
                seen.join(", ")
            })
        }
        Node::All(_) | Node::Any(_) | Node::Not => None,
    }
}

fn explain_detector(
    bundle: &Bundle<'_>,
    (policy, inspection): (u16, Inspection<'_>),
    found: Inspected,
    attempt: Option<&Attempt<'_>>,
) -> ExplainedDetector {
    let counts = match (found, attempt) {
        (Inspected::Count(_) | Inspected::Failed(_), Some(attempt)) => {
            let asked = [(policy, inspection)];
            let search = Search::new(bundle, attempt, &asked, Keep::Counts, &mut || true);
            search.tally(policy).map_or_else(Vec::new, by_confidence)
        }
        (Inspected::NotAsked, _) | (Inspected::Count(_) | Inspected::Failed(_), None) => Vec::new(),
    };
    ExplainedDetector {
        name: words::detector(&inspection),
        minimum: inspection.minimum,
        found,
        counts,
    }
}

/// Each value once, as sure as it was at best; the surest first.
fn by_confidence(tally: &Tally) -> Vec<ExplainedCount> {
    let mut counts = BTreeMap::new();
    for (entity, sure) in tally.values() {
        *counts.entry((entity, u8::MAX - sure)).or_insert(0_u32) += 1;
    }
    let counts = counts.into_iter();
    counts
        .filter_map(|((entity, doubt), count)| {
            Some(ExplainedCount {
                preset: Entity::from_number(entity)?.preset().to_owned(),
                confidence: u8::MAX - doubt,
                count,
            })
        })
        .collect()
}

fn explain_inspection(detector: &ExplainedDetector) -> String {
    let mut outcome = match detector.found {
        Inspected::Count(count) => format!("{count} found"),
        Inspected::NotAsked => "not looked for".into(),
        Inspected::Failed(reason) => words::unread(reason).into(),
    };
    if !detector.counts.is_empty() {
        outcome = format!("{outcome} ({})", words::counts(&detector.counts));
    }
    format!(
        "{}, at least {}: {outcome}",
        detector.name, detector.minimum
    )
}
