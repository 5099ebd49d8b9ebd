//! Are these policy files right?

use super::wrong;
use crate::args::Check;
use crate::output;
use std::process::ExitCode;
use stepgate_policy::PolicySet;

/// Carries out `stepgate policy check`.
///
/// # Errors
/// When standard output cannot be written.
pub fn check(arguments: &Check) -> anyhow::Result<ExitCode> {
    let policies = match PolicySet::load(&arguments.paths) {
        Ok(policies) => policies,
        Err(errors) => return Ok(wrong(&errors)),
    };
    let mut text = format!(
        "policies checked: {}, no errors\n",
        policies.policies().len(),
    );
    for policy in policies.policies() {
        text.push_str(&format!("  {:<32} {}\n", policy.id, policy.name));
    }
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}
