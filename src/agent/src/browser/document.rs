//! What does a file say that cannot be read at once: a document, an archive, or a long text?
//!
//! Text is read where it stands. Everything else is read elsewhere, and meanwhile what is attempted with it waits.

use super::blobs;
use super::bytes::Source;
use super::weak::WeakMemory;
use crate::abi::MOST_UNITS;
use crate::facts::{Facts, MOST_TEXT, Material};
use crate::host::{self, Handle, Value, dictionary};
use crate::natives::Native;
use crate::session;
use stepgate_inspect::{FILE_HEAD, file_type};
use stepgate_policy::{CannotScan, Label};

thread_local! {
    /// What was read of blobs, for as long as the page has them.
    static READ: WeakMemory = const { WeakMemory::new() };
}

/// What the reader tells of a file.
const TOLD: [&str; 5] = ["text", "metadata", "fileType", "labels", "outcome"];

/// `facts` with what policies ask of what is in `blob`; where that cannot be had at once, it is to be read first.
#[must_use]
#[inline(never)]
pub fn told(facts: Facts, blob: Handle) -> Facts {
    if !is_asked(&facts) {
        return facts;
    }
    if let Some(known) = known(blob) {
        return with(facts, known);
    }
    match at_once(blob, session::asks_for_content(&facts)) {
        Some(material) => facts.with(material),
        None => facts.unread(blob),
    }
}

/// Whether policies ask what is inside.
#[must_use]
pub fn is_asked(facts: &Facts) -> bool {
    session::asks_for_content(facts) || session::asks_for_label(facts)
}

/// What can be had at once; `None` where it has to be read first.
fn at_once(blob: Handle, content: bool) -> Option<Material> {
    let size = blobs::size(blob).unwrap_or(u64::MAX);
    if size > session::limits().bytes {
        return Some(Material::NotScanned(CannotScan::TooLarge));
    }
    if !host::has(Native::ReadFile) {
        return Some(blobs::read(blob));
    }
    if size == 0 {
        return Some(Material::Text(String::new()));
    }
    let head = Source::Blob(blob).piece(0, FILE_HEAD)?;
    if size > u64::from(MOST_TEXT) || !matches!(file_type(&head), "text" | "script") {
        return None;
    }
    if !content {
        return Some(Material::None);
    }
    match blobs::read(blob) {
        Material::Text(text) => Some(Material::Text(text)),
        // Text of another encoding, or a document behind text.
        Material::None | Material::Part(_) | Material::NotScanned(_) => None,
    }
}

/// What was read of it.
#[must_use]
pub fn known(blob: Handle) -> Option<Handle> {
    READ.with(|memory| memory.get(blob)).object()
}

/// Remembers what the reader told.
pub fn remember(blob: Handle, result: Handle) {
    let known = dictionary(&[]);
    for name in TOLD {
        known.put(name, result.member(name).as_arg());
    }
    READ.with(|memory| memory.set(blob, known.into()));
}

/// Remembers that it could not be read.
pub fn unreadable(blob: Handle, reason: CannotScan) {
    let known = dictionary(&[("outcome", reason.keyword().into()), ("text", "".into())]);
    READ.with(|memory| memory.set(blob, known.into()));
}

/// What went wrong may go well the next time.
pub fn forget_failure(blob: Handle) {
    let outcome = known(blob).map(|known| known.member("outcome").text());
    let again = [CannotScan::TimedOut, CannotScan::Corrupt].map(CannotScan::keyword);
    if outcome.is_some_and(|outcome| outcome.split(',').any(|word| again.contains(&word))) {
        READ.with(|memory| memory.forget(blob));
    }
}

/// `facts` with what was read.
#[must_use]
pub fn with(mut facts: Facts, known: Handle) -> Facts {
    facts.unread = None;
    facts.metadata = known.member("metadata").text();
    if let Some(file) = &mut facts.file {
        if file.labels.is_empty() {
            file.labels = Label::of_lines(&known.member("labels").text());
        }
        let kind = known.member("fileType").text();
        if !kind.is_empty() {
            file.file_type = Some(kind);
        }
    }
    // What it is labelled with may be what a policy asks about before it looks inside.
    let asked = session::asks_for_content(&facts);
    facts.with(if asked {
        material(known)
    } else {
        Material::None
    })
}

/// Nothing that was not read to its end is clean.
fn material(known: Handle) -> Material {
    let outcome = known.member("outcome").text_if();
    let Some(outcome) = outcome else {
        return Material::NotScanned(CannotScan::Corrupt);
    };
    let text = known.member("text");
    let is_long = |value| matches!(value, Value::Text(_, units) if units > MOST_UNITS);
    if is_long(text) || is_long(known.member("metadata")) {
        return Material::NotScanned(CannotScan::TooLarge);
    }
    of(text.text_if(), &outcome)
}

/// By the words of the outcome, the gravest first. Where names alone were read, the reason says more than that some was.
fn of(text: Option<String>, outcome: &str) -> Material {
    let reason = |word| CannotScan::parse(word).unwrap_or(CannotScan::Corrupt);
    let mut reasons = outcome
        .split(',')
        .filter(|word| !word.is_empty())
        .map(reason);
    match (reasons.clone().next(), text) {
        (None, Some(text)) => Material::Text(text),
        (None, None) => Material::NotScanned(CannotScan::Corrupt),
        (Some(_), Some(text))
            if !text.is_empty() && reasons.any(|one| one == CannotScan::Partial) =>
        {
            Material::Part(text)
        }
        (Some(gravest), _) => Material::NotScanned(gravest),
    }
}

#[cfg(test)]
mod tests {
    use super::{Material, of};
    use stepgate_policy::CannotScan;

    fn text(text: &str) -> Option<String> {
        Some(text.into())
    }

    #[test]
    fn only_what_was_read_to_its_end_is_all_of_the_text() {
        assert!(matches!(of(text("all"), ""), Material::Text(all) if all == "all"));
        assert!(
            matches!(of(text("some"), "tooLarge,partial"), Material::Part(some) if some == "some")
        );
    }

    #[test]
    fn what_was_not_read_says_why() {
        for (read, outcome, reason) in [
            (text(""), "passwordEncrypted", CannotScan::PasswordEncrypted),
            (
                text(""),
                "rightsProtected,partial",
                CannotScan::RightsProtected,
            ),
            (text("names"), "timedOut", CannotScan::TimedOut),
            (None, "", CannotScan::Corrupt),
            (text("x"), "a word nobody knows", CannotScan::Corrupt),
        ] {
            let material = of(read, outcome);
            assert!(
                matches!(&material, Material::NotScanned(why) if *why == reason),
                "{outcome}: {material:?}"
            );
        }
    }
}
