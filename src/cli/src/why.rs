//! Why was it decided so, for people at a terminal?

use crate::output;
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;
use stepgate_policy::{ExplainedCondition, ExplainedPolicy, Explanation, Mode};

const STRONG: Style = Style::new().bold();
const FAINT: Style = Style::new().dimmed();
const YES: Style = AnsiColor::Green.on_default();
const NO: Style = AnsiColor::Red.on_default();

/// The whole trace: the decision, why the acting policy was the strictest, and each policy with its conditions.
pub fn shown(explanation: &Explanation) -> String {
    let mut text = format!(
        "{STRONG}{}{STRONG:#}: {}\n",
        explanation.action, explanation.reason
    );
    for sentence in &explanation.comparison {
        lines(&mut text, "  ", sentence);
    }
    for policy in &explanation.policies {
        let acts = explanation.policy.as_deref() == Some(policy.id.as_str());
        add_policy(&mut text, policy, acts);
    }
    let _ = writeln!(text, "\n{FAINT}revision {}{FAINT:#}", explanation.revision);
    text
}

fn add_policy(text: &mut String, policy: &ExplainedPolicy, acts: bool) {
    let simulated = match policy.mode {
        Mode::Enforce => "",
        Mode::Simulate => ", only simulated",
    };
    let _ = writeln!(
        text,
        "\n{STRONG}{}{STRONG:#} {FAINT}({}){FAINT:#} {}{simulated}: {}",
        policy.id,
        policy.name,
        policy.action,
        outcome(policy, acts)
    );
    for condition in &policy.conditions {
        add_condition(text, condition);
    }
    if let Some(inspection) = &policy.inspection {
        lines(text, "  ", inspection);
    }
    for found in &policy.findings {
        let sure = found
            .confidence
            .map_or_else(String::new, |sure| format!(", at best {sure}"));
        let evidence = found.evidence.join(", ");
        let colon = if evidence.is_empty() { "" } else { ": " };
        let expression = found.expression.keyword();
        lines(
            text,
            "    ",
            &format!("kept: {expression} {}{sure}{colon}{evidence}", found.count),
        );
    }
}

fn outcome(policy: &ExplainedPolicy, acts: bool) -> String {
    if let Some(why) = &policy.not_in_force {
        return format!("{NO}{why}{NO:#}");
    }
    match (policy.matched, policy.satisfied) {
        (false, _) => format!("{NO}no match{NO:#}"),
        (true, true) => format!("{YES}matched{YES:#}, already satisfied"),
        (true, false) if acts => format!("{YES}matched, and acts{YES:#}"),
        (true, false) => format!("{YES}matched{YES:#}"),
    }
}

fn add_condition(text: &mut String, condition: &ExplainedCondition) {
    let (style, held) = if condition.result {
        (YES, "yes")
    } else {
        (NO, "no ")
    };
    let indent = "  ".repeat(condition.depth);
    let _ = write!(text, "  {style}{held}{style:#} {indent}{}", condition.text);
    match &condition.saw {
        Some(saw) => {
            let _ = writeln!(text, " {FAINT}saw {saw}{FAINT:#}");
        }
        None => text.push('\n'),
    }
}

fn lines(text: &mut String, indent: &str, sentence: &str) {
    for line in output::wrap(sentence, output::width().saturating_sub(indent.len())).lines() {
        let _ = writeln!(text, "{indent}{line}");
    }
}
