//! What does a file say behind its format?
//!
//! Office documents, PDF, mail, archives and the like are told by their bytes, whatever they are called. What is text to
//! its bytes is looked into as it stands, too: an app may take it for that.

use super::held::FREE;
use super::readable::{Readable, Text, read as read_text, read_kept};
use crate::site::Visit;
use bytes::Bytes;
use std::collections::BTreeMap;
use std::time::Instant;
use stepgate_inspect::files::{self, Label, Limits, Place, Reason, Sink};
use stepgate_inspect::{FILE_HEAD, file_type};
use stepgate_policy::CannotScan;

/// What a whole file or message told.
#[derive(Debug)]
pub struct Unpacked {
    /// Its text.
    pub readable: Readable,
    /// What it says about itself.
    pub metadata: String,
    /// What it is, where more than its first bytes were looked at for that.
    pub file_type: Option<&'static str>,
    /// Its own labels, not those of files within it.
    labels: Vec<Label>,
}

impl Unpacked {
    /// What nobody could read.
    pub const fn not(reason: CannotScan) -> Self {
        Self {
            readable: Readable::Not(reason),
            metadata: String::new(),
            file_type: None,
            labels: Vec::new(),
        }
    }

    const fn text(readable: Readable) -> Self {
        Self {
            readable,
            metadata: String::new(),
            file_type: None,
            labels: Vec::new(),
        }
    }

    /// The name of its label by `names`, which have GUIDs in small letters; of one that nobody named, its GUID.
    pub fn label(&self, names: &BTreeMap<String, String>) -> Option<String> {
        let mut named = self.labels.iter().filter_map(|label| names.get(&label.id));
        let first = || self.labels.first().map(|label| label.id.clone());
        named.next().cloned().or_else(first)
    }
}

/// Reads all of `bytes`, beside the requests that go on meanwhile, as soon as there is memory for it and no longer than
/// the configuration says.
pub async fn unpack(visit: &Visit, bytes: &Bytes, content_type: &str) -> Unpacked {
    let inspection = visit.site.inspection;
    let limits = inspection.limits();
    // Most messages are text and nothing else, which takes no memory.
    if let Some(readable) = message(bytes, content_type, &limits) {
        return Unpacked::text(readable);
    }
    let share = if bytes.len() <= FREE && is_text(bytes) {
        None
    } else {
        let cost = inspection.reading(bytes.len() as u64);
        match visit.site.memory.for_reading(cost).await {
            None => return Unpacked::not(CannotScan::TimedOut),
            share => share,
        }
    };
    let (bytes, content_type) = (bytes.clone(), content_type.to_owned());
    let read = tokio::task::spawn_blocking(move || {
        let began = Instant::now();
        let in_time = || began.elapsed() < inspection.time();
        unpack_now(&bytes, &content_type, &limits, in_time)
    });
    let mut unpacked = read
        .await
        .unwrap_or_else(|_| Unpacked::not(CannotScan::Corrupt));
    unpacked.readable = unpacked.readable.with(share);
    unpacked
}

/// A text that is nothing else and stands as it is.
fn message(bytes: &Bytes, content_type: &str, limits: &Limits) -> Option<Readable> {
    if !is_text(bytes) || bytes.contains(&0) {
        return None;
    }
    read_kept(bytes, content_type, limits.characters)
}

fn is_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..FILE_HEAD).unwrap_or(bytes);
    matches!(file_type(head), "text" | "script")
}

/// Reads while `in_time` says so.
fn unpack_now(
    bytes: &Bytes,
    content_type: &str,
    limits: &Limits,
    in_time: impl FnMut() -> bool,
) -> Unpacked {
    let text = read_text(bytes, content_type, limits.characters);
    let (text, is_cut) = match text {
        Readable::Text(text) => (Some(text), false),
        Readable::Part(text) => (Some(text), true),
        Readable::Not(_) => (None, false),
    };
    let text = match text {
        Some(text) if is_text(bytes) && text.get().is_some_and(|text| !text.contains('\0')) => {
            return Unpacked::text(if is_cut {
                Readable::Part(text)
            } else {
                Readable::Text(text)
            });
        }
        text => text,
    };
    let mut parts = Parts::new(in_time);
    let report = files::read(bytes, None, limits, &mut parts);
    if let Some(text) = text.as_ref().and_then(Text::get) {
        parts.content.push('\n');
        parts.content.push_str(text);
    }
    let content = Text::made(parts.content);
    let readable = match report.outcome().map(reason) {
        None if is_cut => Readable::Part(content),
        None => Readable::Text(content),
        Some(reason) if content.get().is_none_or(str::is_empty) => Readable::Not(reason),
        // Where names alone were read, the reason says more.
        Some(reason) if !report.reasons.contains(Reason::Partial) => Readable::Not(reason),
        Some(_) => Readable::Part(content),
    };
    let labels = report.labels.into_iter();
    Unpacked {
        readable,
        metadata: parts.metadata,
        file_type: Some(report.file_type),
        labels: labels.filter(|label| label.path.is_empty()).collect(),
    }
}

const fn reason(reason: Reason) -> CannotScan {
    match reason {
        Reason::TooLarge => CannotScan::TooLarge,
        Reason::Unsupported => CannotScan::Unsupported,
        Reason::PasswordEncrypted => CannotScan::PasswordEncrypted,
        Reason::RightsProtected => CannotScan::RightsProtected,
        Reason::Corrupt => CannotScan::Corrupt,
        Reason::TimedOut => CannotScan::TimedOut,
        Reason::Partial => CannotScan::Partial,
    }
}

/// The texts of a file, one after the other.
struct Parts<T> {
    content: String,
    metadata: String,
    part: u32,
    in_time: T,
}

impl<T: FnMut() -> bool> Parts<T> {
    const fn new(in_time: T) -> Self {
        Self {
            content: String::new(),
            metadata: String::new(),
            part: 0,
            in_time,
        }
    }
}

impl<T: FnMut() -> bool> Sink for Parts<T> {
    fn goes_on(&mut self) -> bool {
        (self.in_time)()
    }

    fn text(&mut self, piece: &str, place: &Place<'_>) {
        let metadata = place.section.is_metadata();
        let text = if metadata {
            &mut self.metadata
        } else {
            &mut self.content
        };
        if self.part != place.part {
            self.part = place.part;
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            // What a property is called says what its value is.
            if metadata && !place.name.is_empty() {
                text.push_str(place.name);
                text.push_str(": ");
            }
        }
        text.push_str(piece);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn made(name: &str) -> Bytes {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/files/made");
        std::fs::read(folder.join(name)).unwrap().into()
    }

    #[test]
    fn reading_ends_when_the_time_is_over() {
        // 1 MB becomes 300 MB: at a step of the clock for every piece, much longer than it has.
        let file = made("bomb.zip");
        let mut now = 0;
        let clock = || {
            now += 1;
            now < 10
        };
        let limits = Limits {
            ratio: u64::MAX,
            entry_bytes: u64::MAX,
            ..Limits::default()
        };
        let unpacked = unpack_now(&file, "", &limits, clock);
        assert!(
            matches!(unpacked.readable, Readable::Not(CannotScan::TimedOut)),
            "{:?}",
            unpacked.readable
        );
        assert_eq!(now, 10, "nothing was asked, or reading went on");
    }

    #[test]
    fn what_was_read_in_time_counts() {
        let unpacked = unpack_now(&made("letter.docx"), "", &Limits::default(), || true);
        assert!(matches!(unpacked.readable, Readable::Text(_)));
    }
}
