//! What does a file say behind its format?
//!
//! Office documents, PDF, mail, archives and the like are told by their bytes, whatever they are called. What is text to
//! its bytes is looked into as it stands, too: an app may take it for that.

use super::held::FREE;
use super::looking::{Asking, Looking};
use super::permit::Act;
use super::plain_text::may_be_plain;
use super::readable::{Readable, read as read_text, read_kept};
use crate::site::Visit;
use bytes::Bytes;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};
use stepgate_inspect::files::{self, Label, Limits, Reason, Report};
use stepgate_inspect::{FILE_HEAD, file_type};
use stepgate_policy::{CannotScan, Extent};

/// How often a file is read where policies change meanwhile. What was read for others than those in force says nothing.
const READINGS: usize = 3;

/// What a whole file or message told.
#[derive(Debug)]
pub struct Unpacked {
    /// Its text.
    pub readable: Readable,
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
            file_type: None,
            labels: Vec::new(),
        }
    }

    const fn text(readable: Readable, file_type: &'static str) -> Self {
        Self {
            readable,
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

/// Reads all of `bytes` for `acts`, beside the requests that go on meanwhile, as soon as there is memory for it and no longer
/// than the configuration says.
pub async fn unpack(
    visit: &Visit,
    acts: &[Act<'_>],
    bytes: &Bytes,
    content_type: &str,
) -> Unpacked {
    let limits = visit.site.inspection.limits();
    // Most messages are text and nothing else, which takes no memory.
    if let Some(message) = message(bytes, content_type, &limits) {
        return message;
    }
    let share = if bytes.len() <= FREE && text_type(bytes).is_some() {
        None
    } else {
        let is_text = may_be_plain(bytes, content_type);
        let cost = visit.site.inspection.reading(bytes.len() as u64, is_text);
        match visit.site.memory.for_reading(cost).await {
            None => return Unpacked::not(CannotScan::TimedOut),
            share => share,
        }
    };
    let mut unpacked = unpack_for(visit, acts, bytes, content_type).await;
    unpacked.readable = unpacked.readable.with(share);
    unpacked
}

/// Reads for the policies of this moment, and once more where others came into force meanwhile.
async fn unpack_for(
    visit: &Visit,
    acts: &[Act<'_>],
    bytes: &Bytes,
    content_type: &str,
) -> Unpacked {
    let limits = visit.site.inspection.limits();
    let time = visit.site.inspection.time();
    let mut unpacked = Unpacked::not(CannotScan::TimedOut);
    for _ in 0..READINGS {
        let asking = Arc::new(Asking::of(visit, acts));
        let by = Arc::clone(&asking);
        let (bytes, content_type) = (bytes.clone(), content_type.to_owned());
        let read = tokio::task::spawn_blocking(move || {
            let began = Instant::now();
            let in_time = |spent: Duration| began.elapsed().saturating_sub(spent) < time;
            unpack_now(&bytes, &content_type, &limits, &asking, in_time)
        });
        let read = read.await;
        unpacked = read.unwrap_or_else(|_| Unpacked::not(CannotScan::Corrupt));
        if !by.is_outdated(visit) {
            break;
        }
    }
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

/// Reads while `in_time` says so, which is told how long was looked into what was read, and looks into it meanwhile.
fn unpack_now(
    bytes: &Bytes,
    content_type: &str,
    limits: &Limits,
    asking: &Asking,
    mut in_time: impl FnMut(Duration) -> bool,
) -> Unpacked {
    let as_it_stands = read_text(bytes, content_type, limits.characters);
    let text = as_it_stands.text();
    if let Some(file_type) = text_type(bytes)
        && text.is_some_and(|text| !text.contains('\0'))
    {
        return Unpacked::text(as_it_stands, file_type);
    }
    let is_cut = matches!(as_it_stands, Readable::Part(_));
    let mut report = None;
    let examined = asking.examine(&mut |examination, spent| {
        let mut sink = Looking::new(examination, spent, &mut in_time);
        let told = files::read(bytes, None, limits, &mut sink);
        if let Some(text) = text {
            examination.content("\n");
            examination.content(text);
        }
        let extent = extent(&told, is_cut, examination.length() == 0);
        report = Some(told);
        extent
    });
    match (examined, report) {
        (Some(examined), Some(report)) => Unpacked {
            readable: Readable::Examined(Box::new(examined)),
            labels: report.labels,
            file_type: Some(report.file_type),
        },
        (None, _) | (_, None) => Unpacked::not(CannotScan::Corrupt),
    }
}

/// How far a file was read.
fn extent(report: &Report, is_cut: bool, is_empty: bool) -> Extent {
    match report.outcome().map(reason) {
        None if is_cut => Extent::Part,
        None => Extent::Whole,
        Some(reason) if is_empty => Extent::Not(reason),
        // Where names alone were read, the reason says more.
        Some(reason) if !report.reasons.contains(Reason::Partial) => Extent::Not(reason),
        Some(_) => Extent::Part,
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
    use super::{Bytes, CannotScan, Extent, Limits, Readable, Unpacked, files, unpack_now};
    use crate::control::looking::Asking;
    use std::path::Path;
    use stepgate_inspect::files::Texts;

    fn made(name: &str) -> Bytes {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/files/made");
        std::fs::read(folder.join(name)).unwrap().into()
    }

    #[test]
    fn reading_ends_when_the_time_is_over() {
        // 1 MB becomes 300 MB: at a step of the clock for every piece, much longer than it has.
        let file = made("bomb.zip");
        let mut now = 0;
        let clock = |_| {
            now += 1;
            now < 10
        };
        let limits = Limits {
            ratio: u64::MAX,
            entry_bytes: u64::MAX,
            ..Limits::default()
        };
        let unpacked = unpack_now(&file, "", &limits, &cards(), clock);
        assert_eq!(
            extent(&unpacked),
            Some(Extent::Not(CannotScan::TimedOut)),
            "{unpacked:?}"
        );
        assert_eq!(now, 10, "nothing was asked, or reading went on");
    }

    #[test]
    fn what_was_read_in_time_counts() {
        let file = made("letter.docx");
        let unpacked = unpack_now(&file, "", &Limits::default(), &cards(), |_| true);
        assert_eq!(extent(&unpacked), Some(Extent::Whole));
    }

    #[test]
    fn what_looking_takes_is_no_time_of_reading() {
        let (file, mut spent) = (made("letter.docx"), Vec::new());
        let unpacked = unpack_now(&file, "", &Limits::default(), &cards(), |so_far| {
            spent.push(so_far);
            true
        });
        assert_eq!(extent(&unpacked), Some(Extent::Whole));
        assert!(
            spent.is_sorted() && spent.last() > spent.first(),
            "{spent:?}"
        );
    }

    #[test]
    fn a_document_says_what_its_gathered_text_says() {
        let looking = [
            r#"{"presetExpression":["paymentCard","iban","email"],"minimumConfidence":"low"}"#,
            r#"{"customExpression":{"regex":"(?m)^\\w+"}}"#,
            r#"{"customExpression":{"regex":"\\w+$"}, "searchIn":["metadata"]}"#,
            r#"{"customExpression":{"regex":"(?m)^.*: .*$"}, "searchIn":["metadata"]}"#,
        ];
        for name in ["letter.docx", "label-info.pdf", "bomb.zip"] {
            let file = made(name);
            let mut texts = Texts::new(|| true);
            files::read(&file, None, &Limits::default(), &mut texts);
            for inspection in looking {
                let asking = Asking::one_policy(inspection);
                let mut in_one = asking.examine(&mut |examination, _| {
                    examination.content(&texts.content);
                    examination.metadata(&texts.metadata);
                    Extent::Whole
                });
                let unpacked = unpack_now(&file, "", &Limits::default(), &asking, |_| true);
                if extent(&unpacked) != Some(Extent::Whole) {
                    in_one = asking.examine(&mut |examination, _| {
                        examination.content(&texts.content);
                        examination.metadata(&texts.metadata);
                        extent(&unpacked).unwrap()
                    });
                }
                let Readable::Examined(examined) = unpacked.readable else {
                    panic!("{name} was not looked into");
                };
                assert_eq!(Some(*examined), in_one, "{name}: {inspection}");
            }
        }
    }

    fn cards() -> Asking {
        Asking::one_policy(r#"{"presetExpression":"paymentCard"}"#)
    }

    fn extent(unpacked: &Unpacked) -> Option<Extent> {
        match &unpacked.readable {
            Readable::Examined(examined) => Some(examined.extent()),
            Readable::Text(_) | Readable::Part(_) | Readable::Not(_) => None,
        }
    }
}
