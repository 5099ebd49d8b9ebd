//! Do the policies decide what their authors say they decide?

use super::{labels, wrong};
use crate::args::Test;
use crate::output;
use anstyle::{AnsiColor, Style};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use stepgate_policy::{CaseFile, CaseResult, PolicySet};

const GOOD: Style = AnsiColor::Green.on_default();
const BAD: Style = AnsiColor::BrightRed.on_default().bold();

/// What came of all cases, for programs.
#[derive(Serialize)]
struct Tested<'a> {
    passed: usize,
    failed: usize,
    cases: &'a [CaseResult],
}

/// Carries out `stepgate policy test`.
///
/// # Errors
/// When standard output cannot be written.
pub fn test(arguments: &Test) -> anyhow::Result<ExitCode> {
    let loaded = PolicySet::load(&policies_of(&arguments.paths))
        .and_then(|policies| Ok((policies, CaseFile::load(&arguments.paths)?)));
    let (policies, files) = match loaded {
        Ok(loaded) => loaded,
        Err(errors) => return Ok(wrong(&errors)),
    };
    let policies = policies.with_labels(&labels(arguments.config.as_deref())?);
    let mut results = Vec::new();
    for file in &files {
        results.extend(file.run(&policies)?);
    }
    let failed = results.iter().filter(|result| !result.passed).count();
    if arguments.json {
        output::print_json(&Tested {
            passed: results.len() - failed,
            failed,
            cases: &results,
        })?;
    } else {
        output::print(&shown(&policies, &files, &results, failed))?;
    }
    Ok(if failed == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The paths themselves; of a file with cases the folder it is in.
fn policies_of(paths: &[PathBuf]) -> Vec<PathBuf> {
    let is_case_file = |path: &Path| {
        !path.is_dir()
            && path
                .to_str()
                .is_some_and(|name| name.ends_with(".cases.json"))
    };
    let beside = |path: &PathBuf| match path.parent() {
        Some(folder) if is_case_file(path) && folder.as_os_str().is_empty() => PathBuf::from("."),
        Some(folder) if is_case_file(path) => folder.to_owned(),
        Some(_) | None => path.clone(),
    };
    paths.iter().map(beside).collect()
}

fn shown(
    policies: &PolicySet,
    files: &[CaseFile],
    results: &[CaseResult],
    failed: usize,
) -> String {
    let mut text = String::new();
    for file in files {
        text.push_str(&format!("{}\n", file.name()));
        for result in results.iter().filter(|result| result.file == file.name()) {
            text.push_str(&shown_case(result));
        }
        text.push('\n');
    }
    if results.is_empty() {
        text.push_str(
            "no cases: write them beside the policies, in a file that ends in `.cases.json`\n",
        );
        return text;
    }
    let passed = results.len() - failed;
    let style = if failed == 0 { GOOD } else { BAD };
    text.push_str(&format!(
        "{style}{passed} passed, {failed} failed{style:#}, by {}\n",
        output::counted(policies.policies().len(), "policy", "policies")
    ));
    text
}

fn shown_case(result: &CaseResult) -> String {
    if result.passed {
        return format!("  {GOOD}ok{GOOD:#}    {}\n", result.name);
    }
    let mut text = format!("  {BAD}FAIL{BAD:#}  {}\n", result.name);
    let lines = [
        ("expected", result.expected.to_string()),
        ("found", result.found.to_string()),
        ("because", result.explanation.reason.clone()),
    ];
    for (what, said) in lines {
        let said = output::wrap(&said, output::width().saturating_sub(18));
        let mut said = said.lines();
        text.push_str(&format!(
            "        {what:<9} {}\n",
            said.next().unwrap_or_default()
        ));
        said.for_each(|line| text.push_str(&format!("                  {line}\n")));
    }
    text
}
