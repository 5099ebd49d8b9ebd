//! Why a decision came out as it did, in words.

use crate::condition::Node;
use crate::decide::Verdict;
use crate::inspection::{Expression, Inspection};
use crate::operator::Value;
use crate::{
    Action, Bundle, CannotScan, Decision, DefaultBehavior, Failure, Inspected, PolicyTrace,
    PolicyView,
};
use serde::Serialize;
use std::fmt;
use std::net::{IpAddr, Ipv6Addr};

/// A decision and its reasons, for people and as JSON.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    /// What was decided.
    pub action: Action,
    /// Id of the policy that acted.
    pub policy: Option<String>,
    /// One sentence.
    pub reason: String,
    /// Every policy for the activity, in the bundle's order.
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
    /// Whether it applied.
    pub matched: bool,
    /// Whether what it asks for was proved already.
    pub satisfied: bool,
    /// Every condition, each before its parts.
    pub conditions: Vec<ExplainedCondition>,
    /// What it looked for in the content and what came of it, if it looks.
    pub inspection: Option<String>,
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
}

/// Explains a decision made from `bundle`.
#[must_use]
pub fn explain(bundle: &Bundle<'_>, decision: &Decision) -> Explanation {
    let policy = decision.policy.and_then(|index| bundle.policy(index));
    Explanation {
        action: decision.action,
        policy: policy.map(|policy| policy.id().to_owned()),
        reason: reason(bundle, decision, policy.as_ref()),
        policies: decision
            .trace
            .iter()
            .filter_map(|traced| explain_policy(bundle, traced))
            .collect(),
    }
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
        let consequence = match bundle.default_behavior() {
            DefaultBehavior::Block => "so it counts as a match",
            DefaultBehavior::Allow => "so it is only recorded",
        };
        return format!(
            "content that policy `{id}` asks about could not be read; the default behavior is `{default}`, {consequence}"
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
        (action, ..) => format!("policy `{id}` says `{action}`"),
    }
}

fn explain_policy(bundle: &Bundle<'_>, traced: &PolicyTrace) -> Option<ExplainedPolicy> {
    let policy = bundle.policy(traced.policy)?;
    let inspection = policy.inspection().ok().flatten();
    Some(ExplainedPolicy {
        id: policy.id().to_owned(),
        name: policy.name().to_owned(),
        action: policy.action(),
        matched: traced.matched,
        satisfied: traced.satisfied,
        conditions: explain_conditions(&policy, &traced.conditions),
        inspection: inspection
            .zip(traced.inspection)
            .map(|(inspection, found)| explain_inspection(&inspection, found)),
    })
}

fn explain_conditions(policy: &PolicyView<'_>, results: &[bool]) -> Vec<ExplainedCondition> {
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
            text: words(&node),
            result: *result,
        });
        if node.parts() > 0 {
            open.push(node.parts());
        }
    }
    explained
}

fn words(node: &Node<'_>) -> String {
    match node {
        Node::All(_) => "all of".into(),
        Node::Any(_) => "any of".into(),
        Node::Not => "not".into(),
        Node::Filter(filter, operator, values) => {
            let values: Vec<String> = values.map(|value| value_words(&value)).collect();
            let text = format!(
                "{} {} {}",
                filter.keyword(),
                operator.keyword(),
                values.join(" or ")
            );
            text.trim_end().into()
        }
    }
}

fn value_words(value: &Value<'_>) -> String {
    match value {
        Value::Text(text) | Value::Pattern(text, _) => format!("{text:?}"),
        Value::Size(size) => size.to_string(),
        Value::Range(from, to) => format!("{from} to {to}"),
        Value::Block(address, length) => block_words(address, *length),
        Value::Hash(hash) => hash.iter().map(|byte| format!("{byte:02x}")).collect(),
    }
}

/// An address, or a block as it is usually written: `10.0.0.0/8`.
fn block_words(address: &[u8; 16], length: u8) -> String {
    let address = Ipv6Addr::from(*address).to_canonical();
    let (length, whole) = match address {
        IpAddr::V4(_) => (length.saturating_sub(96), 32),
        IpAddr::V6(_) => (length, 128),
    };
    if length == whole {
        address.to_string()
    } else {
        format!("{address}/{length}")
    }
}

fn explain_inspection(inspection: &Inspection<'_>, found: Inspected) -> String {
    let what = match inspection.expression {
        Expression::PaymentCard => "payment card numbers".into(),
        Expression::Substring(text) => format!("text {text:?}"),
        Expression::Regex(pattern, _) => format!("pattern {pattern:?}"),
    };
    let outcome = match found {
        Inspected::Count(count) => format!("{count} found"),
        Inspected::NotAsked => "not looked for".into(),
        Inspected::Failed(reason) => unread(reason).into(),
    };
    format!("{what}, at least {}: {outcome}", inspection.minimum)
}

const fn unread(reason: CannotScan) -> &'static str {
    match reason {
        CannotScan::TooLarge => "the content is too large to be read",
        CannotScan::Unsupported => "the content is of a kind that is not read",
        CannotScan::PasswordEncrypted => "the content is locked with a password",
        CannotScan::RightsProtected => "the content is protected by rights management",
        CannotScan::Corrupt => "the content is damaged or not what it says it is",
        CannotScan::TimedOut => "reading the content took too long",
        CannotScan::Partial => "too little found, and only a part of the content could be read",
    }
}

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.action, self.reason)?;
        self.policies
            .iter()
            .try_for_each(|policy| write!(f, "{policy}"))
    }
}

impl fmt::Display for ExplainedPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match (self.matched, self.satisfied) {
            (false, _) => "no match",
            (true, false) => "matched",
            (true, true) => "matched, already satisfied",
        };
        writeln!(
            f,
            "\n{} ({}), {}: {outcome}",
            self.id, self.name, self.action
        )?;
        for condition in &self.conditions {
            let indent = "  ".repeat(condition.depth + 1);
            writeln!(f, "{indent}{} -> {}", condition.text, condition.result)?;
        }
        match &self.inspection {
            Some(inspection) => writeln!(f, "  {inspection}"),
            None => Ok(()),
        }
    }
}
