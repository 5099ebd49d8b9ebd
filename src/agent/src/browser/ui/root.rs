//! The element all our surfaces live in.

use super::style;
use crate::browser::language;
use crate::host::{Arg, Handle, Kept, call, dictionary, make};
use crate::natives::Native;
use crate::session::Words;
use crate::text;
use core::cell::RefCell;

struct Root {
    host: Kept,
    shadow: Kept,
}

thread_local! {
    static ROOT: RefCell<Option<Root>> = const { RefCell::new(None) };
}

/// A new element of ours.
#[must_use]
pub fn element(name: &str, class: &str, content: &str) -> Option<Handle> {
    let made = call(Native::CreateElement, Native::Document, &[name.into()]).object()?;
    if !class.is_empty() {
        attribute(made, "class", class);
    }
    if !content.is_empty() {
        made.set(Native::SetText, content);
    }
    Some(made)
}

/// Sets an attribute.
pub fn attribute(element: Handle, name: &str, value: &str) {
    element.call(Native::SetAttribute, &[name.into(), value.into()]);
}

/// Puts `child` into `parent`.
pub fn append(parent: Handle, child: Handle) {
    parent.call(Native::AppendChild, &[child.into()]);
}

/// The shield beside every heading.
#[must_use]
pub fn shield() -> Option<Handle> {
    let drawing = |name: &str| {
        let args = ["http://www.w3.org/2000/svg".into(), name.into()];
        call(Native::CreateElementNs, Native::Document, &args).object()
    };
    let shield = drawing("svg")?;
    for (name, value) in [
        ("viewBox", "0 0 24 24"),
        ("aria-hidden", "true"),
        ("class", "shield"),
    ] {
        attribute(shield, name, value);
    }
    for (class, shape) in [
        (
            "body",
            "M12 2 4 5v6c0 5 3.4 9.4 8 11 4.6-1.6 8-6 8-11V5l-8-3Z",
        ),
        ("sign", "M12 7.5v5.2M12 16.2v.1"),
    ] {
        let path = drawing("path")?;
        attribute(path, "class", class);
        attribute(path, "d", shape);
        append(shield, path);
    }
    Some(shield)
}

/// Where our surfaces go; made at the first need, and put back if the page took it away.
#[must_use]
pub fn shadow() -> Option<Handle> {
    if ROOT.with_borrow(Option::is_none) {
        let made = build()?;
        ROOT.set(Some(made));
    }
    let (host, shadow) = handles()?;
    if !host.get(Native::IsConnected).truthy() {
        append(
            call(Native::DocumentElement, Native::Document, &[]).object()?,
            host,
        );
    }
    Some(shadow)
}

fn handles() -> Option<(Handle, Handle)> {
    ROOT.with_borrow(|root| {
        root.as_ref()
            .map(|root| (root.host.handle(), root.shadow.handle()))
    })
}

fn build() -> Option<Root> {
    let host = element("div", "", "")?;
    attribute(host, "lang", text::LANGUAGE);
    attribute(host, "dir", "ltr");
    let closed = dictionary(&[("mode", "closed".into())]);
    let shadow = host.call(Native::AttachShadow, &[closed.into()]).object()?;
    if let Some(sheet) = make(Native::NewSheet, &[]) {
        sheet.call(Native::ReplaceSheet, &[style::SHEET.into()]);
        if let Some(sheets) = shadow.get_object(Native::ShadowSheets) {
            sheets.call(Native::ArrayPush, &[sheet.into()]);
        }
    }
    Some(Root {
        host: host.keep(),
        shadow: shadow.keep(),
    })
}

/// Whether the event happened in one of our surfaces.
#[must_use]
pub fn is_ours(event: Handle) -> bool {
    let target = event.get_object(Native::Target);
    match (handles(), target) {
        (Some((host, _)), Some(target)) => host.is(target),
        _ => false,
    }
}

/// Which button of ours was clicked. Seen from the window the event is the host's; the button is under
/// the pointer, or has the focus.
#[must_use]
pub fn button_of(event: Handle) -> Option<Handle> {
    if !is_ours(event) {
        return None;
    }
    let (_, shadow) = handles()?;
    let by_pointer = event.get(Native::Detail).number() > 0.0;
    let found = if by_pointer {
        let [x, y] = [Native::ClientX, Native::ClientY].map(|axis| event.get(axis).as_arg());
        shadow.call(Native::ShadowAtPoint, &[x, y]).object()
    } else {
        focused()
    };
    found?.call(Native::Closest, &["button".into()]).object()
}

/// What of ours has the focus.
#[must_use]
pub fn focused() -> Option<Handle> {
    handles()?.1.get_object(Native::ShadowActive)
}

/// A button.
#[must_use]
pub fn button(label: &str, class: &str) -> Option<Handle> {
    let button = element("button", class, label)?;
    attribute(button, "type", "button");
    Some(button)
}

/// What a policy says: its body, and where more is said. Plain text and a plain address.
pub fn append_message(parent: Handle, message: &Words) -> Option<()> {
    if !message.body.is_empty() {
        let body = element("p", "why", &message.body)?;
        attribute(body, "lang", &message.language);
        append(parent, body);
    }
    if language::is_web(&message.learn_more) {
        let place = element("p", "more", "")?;
        let link = element("a", "", text::LEARN_MORE)?;
        for (name, value) in [
            ("href", message.learn_more.as_str()),
            ("target", "_blank"),
            ("rel", "noopener noreferrer"),
        ] {
            attribute(link, name, value);
        }
        append(place, link);
        append(parent, place);
    }
    Some(())
}

/// Whatever had the focus gets it back.
pub fn focus(element: Handle) {
    let quietly = dictionary(&[("preventScroll", Arg::Bool(true))]);
    element.call(Native::FocusElement, &[quietly.into()]);
}
