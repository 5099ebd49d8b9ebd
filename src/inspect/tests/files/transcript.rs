//! All that is read of a file, put together.

use std::fmt;
use stepgate_inspect::files::{Limits, Place, Report, Section, Sink, read};

/// One text of a file.
#[derive(Clone, Debug)]
pub struct Part {
    pub number: u32,
    pub path: String,
    pub section: Section,
    pub name: String,
    pub text: String,
}

#[derive(Default)]
struct Parts(Vec<Part>);

impl Sink for Parts {
    fn text(&mut self, piece: &str, place: &Place<'_>) {
        match self.0.last_mut().filter(|last| last.number == place.part) {
            Some(last) => last.text.push_str(piece),
            None => {
                let again = self.0.iter().any(|part| part.number == place.part);
                assert!(!again, "text {} goes on after another one", place.part);
                self.0.push(Part {
                    number: place.part,
                    path: place.path.into(),
                    section: place.section,
                    name: place.name.into(),
                    text: piece.into(),
                });
            }
        }
    }
}

pub struct Transcript {
    pub parts: Vec<Part>,
    pub report: Report,
}

impl Transcript {
    pub fn of(bytes: &[u8], name: Option<&str>, limits: &Limits) -> Self {
        let mut parts = Parts::default();
        let report = read(bytes, name, limits, &mut parts);
        let parts = parts.0;
        Self { parts, report }
    }

    /// Every text, one after the other.
    #[allow(dead_code, reason = "not every test looks at it")]
    pub fn text(&self) -> String {
        self.parts
            .iter()
            .map(|part| part.text.as_str())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl fmt::Display for Transcript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            let Part {
                path,
                section,
                name,
                text,
                ..
            } = part;
            writeln!(f, "    {path} [{} {name}] {text:?}", section.keyword())?;
        }
        let reasons: Vec<_> = self
            .report
            .reasons
            .iter()
            .map(|reason| reason.keyword())
            .collect();
        writeln!(f, "    {} {reasons:?}", self.report.file_type)?;
        for label in &self.report.labels {
            writeln!(f, "    {label:?}")?;
        }
        Ok(())
    }
}
