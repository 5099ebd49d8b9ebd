//! What would be decided about this attempt, and why?

use crate::args::{Behavior, Decide};
use crate::output;
use std::process::ExitCode;
use stepgate_policy::{
    AttemptFile, Bundle, DefaultBehavior, PolicySet, decide as decide_attempt, explain,
};

/// Carries out `stepgate decide`.
///
/// # Errors
/// When the policies or the attempt cannot be read.
pub fn decide(arguments: &Decide) -> anyhow::Result<ExitCode> {
    let policies = PolicySet::load(&[&arguments.policies])?;
    let file = AttemptFile::from_str(
        &output::name(&arguments.attempt),
        &output::read(&arguments.attempt, "the attempt")?,
    )?;
    let bytes = policies.compile(match arguments.default_behavior {
        Behavior::Allow => DefaultBehavior::Allow,
        Behavior::Block => DefaultBehavior::Block,
    });
    let bundle = Bundle::read(&bytes)?;
    let explanation = explain(&bundle, &decide_attempt(&bundle, &file.attempt()));
    let text = if arguments.json {
        serde_json::to_string_pretty(&explanation)?
    } else {
        explanation.to_string()
    };
    output::print(&format!("{}\n", text.trim_end()))?;
    Ok(ExitCode::SUCCESS)
}
