//! What does a file say behind its format?
//!
//! Office documents, PDF, mail, archives and the like are told by their bytes, whatever they are called. What is text to
//! its bytes is looked into as it stands, too: an app may take it for that.

use super::readable::{Readable, read as read_text};
use bytes::Bytes;
use std::collections::{BTreeMap, HashSet};
use stepgate_inspect::files::{self, Label, Limits, Place, Reason, Sink};
use stepgate_inspect::{FILE_HEAD, file_type};
use stepgate_policy::CannotScan;

/// What a whole file or message told.
#[derive(Debug)]
pub struct Unpacked {
    /// Its text.
    pub readable: Readable<'static>,
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
            labels: Vec::new(),
            file_type: None,
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

/// Reads all of `bytes`, beside the requests that go on meanwhile.
pub async fn unpack(bytes: &Bytes, content_type: &str) -> Unpacked {
    let (bytes, content_type) = (bytes.clone(), content_type.to_owned());
    let read = tokio::task::spawn_blocking(move || unpack_now(&bytes, &content_type));
    read.await
        .unwrap_or_else(|_| Unpacked::not(CannotScan::Corrupt))
}

fn unpack_now(bytes: &[u8], content_type: &str) -> Unpacked {
    let text = match read_text(bytes, content_type) {
        Readable::Text(text) => Some(text),
        Readable::Part(_) | Readable::Not(_) => None,
    };
    let head = bytes.get(..FILE_HEAD).unwrap_or(bytes);
    // Most messages are text and nothing else.
    let told = file_type(head);
    if let Some(text) = &text
        && matches!(told, "text" | "script")
        && !text.contains('\0')
    {
        return Unpacked {
            readable: Readable::Text(text.clone().into_owned().into()),
            metadata: String::new(),
            labels: Vec::new(),
            file_type: Some(told),
        };
    }
    let mut parts = Parts::default();
    let report = files::read(bytes, None, &Limits::default(), &mut parts);
    if let Some(text) = text {
        parts.content.push('\n');
        parts.content.push_str(&text);
    }
    let readable = match report.outcome().map(reason) {
        None => Readable::Text(parts.content.into()),
        Some(reason) if parts.content.is_empty() => Readable::Not(reason),
        // Where names alone were read, the reason says more.
        Some(reason) if !report.reasons.contains(Reason::Partial) => Readable::Not(reason),
        Some(_) => Readable::Part(parts.content),
    };
    Unpacked {
        readable,
        metadata: parts.metadata,
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

/// The texts of a file, one after the other.
#[derive(Default)]
struct Parts {
    content: String,
    metadata: String,
    part: u32,
}

impl Sink for Parts {
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
