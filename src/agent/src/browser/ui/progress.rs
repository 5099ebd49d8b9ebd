//! That a file is being read, how far, and how to give it up. It does not take the focus.

use super::{notice, root};
use crate::host::{Handle, Kept};
use crate::natives::Native;
use crate::{reading, text};
use core::cell::RefCell;

struct Shown {
    card: Kept,
    /// Where it is said what is read.
    title: Kept,
    line: Kept,
    bar: Kept,
    percent: Kept,
    cancel: Kept,
}

thread_local! {
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

/// Says what is read; what was said before is changed.
pub fn show(words: &text::Reading) {
    if !is_open() {
        let built = build();
        SHOWN.set(built);
    }
    with(|shown| {
        shown.title.handle().set(Native::SetText, &words.title);
        shown.line.handle().set(Native::SetText, &words.line);
        let bar = shown.bar.handle();
        root::attribute(bar, "aria-label", &words.title);
        bar.call(Native::RemoveAttribute, &["value".into()]);
        shown.percent.handle().set(Native::SetText, "");
    });
}

/// So many bytes of a file of `size` were looked at. Of packed files it becomes more than there is: then nobody knows how
/// much is left.
pub fn come(bytes: u64, size: u64) {
    with(|shown| {
        let (bar, percent) = (shown.bar.handle(), shown.percent.handle());
        if bytes < size {
            let done = (bytes.saturating_mul(100) / size).to_string();
            root::attribute(bar, "value", &done);
            percent.set(Native::SetText, &[&done, "\u{a0}%"].concat());
        } else {
            bar.call(Native::RemoveAttribute, &["value".into()]);
            percent.set(Native::SetText, "");
        }
    });
}

fn with(change: impl FnOnce(&Shown)) {
    SHOWN.with_borrow(|shown| {
        if let Some(shown) = shown {
            change(shown);
        }
    });
}

fn build() -> Option<Shown> {
    let card = root::element("section", "notice reading", "")?;
    root::append(card, root::shield()?);
    let body = root::element("div", "text", "")?;
    let status = root::element("div", "", "")?;
    root::attribute(status, "role", "status");
    let title = root::element("h2", "", "")?;
    let line = root::element("p", "what", "")?;
    root::append(status, title);
    root::append(status, line);
    root::append(body, status);
    let bar = root::element("progress", "", "")?;
    root::attribute(bar, "max", "100");
    let row = root::element("div", "bar", "")?;
    root::append(row, bar);
    let percent = root::element("span", "", "")?;
    root::attribute(percent, "aria-hidden", "true"); // the bar says it
    root::append(row, percent);
    root::append(body, row);
    let row = root::element("div", "buttons", "")?;
    let cancel = root::button(text::CANCEL, "")?;
    root::append(row, cancel);
    root::append(body, row);
    root::append(card, body);
    notice::put(card)?; // filled after it is there, so that it is read out
    Some(Shown {
        card: card.keep(),
        title: title.keep(),
        line: line.keep(),
        bar: bar.keep(),
        percent: percent.keep(),
        cancel: cancel.keep(),
    })
}

/// Whether it is there.
#[must_use]
pub fn is_open() -> bool {
    SHOWN.with_borrow(Option::is_some)
}

/// Nothing is read any more.
pub fn close() {
    if let Some(shown) = SHOWN.take() {
        shown.card.handle().call(Native::RemoveElement, &[]);
        notice::hide_if_empty();
    }
}

/// A button was clicked: ours?
pub fn pressed(button: Handle) {
    if SHOWN.with_borrow(|shown| {
        shown
            .as_ref()
            .is_some_and(|it| it.cancel.handle().is(button))
    }) {
        reading::cancel();
    }
}

/// Escape while its button has the focus: gives it up. `false` if that is not so.
pub fn escape() -> bool {
    let focused = root::focused();
    let ours = SHOWN.with_borrow(|shown| {
        let cancel = shown.as_ref().map(|it| it.cancel.handle());
        cancel
            .zip(focused)
            .is_some_and(|(cancel, it)| cancel.is(it))
    });
    if ours {
        reading::cancel();
    }
    ours
}
