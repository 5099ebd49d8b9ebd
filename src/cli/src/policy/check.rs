//! Are these policy files right, and do they say what was meant?

use super::deployment::deployment;
use super::wrong;
use crate::args::Check;
use crate::diagnostic::{Diagnostic, Sources};
use crate::output;
use annotate_snippets::Level;
use serde::Serialize;
use std::process::ExitCode;
use stepgate_policy::{Finding, LoadError, PolicySet, lint};

/// What came of it, for programs.
#[derive(Default, Serialize)]
struct Checked<'a> {
    errors: Vec<&'a LoadError>,
    warnings: &'a [Finding],
    policies: Vec<Named<'a>>,
}

#[derive(Serialize)]
struct Named<'a> {
    id: &'a str,
    name: &'a str,
}

/// Carries out `stepgate policy check`.
///
/// # Errors
/// When the configuration or the identity provider cannot be read, or standard output cannot be written.
pub fn check(arguments: &Check) -> anyhow::Result<ExitCode> {
    let deployment = deployment(arguments.config.as_deref(), arguments.online)?;
    let (policies, findings) = match lint(&arguments.paths, &deployment) {
        Ok(linted) => linted,
        Err(errors) if arguments.json => {
            output::print_json(&Checked {
                errors: errors.iter().collect(),
                ..Checked::default()
            })?;
            return Ok(ExitCode::FAILURE);
        }
        Err(errors) => return Ok(wrong(&errors)),
    };
    if arguments.json {
        output::print_json(&Checked {
            errors: Vec::new(),
            warnings: &findings,
            policies: named(&policies),
        })?;
    } else {
        let mut sources = Sources::default();
        let shown: String = findings
            .iter()
            .map(|finding| shown(finding, arguments.strict, &mut sources))
            .collect();
        output::remark(&shown);
        output::print(&summary(&policies, findings.len()))?;
    }
    Ok(if arguments.strict && !findings.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn named(policies: &PolicySet) -> Vec<Named<'_>> {
    let each = policies.policies().iter();
    each.map(|policy| Named {
        id: &policy.id,
        name: &policy.name,
    })
    .collect()
}

fn summary(policies: &PolicySet, warnings: usize) -> String {
    let warned = match warnings {
        0 => String::new(),
        warnings => format!(", {}", output::counted(warnings, "warning", "warnings")),
    };
    let count = policies.policies().len();
    let mut text = format!("policies checked: {count}, no errors{warned}\n");
    for policy in policies.policies() {
        text.push_str(&format!("  {:<32} {}\n", policy.id, policy.name));
    }
    text
}

fn shown(finding: &Finding, strict: bool, sources: &mut Sources) -> String {
    Diagnostic {
        level: if strict { Level::ERROR } else { Level::WARNING },
        name: Some(finding.lint.keyword()),
        title: finding.message.clone(),
        file: &finding.file,
        line: finding.line,
        column: finding.column,
        notes: vec![("help", finding.hint.clone()), ("in", finding.path.clone())],
    }
    .show(sources)
}
