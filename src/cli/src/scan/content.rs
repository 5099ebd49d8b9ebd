//! What do a file's texts hold, one after the other as its readers tell them?

use anyhow::Context as _;
use std::path::Path;
use stepgate_inspect::files::{self, Limits, Place, Report, Section, Sink};
use stepgate_inspect::{Finding, Inspector, masked};

/// A finding and where it is.
#[derive(Debug)]
pub struct Found {
    /// What was found.
    pub finding: Finding,
    /// The way to the part of the file, as in `report.docx!word/document.xml`; empty for the file itself.
    pub path: String,
    /// What kind of place it is.
    pub section: Section,
    /// The name of the sheet, property or header; empty for other places.
    pub name: String,
    /// The line in that text, from 1.
    pub line: usize,
    /// The column in that line, from 1, in characters.
    pub column: usize,
    /// The value with its letters and digits masked.
    pub evidence: String,
}

/// Reads and scans a file; `-` is standard input.
///
/// # Errors
/// When there are no bytes to be had: then nothing can be said of it.
pub fn scan(
    file: &Path,
    inspector: &Inspector,
    last_four: bool,
) -> anyhow::Result<(Report, Vec<Found>)> {
    let bytes = bytes(file)?;
    let name = file.file_name().map(|name| name.to_string_lossy());
    let name = name.as_deref().filter(|name| *name != "-");
    let mut texts = Texts::new(inspector, last_four);
    let report = files::read(&bytes, name, &Limits::default(), &mut texts);
    texts.end_part();
    Ok((report, texts.found))
}

fn bytes(file: &Path) -> anyhow::Result<Vec<u8>> {
    if file != Path::new("-") {
        return std::fs::read(file).with_context(|| format!("cannot read `{}`", file.display()));
    }
    let mut bytes = Vec::new();
    std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes)
        .context("cannot read standard input")?;
    Ok(bytes)
}

/// Holds one text at a time, and scans it when the next begins.
struct Texts<'i> {
    inspector: &'i Inspector,
    last_four: bool,
    part: u32,
    path: String,
    section: Section,
    name: String,
    /// What the text is called, then the text: a property's name says what its value is.
    text: String,
    found: Vec<Found>,
}

impl<'i> Texts<'i> {
    const fn new(inspector: &'i Inspector, last_four: bool) -> Self {
        Self {
            inspector,
            last_four,
            part: 0,
            path: String::new(),
            section: Section::Body,
            name: String::new(),
            text: String::new(),
            found: Vec::new(),
        }
    }

    fn begin_part(&mut self, place: &Place<'_>) {
        self.end_part();
        self.part = place.part;
        self.path = place.path.into();
        self.section = place.section;
        self.name = place.name.into();
        if place.section.is_metadata() && !place.name.is_empty() {
            self.text = format!("{}: ", place.name);
        }
    }

    fn end_part(&mut self) {
        let text = std::mem::take(&mut self.text);
        let begins = if self.section.is_metadata() && !self.name.is_empty() {
            self.name.len() + 2
        } else {
            0
        };
        let mut ruler = Ruler::new(&text, begins);
        for finding in self.inspector.scan(&text) {
            if finding.start < begins {
                continue;
            }
            let (line, column) = ruler.place_of(finding.start);
            let value = text.get(finding.start..finding.end).unwrap_or_default();
            self.found.push(Found {
                finding,
                path: self.path.clone(),
                section: self.section,
                name: self.name.clone(),
                line,
                column,
                evidence: masked(value, self.last_four),
            });
        }
    }
}

impl Sink for Texts<'_> {
    fn text(&mut self, piece: &str, place: &Place<'_>) {
        if place.part != self.part {
            self.begin_part(place);
        }
        self.text.push_str(piece);
    }
}

/// Counts lines and columns, in one pass over a text.
struct Ruler<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    column: usize,
}

impl<'t> Ruler<'t> {
    const fn new(text: &'t str, begins: usize) -> Self {
        Self {
            text,
            at: begins,
            line: 1,
            column: 1,
        }
    }

    /// Line and column of the byte `to`, which is never before the last one asked for.
    fn place_of(&mut self, to: usize) -> (usize, usize) {
        for letter in self.text.get(self.at..to).unwrap_or_default().chars() {
            self.column += 1;
            if letter == '\n' {
                self.line += 1;
                self.column = 1;
            }
        }
        self.at = to;
        (self.line, self.column)
    }
}
