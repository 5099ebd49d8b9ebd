//! Which policies of another product can be said here?

use super::wrong_in;
use crate::args::{Import, Origin};
use crate::diagnostic::{Diagnostic, Sources};
use crate::output;
use annotate_snippets::Level;
use std::process::ExitCode;
use stepgate_policy::{Imported, Remark, RemarkKind};

/// Carries out `stepgate policy import`.
///
/// # Errors
/// When the file cannot be read, or the policies cannot be written.
pub fn import(arguments: &Import) -> anyhow::Result<ExitCode> {
    let name = output::name(&arguments.file);
    let text = output::read(&arguments.file, "the policies")?;
    let imported = match arguments.from {
        Origin::Defender => Imported::from_defender(&name, &text),
        Origin::Chrome => Imported::from_chrome(&name, &text),
    };
    let imported = match imported {
        Ok(imported) => imported,
        Err(errors) => return Ok(wrong_in(&errors, &name, &text)),
    };
    let mut sources = Sources::default();
    sources.insert(&name, &text);
    let shown: String = imported
        .remarks
        .iter()
        .map(|remark| shown(remark, &name, &mut sources))
        .collect();
    output::remark(&format!("{shown}{}\n", summary(&imported)));
    output::write(&imported.json, arguments.output.as_deref())?;
    Ok(ExitCode::SUCCESS)
}

fn shown(remark: &Remark, file: &str, sources: &mut Sources) -> String {
    let title = match remark.kind {
        RemarkKind::LeftOut => format!("{} has no counterpart and is left out", remark.found),
        RemarkKind::Changed => format!("{} is not quite what it was", remark.found),
        RemarkKind::Simulated => format!("{} is only simulated", remark.found),
    };
    let mut notes = vec![("note", remark.why.clone())];
    if !remark.path.is_empty() {
        notes.push(("in", remark.path.clone()));
    }
    Diagnostic {
        level: match remark.kind {
            RemarkKind::LeftOut | RemarkKind::Simulated => Level::WARNING,
            RemarkKind::Changed => Level::NOTE,
        },
        name: None,
        title,
        file,
        line: remark.line,
        column: remark.column,
        notes,
    }
    .show(sources)
}

fn summary(imported: &Imported) -> String {
    let count = |kind| {
        let remarks = imported.remarks.iter();
        remarks.filter(|remark| remark.kind == kind).count()
    };
    format!(
        "imported: {}, of which {} only simulated; left out: {}; changed: {}",
        output::counted(imported.policies, "policy", "policies"),
        count(RemarkKind::Simulated),
        output::counted(count(RemarkKind::LeftOut), "part", "parts"),
        output::counted(count(RemarkKind::Changed), "part", "parts"),
    )
}
