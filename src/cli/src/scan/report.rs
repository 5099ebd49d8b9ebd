//! What was found, for people and for programs: where and how sure, never the value.

use super::content::{self, Found};
use crate::output;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use stepgate_inspect::Inspector;
use stepgate_inspect::files::{Label, LabelMethod, LabelSource, Reason, Report, Section};

/// A file and what is in it.
pub struct Scanned {
    name: String,
    read: Result<(Report, Vec<Found>), String>,
}

impl Scanned {
    /// Scans a file.
    pub fn new(file: &Path, inspector: &Inspector, last_four: bool) -> Self {
        Self {
            name: output::name(file),
            read: content::scan(file, inspector, last_four).map_err(|error| format!("{error:#}")),
        }
    }

    /// Whether something in it was not read: then it is not clean, whatever was found.
    pub fn has_failed(&self) -> bool {
        self.read
            .as_ref()
            .map_or(true, |(report, _)| !report.reasons.is_empty())
    }

    fn count(&self) -> usize {
        self.read.as_ref().map_or(0, |(_, found)| found.len())
    }
}

/// For people.
pub fn text(scanned: &[Scanned]) -> String {
    let mut text = String::new();
    for file in scanned {
        match &file.read {
            Err(error) => {
                let _ = writeln!(text, "not scanned: {error}");
            }
            Ok((report, found)) => {
                let _ = writeln!(text, "{}: {}", file.name, summary(report));
                for one in found {
                    let _ = writeln!(text, "{}", line(&file.name, one));
                }
            }
        }
    }
    let whole = scanned.iter().filter(|file| !file.has_failed()).count();
    let not = scanned.len() - whole;
    let _ = write!(
        text,
        "{} scanned, {}",
        output::counted(whole, "file", "files"),
        output::counted(
            scanned.iter().map(Scanned::count).sum(),
            "finding",
            "findings"
        )
    );
    if not > 0 {
        let _ = write!(
            text,
            "; not to the end: {}",
            output::counted(not, "file", "files")
        );
    }
    text.push('\n');
    text
}

/// Type, outcome and labels in one line.
fn summary(report: &Report) -> String {
    let mut text = report.file_type.to_owned();
    if report.is_mismatch {
        text.push_str(", which its name does not say");
    }
    let reasons: Vec<&str> = report.reasons.iter().map(Reason::keyword).collect();
    if !reasons.is_empty() {
        let _ = write!(text, ", not read to its end ({})", reasons.join(", "));
    }
    for label in &report.labels {
        let _ = write!(text, ", label {}", label.id);
        if let Some(name) = &label.name {
            let _ = write!(text, " (called `{}`)", output::escaped(name));
        }
        if !label.path.is_empty() {
            let _ = write!(text, " on `{}`", output::escaped(&label.path));
        }
    }
    text
}

fn line(file: &str, found: &Found) -> String {
    let Found {
        finding,
        path,
        section,
        name,
        line,
        column,
        evidence,
    } = found;
    let within = if path.is_empty() {
        String::new()
    } else {
        format!("!{}", output::escaped(path))
    };
    let place = match (*section == Section::Body, name.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!(" in `{}`", output::escaped(name)),
        (false, true) => format!(" in the {}", words(*section)),
        (false, false) => format!(" in the {} `{}`", words(*section), output::escaped(name)),
    };
    let (about, sure) = (finding.entity.about(), finding.confidence);
    format!(
        "{file}{within}:{line}:{column}: {about} ({}), confidence {sure}{place}: {evidence}",
        finding.entity
    )
}

const fn words(section: Section) -> &'static str {
    match section {
        Section::Body => "text",
        Section::Header => "page header",
        Section::Footer => "page footer",
        Section::Comment => "comments",
        Section::Note => "notes",
        Section::Sheet => "sheet",
        Section::HiddenSheet => "hidden sheet",
        Section::Slide => "slide",
        Section::SpeakerNotes => "speaker notes",
        Section::Hidden => "hidden text",
        Section::MailHeader => "mail header",
        Section::Property => "property",
        Section::FileName => "name of a file within",
    }
}

/// For programs.
pub fn json(scanned: &[Scanned]) -> Value {
    let files: Vec<Value> = scanned.iter().map(file).collect();
    json!({ "files": files })
}

fn file(scanned: &Scanned) -> Value {
    let (report, found) = match &scanned.read {
        Err(error) => return json!({"file": scanned.name, "error": error}),
        Ok(read) => read,
    };
    let reasons: Vec<&str> = report.reasons.iter().map(Reason::keyword).collect();
    json!({
        "file": scanned.name,
        "type": report.file_type,
        "mismatch": report.is_mismatch,
        "outcome": report.keyword(),
        "reasons": reasons,
        "labels": report.labels.iter().map(label).collect::<Vec<_>>(),
        "findings": found.iter().map(finding).collect::<Vec<_>>(),
    })
}

fn finding(found: &Found) -> Value {
    json!({
        "entity": found.finding.entity.name(),
        "path": found.path,
        "section": found.section.keyword(),
        "name": found.name,
        "line": found.line,
        "column": found.column,
        "confidence": found.finding.confidence.number(),
        "evidence": found.evidence,
    })
}

fn label(label: &Label) -> Value {
    json!({
        "id": label.id,
        "siteId": label.site_id,
        "name": label.name,
        "method": label.method.map(method),
        "contentBits": label.content_bits,
        "source": source(label.source),
        "path": label.path,
    })
}

const fn method(method: LabelMethod) -> &'static str {
    match method {
        LabelMethod::Standard => "standard",
        LabelMethod::Privileged => "privileged",
    }
}

const fn source(source: LabelSource) -> &'static str {
    match source {
        LabelSource::LabelInfo => "labelInfo",
        LabelSource::ProtectedLabelInfo => "protectedLabelInfo",
        LabelSource::CustomProperties => "customProperties",
        LabelSource::PdfInfo => "pdfInfo",
        LabelSource::PdfXmp => "pdfXmp",
        LabelSource::MailHeader => "mailHeader",
    }
}
