//! Why a decision came out as it did, in words.

mod compare;
mod display;
mod words;

use crate::condition::Node;
use crate::decide::{Verdict, trace_all};
use crate::inspection::Inspection;
use crate::{
    Action, Attempt, Bundle, Decision, DefaultBehavior, Failure, Inspected, Mode, PolicyTrace,
    PolicyView, Unscanned, decide,
};
use serde::Serialize;

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
}

/// What one policy looked for in content.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExplainedDetector {
    /// What was looked for, such as `payment card numbers`.
    pub name: String,
    /// How many make a match.
    pub minimum: u32,
    /// How many were found, or why that is not known.
    pub found: Inspected,
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
    Explanation {
        action: decision.action,
        policy: policy.map(|policy| policy.id().to_owned()),
        revision: format!("{:016x}", bundle.revision()),
        reason: reason(bundle, decision, policy.as_ref()),
        comparison: compare::others(bundle, decision),
        policies: trace
            .iter()
            .filter_map(|traced| explain_policy(bundle, traced, attempt))
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
    Some(ExplainedPolicy {
        id: policy.id().to_owned(),
        name: policy.name().to_owned(),
        action: policy.action(),
        mode: policy.mode(),
        matched: traced.matched,
        satisfied: traced.satisfied,
        not_in_force: attempt.and_then(|attempt| words::out_of_force(&policy, attempt.now)),
        conditions: explain_conditions(&policy, &traced.conditions, attempt),
        inspection: inspection.map(|(inspection, found)| explain_inspection(&inspection, found)),
        detector: inspection.map(|(inspection, found)| ExplainedDetector {
            name: words::detector(&inspection.expression),
            minimum: inspection.minimum,
            found,
        }),
    })
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

fn explain_inspection(inspection: &Inspection<'_>, found: Inspected) -> String {
    let what = words::detector(&inspection.expression);
    let outcome = match found {
        Inspected::Count(count) => format!("{count} found"),
        Inspected::NotAsked => "not looked for".into(),
        Inspected::Failed(reason) => words::unread(reason).into(),
    };
    format!("{what}, at least {}: {outcome}", inspection.minimum)
}
