//! What would be decided about this attempt, and why?

use crate::args::{Behavior, Decide};
use crate::policy::labels;
use crate::{output, why};
use std::process::ExitCode;
use stepgate_policy::{AttemptFile, Bundle, DefaultBehavior, PolicySet, explain_attempt};

/// Carries out `stepgate decide`.
///
/// # Errors
/// When the policies or the attempt cannot be read.
pub fn decide(arguments: &Decide) -> anyhow::Result<ExitCode> {
    let policies = PolicySet::load(&[&arguments.policies])?;
    let policies = policies.with_labels(&labels(arguments.config.as_deref())?);
    let file = AttemptFile::from_str(
        &output::name(&arguments.attempt),
        &output::read(&arguments.attempt, "the attempt")?,
    )?;
    let bytes = policies.compile(match arguments.default_behavior {
        Behavior::Allow => DefaultBehavior::Allow,
        Behavior::Block => DefaultBehavior::Block,
    });
    let bundle = Bundle::read(&bytes)?;
    let explanation = explain_attempt(&bundle, &file.attempt());
    if arguments.json {
        output::print_json(&explanation)?;
    } else if arguments.why {
        output::print(&why::shown(&explanation))?;
    } else {
        output::print(&format!("{}: {}\n", explanation.action, explanation.reason))?;
    }
    Ok(ExitCode::SUCCESS)
}
