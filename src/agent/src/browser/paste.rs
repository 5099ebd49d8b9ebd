//! Pasting text or files: the `paste` event.

use super::selection::Spot;
use super::{boundary, event, files, sides};
use crate::facts::{Facts, Material};
use crate::gate::{self, Ruled};
use crate::hold::Resume;
use crate::host::{Handle, call, dictionary, make};
use crate::natives::Native;
use crate::seal::Copied;
use crate::session;
use stepgate_policy::ActivityType;

/// A paste that waits.
#[derive(Debug)]
pub struct HeldPaste {
    text: String,
    html: String,
    /// Whether the HTML is what a rich editor takes, as it was sealed here; else the text is.
    rich: bool,
    files: Vec<crate::host::Kept>,
    spot: Spot,
}

/// `paste`.
pub fn pasting(event: Handle) {
    if !event::is_trusted(event) {
        return;
    }
    let Some(data) = event.get_object(Native::ClipboardData) else {
        return;
    };
    let Some(target) = event::innermost(event) else {
        return;
    };
    if let Some(copied) = boundary::found(data) {
        return boundary::pasting(event, copied, target);
    }
    let files = data
        .get_object(Native::DataFiles)
        .map(files::undecided)
        .unwrap_or_default();
    let ruled = gate::rule_all(sides::at(target, || facts(data, &files)));
    if masked(&ruled, &|| text_of(data, "text/plain"), target) {
        return event::stop(event);
    }
    if !gate::settle(ruled, || {
        Resume::Paste(HeldPaste::new(data, &files, target))
    }) {
        return event::stop(event);
    }
    files::decided(&files);
}

/// Files are uploads; anything else is pasted.
fn facts(data: Handle, files: &[Handle]) -> Vec<Facts> {
    if files.is_empty() {
        return vec![text_facts(data)];
    }
    files.iter().map(|file| files::upload(*file)).collect()
}

/// Pastes, or drops, the text with what was found masked, if that is what is asked for.
pub fn masked(ruled: &[Ruled], text: &dyn Fn() -> String, target: Handle) -> bool {
    let text = gate::mask(ruled, || vec![text()]);
    let Some(text) = text.and_then(|mut parts| parts.pop()) else {
        return false;
    };
    gate::masked(ruled);
    let paste = HeldPaste {
        text,
        html: String::new(),
        rich: false,
        files: Vec::new(),
        spot: Spot::at(target),
    };
    paste.go();
    true
}

/// The attempt to bring the text of `data` into the page.
#[must_use]
pub fn text_facts(data: Handle) -> Facts {
    let facts = Facts::new(ActivityType::Paste);
    if session::asks_for_content(&facts) {
        facts.with(Material::of(
            data.call(Native::GetData, &["text/plain".into()]),
        ))
    } else {
        facts
    }
}

/// The data of one kind.
#[must_use]
pub fn text_of(data: Handle, kind: &str) -> String {
    data.call(Native::GetData, &[kind.into()]).text()
}

impl HeldPaste {
    /// Holds what `data` would bring to `target`.
    #[must_use]
    pub fn new(data: Handle, files: &[Handle], target: Handle) -> Self {
        Self {
            text: text_of(data, "text/plain"),
            html: text_of(data, "text/html"),
            rich: false,
            files: files::keep(files),
            spot: Spot::at(target),
        }
    }

    /// Holds what was sealed, for `target`.
    #[must_use]
    pub fn sealed(copied: Copied, target: Handle) -> Self {
        Self {
            text: copied.plain,
            html: copied.html,
            rich: true,
            files: Vec::new(),
            spot: Spot::at(target),
        }
    }

    /// Pastes: the page's own handlers first, as with any paste, then the browser.
    pub fn go(self) {
        self.spot.restore();
        let target = self.spot.element();
        let files: Vec<Handle> = self.files.iter().map(crate::host::Kept::handle).collect();
        files::decided(&files);
        if self.page_takes(target, &files) || !files.is_empty() {
            return;
        }
        let document = event::document_of(target);
        let insert = |how: &str, what: &str| {
            let args = [how.into(), false.into(), what.into()];
            call(Native::ExecCommand, document, &args).truthy()
        };
        let html = self.safe_html();
        if html.is_empty() || !insert("insertHTML", &html) {
            insert("insertText", &self.text);
        }
    }

    /// The HTML without anything that could run, as a browser makes it of what it pastes; empty where text is enough,
    /// or this browser cannot. A text field refuses it.
    fn safe_html(&self) -> String {
        if !self.rich || self.html.is_empty() {
            return String::new();
        }
        let made = call(Native::CreateElement, Native::Document, &["div".into()]);
        let cleaned = made
            .object()
            .filter(|holder| !holder.call(Native::SetHtml, &[(&self.html).into()]).threw());
        cleaned.map_or_else(String::new, |holder| holder.get_text(Native::InnerHtml))
    }

    fn page_takes(&self, target: Handle, files: &[Handle]) -> bool {
        let Some(transfer) = files::transfer(files) else {
            return false;
        };
        for (kind, text) in [("text/plain", &self.text), ("text/html", &self.html)] {
            if !text.is_empty() {
                transfer.call(Native::SetData, &[kind.into(), text.into()]);
            }
        }
        let init = dictionary(&[
            ("bubbles", true.into()),
            ("cancelable", true.into()),
            ("composed", true.into()),
            ("clipboardData", transfer.into()),
        ]);
        let Some(paste) = make(Native::NewClipboardEvent, &["paste".into(), init.into()]) else {
            return false;
        };
        target.call(Native::Dispatch, &[paste.into()]);
        paste.get(Native::DefaultPrevented).truthy()
    }
}
