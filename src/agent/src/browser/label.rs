//! Which sensitivity label does something carry? The nearest `data-sensitivity-label`, or that of the
//! response a blob was made of.

use super::event;
use super::weak::WeakMemory;
use crate::host::{Handle, dictionary};
use crate::natives::Native;
use core::cell::RefCell;
use stepgate_policy::Label;

const ATTRIBUTE: &str = "data-sensitivity-label";
const SELECTOR: &str = "[data-sensitivity-label]";
/// The response headers a label is read from.
pub const HEADERS: [&str; 2] = [
    stepgate_protocol::paths::LABEL_HEADER,
    "x-sensitivity-label",
];

thread_local! {
    static OF_BLOB: WeakMemory = const { WeakMemory::new() };
    static LAST: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// The label of an element or of what it lies in.
#[must_use]
pub fn of_element(element: Handle) -> Option<String> {
    let labelled = event::closest(element, SELECTOR)?;
    labelled
        .call(Native::GetAttribute, &[ATTRIBUTE.into()])
        .text_if()
        .filter(|label| !label.is_empty())
}

/// The labels of a file that is declared to have one.
#[must_use]
pub fn declared(label: Option<String>) -> Vec<Label> {
    label.iter().map(|label| Label::declared(label)).collect()
}

/// Remembers what the person last activated: a script may start a download because of it.
pub fn activated(element: Handle) {
    let label = of_element(element);
    LAST.set(label);
}

/// The label of what the person last activated.
#[must_use]
pub fn last_activated() -> Option<String> {
    LAST.with_borrow(Clone::clone)
}

/// Where a blob comes from.
#[derive(Clone, Debug, Default)]
pub struct Origin {
    /// The label of the response it was made of.
    pub label: Option<String>,
    /// The object a step-up has released it as.
    pub released: Option<String>,
}

/// Remembers where a blob comes from.
pub fn put_on_blob(blob: Handle, origin: &Origin) {
    let known = dictionary(&[]);
    for (name, text) in [("label", &origin.label), ("released", &origin.released)] {
        if let Some(text) = text {
            known.put(name, text);
        }
    }
    OF_BLOB.with(|memory| memory.set(blob, known.into()));
}

/// Where a blob comes from, as far as it is known.
#[must_use]
pub fn of_blob(blob: Handle) -> Origin {
    let known = OF_BLOB.with(|memory| memory.get(blob)).object();
    let text = |name| known.and_then(|known| known.member(name).text_if());
    Origin {
        label: text("label"),
        released: text("released"),
    }
}
