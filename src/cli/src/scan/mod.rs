//! What sensitive data is in these files?

mod content;
mod lines;
mod report;

use crate::args::Scan;
use crate::output;
use anyhow::bail;
use report::Scanned;
use std::process::ExitCode;
use stepgate_inspect::{Confidence, Entities, Entity, Inspector};

/// Carries out `stepgate scan`. Fails in the end if anything could not be scanned: what was not read is not clean.
///
/// # Errors
/// When there is nothing to scan, or nothing can be written.
pub fn scan(arguments: &Scan) -> anyhow::Result<ExitCode> {
    let wanted = if arguments.entities.is_empty() {
        Entities::ALL
    } else {
        arguments.entities.iter().copied().collect()
    };
    let inspector = Inspector::new(wanted).floor(arguments.confidence);
    if arguments.lines {
        return lines::scan(&inspector);
    }
    if arguments.files.is_empty() {
        bail!("no file to scan; `--lines` reads JSON lines from standard input");
    }
    let scanned: Vec<Scanned> = arguments
        .files
        .iter()
        .map(|file| Scanned::new(file, &inspector, arguments.last_four))
        .collect();
    if arguments.json {
        output::print_json(&report::json(&scanned))?;
    } else {
        output::print(&report::text(&scanned))?;
    }
    let failed = scanned.iter().any(Scanned::has_failed);
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Reads an entity's name.
///
/// # Errors
/// With the names there are.
pub fn entity(name: &str) -> Result<Entity, String> {
    Entity::parse(name).ok_or_else(|| {
        let known: Vec<&str> = Entity::ALL.into_iter().map(Entity::name).collect();
        format!("none of {}", known.join(", "))
    })
}

/// Reads a confidence.
///
/// # Errors
/// When it is none of the three there are.
pub fn confidence(number: &str) -> Result<Confidence, String> {
    [Confidence::Low, Confidence::Medium, Confidence::High]
        .into_iter()
        .find(|one| one.to_string() == number)
        .ok_or_else(|| "not 65, 75 or 85".into())
}
