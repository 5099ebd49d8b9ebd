//! What was found out about a file.

use super::format::Format;
use super::label::Label;
use super::outcome::{Reason, Reasons};
use super::reading::Reading;
use super::zip_type;
use crate::extension::is_mismatch;
use crate::file_type;
use alloc::vec::Vec;

/// What a file is, and what came of reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it is by its content: a word of the filter `fileType`.
    pub file_type: &'static str,
    /// Its name says that it is something else.
    pub is_mismatch: bool,
    /// Why not everything was read; empty if everything was.
    pub reasons: Reasons,
    /// Its labels, and those of files within it.
    pub labels: Vec<Label>,
    /// How many pictures, sounds, films and fonts are in it, which have no text that is read.
    pub pictures: u32,
    /// How many characters of text were handed on.
    pub characters: u64,
    /// It, or something in it, is a PDF, which this build does not read: another one may.
    pub unread_pdf: bool,
}

impl Report {
    pub(super) fn new(reading: Reading<'_>, bytes: &[u8], name: Option<&str>) -> Self {
        let file_type = word(bytes);
        let mut reasons = reading.reasons;
        if !reasons.is_empty() && reading.read_some {
            reasons.insert(Reason::Partial);
        }
        Self {
            file_type,
            is_mismatch: !bytes.is_empty() && name.is_some_and(|name| is_mismatch(name, file_type)),
            reasons,
            labels: reading.labels,
            pictures: reading.pictures,
            characters: reading.characters,
            unread_pdf: reading.unread_pdf,
        }
    }

    /// The gravest reason; `None` if all of it was read.
    #[must_use]
    pub fn outcome(&self) -> Option<Reason> {
        self.reasons.iter().next()
    }

    /// The outcome in one word: `scanned`, or the gravest reason.
    #[must_use]
    pub fn keyword(&self) -> &'static str {
        self.outcome().map_or("scanned", Reason::keyword)
    }
}

/// The word for a file: where its first bytes do not tell, its directory or its letters do.
fn word(bytes: &[u8]) -> &'static str {
    match file_type(bytes) {
        "archive" => zip_type(bytes).unwrap_or("archive"),
        "other" if Format::of(bytes) == Format::Text => "text",
        word => word,
    }
}
