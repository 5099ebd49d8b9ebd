//! Are these policy files right?

use crate::{args::Policy, output};
use std::path::PathBuf;
use std::process::ExitCode;
use stepgate_policy::PolicySet;

/// Carries out `stepgate policy …`.
///
/// # Errors
/// When standard output cannot be written.
pub fn run(command: &Policy) -> anyhow::Result<ExitCode> {
    match command {
        Policy::Check { paths } => check(paths),
    }
}

fn check(paths: &[PathBuf]) -> anyhow::Result<ExitCode> {
    let policies = match PolicySet::load(paths) {
        Ok(policies) => policies,
        Err(errors) => return Ok(output::failure(&anyhow::Error::new(errors))),
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
