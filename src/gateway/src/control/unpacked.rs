//! What does a file say behind its format?
//!
//! Office documents, PDF, mail, archives and the like are told by their bytes, whatever they are called. What is text to
//! its bytes is looked into as it stands, too: an app may take it for that.

use super::held::FREE;
use super::readable::{Readable, Text, read as read_text, read_kept};
use crate::site::Visit;
use bytes::Bytes;
use std::collections::{BTreeMap, HashSet};
use std::time::Instant;
use stepgate_inspect::files::{self, Label, Limits, Reason, Texts};
use stepgate_inspect::{FILE_HEAD, file_type};
use stepgate_policy::CannotScan;

/// What a whole file or message told.
#[derive(Debug)]
pub struct Unpacked {
    /// Its text.
    pub readable: Readable,
    /// What it says about itself.
    pub metadata: String,
    /// Its labels, and those of files within it.
    labels: Vec<Label>,
    /// What it is.
    pub file_type: Option<&'static str>,
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

    const fn text(readable: Readable, file_type: &'static str) -> Self {
        Self {
            readable,
            metadata: String::new(),
            labels: Vec::new(),
            file_type: Some(file_type),
        }
    }

    /// Its labels, called what `names` say, which have GUIDs in small letters.
    pub fn labels(&self, names: &BTreeMap<String, String>) -> Vec<stepgate_policy::Label> {
        let label = |label: &Label| stepgate_policy::Label {
            id: label.id.clone(),
            site_id: label.site_id.clone().unwrap_or_default(),
            name: names.get(&label.id).cloned().unwrap_or_default(),
            nested: !label.path.is_empty(),
        };
        let mut labels: Vec<stepgate_policy::Label> = self.labels.iter().map(label).collect();
        let mut seen = HashSet::new();
        labels.retain(|label| seen.insert(label.clone()));
        labels
    }
}

/// Reads all of `bytes`, beside the requests that go on meanwhile, as soon as there is memory for it and no longer than
/// the configuration says.
pub async fn unpack(visit: &Visit, bytes: &Bytes, content_type: &str) -> Unpacked {
    let inspection = visit.site.inspection;
    let limits = inspection.limits();
    // Most messages are text and nothing else, which takes no memory.
    if let Some(message) = message(bytes, content_type, &limits) {
        return message;
    }
    let share = if bytes.len() <= FREE && text_type(bytes).is_some() {
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
fn message(bytes: &Bytes, content_type: &str, limits: &Limits) -> Option<Unpacked> {
    let file_type = text_type(bytes).filter(|_| !bytes.contains(&0))?;
    let readable = read_kept(bytes, content_type, limits.characters)?;
    Some(Unpacked::text(readable, file_type))
}

/// What it is by its first bytes, if that is text.
fn text_type(bytes: &[u8]) -> Option<&'static str> {
    let head = bytes.get(..FILE_HEAD).unwrap_or(bytes);
    Some(file_type(head)).filter(|word| matches!(*word, "text" | "script"))
}

/// Reads while `in_time` says so.
fn unpack_now(
    bytes: &Bytes,
    content_type: &str,
    limits: &Limits,
    in_time: impl FnMut() -> bool,
) -> Unpacked {
    let as_it_stands = read_text(bytes, content_type, limits.characters);
    let text = as_it_stands.text();
    if let Some(file_type) = text_type(bytes)
        && text.is_some_and(|text| !text.contains('\0'))
    {
        return Unpacked::text(as_it_stands, file_type);
    }
    let mut texts = Texts::new(in_time);
    let report = files::read(bytes, None, limits, &mut texts);
    if let Some(text) = text {
        texts.content.push('\n');
        texts.content.push_str(text);
    }
    let is_cut = matches!(as_it_stands, Readable::Part(_));
    let content = Text::made(texts.content);
    let readable = match report.outcome().map(reason) {
        None if is_cut => Readable::Part(content),
        None => Readable::Text(content),
        Some(reason) if content.get().is_none_or(str::is_empty) => Readable::Not(reason),
        // Where names alone were read, the reason says more.
        Some(reason) if !report.reasons.contains(Reason::Partial) => Readable::Not(reason),
        Some(_) => Readable::Part(content),
    };
    Unpacked {
        readable,
        metadata: texts.metadata,
        labels: report.labels,
        file_type: Some(report.file_type),
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
