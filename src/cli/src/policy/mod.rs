//! What can be done with policies before they are in force?

mod check;
mod deployment;
mod diff;
mod diff_text;
mod import;
mod schema;
mod test;

pub use deployment::labels;

use crate::args::Policy;
use crate::diagnostic;
use crate::output;
use std::process::ExitCode;
use stepgate_policy::LoadErrors;

/// Carries out `stepgate policy …`.
///
/// # Errors
/// When something cannot be read or written.
pub fn run(command: Policy) -> anyhow::Result<ExitCode> {
    match command {
        Policy::Check(arguments) => check::check(&arguments),
        Policy::Schema(arguments) => schema::schema(&arguments),
        Policy::Test(arguments) => test::test(&arguments),
        Policy::Diff(arguments) => diff::diff(&arguments),
        Policy::Import(arguments) => import::import(&arguments),
    }
}

/// Shows what is wrong with files; exit code 1.
fn wrong(errors: &LoadErrors) -> ExitCode {
    show(errors, diagnostic::Sources::default())
}

/// Shows what is wrong with one text; exit code 1.
fn wrong_in(errors: &LoadErrors, file: &str, text: &str) -> ExitCode {
    let mut sources = diagnostic::Sources::default();
    sources.insert(file, text);
    show(errors, sources)
}

fn show(errors: &LoadErrors, mut sources: diagnostic::Sources) -> ExitCode {
    let shown: String = errors
        .iter()
        .map(|error| diagnostic::error(error, &mut sources))
        .collect();
    output::remark(&shown);
    ExitCode::FAILURE
}
