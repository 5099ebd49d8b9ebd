//! Which shape has a policy file, for editors?

use crate::args::Schema;
use crate::output;
use std::process::ExitCode;
use stepgate_policy::policy_schema;

/// Carries out `stepgate policy schema`.
///
/// # Errors
/// When the schema cannot be written.
pub fn schema(arguments: &Schema) -> anyhow::Result<ExitCode> {
    let text = serde_json::to_string_pretty(&policy_schema())?;
    output::write(&format!("{text}\n"), arguments.output.as_deref())?;
    Ok(ExitCode::SUCCESS)
}
