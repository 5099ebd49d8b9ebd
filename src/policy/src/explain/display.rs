//! Explanations for people.

use super::{ExplainedPolicy, Explanation};
use crate::Mode;
use std::fmt;

impl fmt::Display for Explanation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}", self.action, self.reason)?;
        for sentence in &self.comparison {
            writeln!(f, "  {sentence}")?;
        }
        self.policies
            .iter()
            .try_for_each(|policy| write!(f, "{policy}"))?;
        write!(f, "\nrevision {}", self.revision)
    }
}

impl fmt::Display for ExplainedPolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = match (&self.not_in_force, self.matched, self.satisfied) {
            (Some(why), ..) => why,
            (None, false, _) => "no match",
            (None, true, false) => "matched",
            (None, true, true) => "matched, already satisfied",
        };
        let mode = match self.mode {
            Mode::Enforce => "",
            Mode::Simulate => " (only simulated)",
        };
        writeln!(
            f,
            "\n{} ({}), {}{mode}: {outcome}",
            self.id, self.name, self.action
        )?;
        for condition in &self.conditions {
            let indent = "  ".repeat(condition.depth + 1);
            write!(f, "{indent}{} -> {}", condition.text, condition.result)?;
            match &condition.saw {
                Some(saw) => writeln!(f, " (saw {saw})")?,
                None => writeln!(f)?,
            }
        }
        match &self.inspection {
            Some(inspection) => writeln!(f, "  {inspection}"),
            None => Ok(()),
        }
    }
}
