//! What was found, for people and for programs: where and how sure, never the value.

use super::content;
use crate::output;
use std::fmt::Write as _;
use std::path::Path;
use stepgate_inspect::{Finding, Inspector, masked};

/// A file and what is in it.
pub struct Scanned {
    name: String,
    places: Result<Vec<Place>, String>,
}

/// A finding and where it is: line and column, from 1, in characters.
struct Place {
    finding: Finding,
    line: usize,
    column: usize,
    evidence: String,
}

impl Scanned {
    /// Scans a file.
    pub fn new(file: &Path, inspector: &Inspector, last_four: bool) -> Self {
        let places = content::text(file)
            .map(|text| places(&text, &inspector.scan(&text), last_four))
            .map_err(|error| format!("{error:#}"));
        let name = output::name(file);
        Self { name, places }
    }

    /// Whether it could not be scanned.
    pub fn has_failed(&self) -> bool {
        self.places.is_err()
    }
}

fn places(text: &str, findings: &[Finding], last_four: bool) -> Vec<Place> {
    let (mut at, mut line, mut column) = (0, 1, 1);
    let mut places = Vec::new();
    for finding in findings {
        for letter in text.get(at..finding.start).unwrap_or_default().chars() {
            column += 1;
            if letter == '\n' {
                line += 1;
                column = 1;
            }
        }
        at = finding.start;
        let value = text.get(finding.start..finding.end).unwrap_or_default();
        places.push(Place {
            finding: *finding,
            line,
            column,
            evidence: masked(value, last_four),
        });
    }
    places
}

/// For people.
pub fn text(scanned: &[Scanned]) -> String {
    let mut text = String::new();
    let mut found = 0;
    for file in scanned {
        match &file.places {
            Err(error) => {
                let _ = writeln!(text, "not scanned: {error}");
            }
            Ok(places) => {
                found += places.len();
                for place in places {
                    let _ = writeln!(text, "{}", line(&file.name, place));
                }
            }
        }
    }
    let files = scanned.iter().filter(|file| !file.has_failed()).count();
    let (files, found) = (
        output::counted(files, "file", "files"),
        output::counted(found, "finding", "findings"),
    );
    let _ = writeln!(text, "{files} scanned, {found}");
    text
}

fn line(name: &str, place: &Place) -> String {
    let Place {
        finding,
        line,
        column,
        evidence,
    } = place;
    let (about, sure) = (finding.entity.about(), finding.confidence);
    format!(
        "{name}:{line}:{column}: {about} ({}), confidence {sure}: {evidence}",
        finding.entity
    )
}

/// For programs.
pub fn json(scanned: &[Scanned]) -> serde_json::Value {
    let files: Vec<serde_json::Value> = scanned.iter().map(file).collect();
    serde_json::json!({ "files": files })
}

fn file(scanned: &Scanned) -> serde_json::Value {
    let places = match &scanned.places {
        Err(error) => return serde_json::json!({"file": scanned.name, "error": error}),
        Ok(places) => places,
    };
    let findings: Vec<serde_json::Value> = places
        .iter()
        .map(|place| {
            serde_json::json!({
                "entity": place.finding.entity.name(),
                "line": place.line,
                "column": place.column,
                "confidence": place.finding.confidence.number(),
                "evidence": place.evidence,
            })
        })
        .collect();
    serde_json::json!({"file": scanned.name, "findings": findings})
}
