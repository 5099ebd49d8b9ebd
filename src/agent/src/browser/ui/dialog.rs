//! The dialog: one at a time, modal, with the focus in it until it is answered.

use super::root;
use crate::host::{Handle, Kept};
use crate::natives::Native;
use crate::session::Words;
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
    /// Go on in spite of a warning.
    GoOn,
    /// Heed it.
    Refuse,
}

/// What a dialog says.
#[derive(Debug)]
pub struct Dialog<'a> {
    /// Heading.
    pub title: &'a str,
    /// What happened.
    pub what: &'a str,
    /// The policy's own message, if a policy asks; its title goes before ours.
    pub why: Option<&'a Words>,
    /// What comes next, or what is waited for; may be empty.
    pub status: &'a str,
    /// Where the person writes something.
    pub field: Option<Field<'a>>,
    /// The last one is the one to press; the first one is Escape's.
    pub buttons: &'a [(Press, &'a str)],
}

/// A text field.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// What it is for.
    pub label: &'a str,
    /// How it is to be filled in.
    pub hint: &'a str,
    /// The most UTF-16 code units it takes.
    pub longest: u32,
}

struct Shown {
    dialog: Kept,
    /// The text field, and where what is wrong with it is said.
    field: Option<(Kept, Kept)>,
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
    let own = content.why.filter(|why| !why.title.is_empty());
    let title = own.map_or(content.title, |why| &why.title);
    let title = root::element("h2", "", title)?;
    if let Some(why) = own {
        root::attribute(title, "lang", &why.language);
    }
    root::attribute(title, "id", "title");
    root::append(head, title);
    root::append(dialog, head);
    root::append(dialog, describe(content)?);
    let field = match content.field {
        Some(field) => Some(add_field(dialog, field)?),
        None => None,
    };
    let row = root::element("div", "buttons", "")?;
    let buttons = add_buttons(row, content.buttons)?;
    root::append(dialog, row);
    root::append(shadow, dialog);
    dialog.call(Native::ShowModal, &[]);
    match (&field, buttons.last()) {
        (Some((field, _)), _) => root::focus(field.handle()),
        (None, Some((last, _))) => root::focus(last.handle()),
        (None, None) => {}
    }
    Some(Shown {
        dialog: dialog.keep(),
        field,
        buttons,
    })
}

fn describe(content: &Dialog<'_>) -> Option<Handle> {
    let text = root::element("div", "text", "")?;
    root::attribute(text, "id", "what");
    root::append(text, root::element("p", "what", content.what)?);
    if let Some(why) = content.why {
        root::append_message(text, why)?;
    }
    if !content.status.is_empty() {
        let status = root::element("p", "status", content.status)?;
        root::attribute(status, "role", "status");
        root::append(text, status);
    }
    Some(text)
}

fn add_field(dialog: Handle, field: Field<'_>) -> Option<(Kept, Kept)> {
    let label = root::element("label", "label", field.label)?;
    root::attribute(label, "for", "field");
    root::append(dialog, label);
    let area = root::element("textarea", "field", "")?;
    for (name, value) in [
        ("id", "field"),
        ("rows", "3"),
        ("required", ""),
        ("aria-describedby", "hint wrong"),
        ("maxlength", &field.longest.to_string()),
    ] {
        root::attribute(area, name, value);
    }
    root::append(dialog, area);
    let hint = root::element("p", "status", field.hint)?;
    root::attribute(hint, "id", "hint");
    root::append(dialog, hint);
    let wrong = root::element("p", "wrong", "")?;
    root::attribute(wrong, "id", "wrong");
    root::attribute(wrong, "role", "alert");
    root::append(dialog, wrong);
    Some((area.keep(), wrong.keep()))
}

/// What the person wrote.
#[must_use]
pub fn entered() -> String {
    SHOWN.with_borrow(|shown| {
        let field = shown.as_ref().and_then(|shown| shown.field.as_ref());
        field.map_or_else(String::new, |(area, _)| {
            area.handle().get_text(Native::AreaValue).trim().into()
        })
    })
}

/// Says what is wrong with it, and leads there.
pub fn complain(wrong: &str) {
    SHOWN.with_borrow(|shown| {
        if let Some((area, place)) = shown.as_ref().and_then(|shown| shown.field.as_ref()) {
            place.handle().set(Native::SetText, wrong);
            root::attribute(area.handle(), "aria-invalid", "true");
            root::focus(area.handle());
        }
    });
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
