//! The dialog: one at a time, modal, with the focus in it until it is answered.

use super::root;
use crate::host::{Handle, Kept};
use crate::natives::Native;
use crate::step_up;
use core::cell::RefCell;

/// What a button means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Begin the step-up.
    Verify,
    /// Open its window again.
    OpenAgain,
    /// Do it in this tab instead.
    Here,
    /// Give it up.
    Cancel,
    /// Close a dialog that only says something.
    Close,
    /// Put the text on the clipboard.
    CopyNow,
    /// Finish what was begun before a redirect.
    Continue,
}

/// What a dialog says.
#[derive(Debug)]
pub struct Dialog<'a> {
    /// Heading.
    pub title: &'a str,
    /// What happened.
    pub what: &'a str,
    /// The policy's own message; may be empty.
    pub why: &'a str,
    /// What comes next, or what is waited for; may be empty.
    pub status: &'a str,
    /// The last one is the one to press; the first one is Escape's.
    pub buttons: &'a [(Press, &'a str)],
}

struct Shown {
    dialog: Kept,
    buttons: Vec<(Kept, Press)>,
}

thread_local! {
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

/// Shows it in place of the one before.
pub fn show(dialog: &Dialog<'_>) {
    close();
    let shown = build(dialog);
    SHOWN.set(shown);
}

fn build(content: &Dialog<'_>) -> Option<Shown> {
    let shadow = root::shadow()?;
    let dialog = root::element("dialog", "card", "")?;
    for (name, value) in [
        ("role", "alertdialog"),
        ("aria-labelledby", "title"),
        ("aria-describedby", "what"),
    ] {
        root::attribute(dialog, name, value);
    }
    let head = root::element("div", "head", "")?;
    root::append(head, root::shield()?);
    let title = root::element("h2", "", content.title)?;
    root::attribute(title, "id", "title");
    root::append(head, title);
    root::append(dialog, head);
    root::append(dialog, describe(content)?);
    let row = root::element("div", "buttons", "")?;
    let buttons = add_buttons(row, content.buttons)?;
    root::append(dialog, row);
    root::append(shadow, dialog);
    dialog.call(Native::ShowModal, &[]);
    if let Some((last, _)) = buttons.last() {
        root::focus(last.handle());
    }
    Some(Shown {
        dialog: dialog.keep(),
        buttons,
    })
}

fn describe(content: &Dialog<'_>) -> Option<Handle> {
    let text = root::element("div", "text", "")?;
    root::attribute(text, "id", "what");
    root::append(text, root::element("p", "what", content.what)?);
    if !content.why.is_empty() {
        root::append(text, root::element("p", "why", content.why)?);
    }
    if !content.status.is_empty() {
        let status = root::element("p", "status", content.status)?;
        root::attribute(status, "role", "status");
        root::append(text, status);
    }
    Some(text)
}

fn add_buttons(row: Handle, buttons: &[(Press, &str)]) -> Option<Vec<(Kept, Press)>> {
    let mut made = Vec::new();
    for (at, (press, label)) in buttons.iter().enumerate() {
        let class = if at + 1 == buttons.len() {
            "primary"
        } else {
            ""
        };
        let button = root::button(label, class)?;
        root::append(row, button);
        made.push((button.keep(), *press));
    }
    Some(made)
}

/// Closes it; the browser gives the focus back.
pub fn close() {
    if let Some(shown) = SHOWN.take() {
        shown.dialog.handle().call(Native::CloseDialog, &[]);
        shown.dialog.handle().call(Native::RemoveElement, &[]);
    }
}

/// A button was clicked: ours?
pub fn pressed(button: Handle) {
    let press = SHOWN.with_borrow(|shown| {
        let buttons = &shown.as_ref()?.buttons;
        buttons
            .iter()
            .find(|(known, _)| known.handle().is(button))
            .map(|(_, press)| *press)
    });
    if let Some(press) = press {
        step_up::pressed(press);
    }
}

/// Escape: the first button. `false` if there is no dialog.
pub fn escape() -> bool {
    let first = SHOWN.with_borrow(|shown| shown.as_ref()?.buttons.first().map(|(_, press)| *press));
    if let Some(press) = first {
        step_up::pressed(press);
    }
    first.is_some()
}
