//! What do exported activities say?

use super::{Activities, Written};
use anyhow::{Context as _, anyhow};
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

/// A line: one activity, or a page of them as the console gets it.
#[derive(Deserialize)]
struct Page {
    activities: Vec<Written>,
}

/// Reads JSON lines.
///
/// # Errors
/// Names the first line that is no activity.
pub fn read(file: &Path) -> anyhow::Result<Activities> {
    let name = file.display();
    let reader = BufReader::new(File::open(file).with_context(|| format!("cannot read `{name}`"))?);
    let mut activities = Activities::default();
    for (index, line) in reader.lines().enumerate() {
        let line = line.with_context(|| format!("cannot read `{name}`"))?;
        if line.trim().is_empty() {
            continue;
        }
        for written in parse(&line).map_err(|problem| anyhow!("{name}:{}: {problem}", index + 1))? {
            activities.add(written);
        }
    }
    Ok(activities)
}

fn parse(line: &str) -> Result<Vec<Written>, String> {
    if line.trim_start().starts_with("{\"activities\"") {
        return one::<Page>(line).map(|page| page.activities);
    }
    one(line).map(|written| vec![written])
}

fn one<'l, T: Deserialize<'l>>(line: &'l str) -> Result<T, String> {
    let mut reader = serde_json::Deserializer::from_str(line);
    serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        let said = error.inner().to_string();
        // The line is known, and it is always the first.
        let said = said.split(" at line ").next().unwrap_or_default();
        match path.as_str() {
            "." => {
                format!("found what is no activity ({said}), expected one activity a line, as JSON")
            }
            path => format!("{path}: {said}"),
        }
    })
}
