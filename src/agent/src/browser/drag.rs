//! Dragging out: the `dragstart` event. Text, a link or an image leaves as it would by copying.

use super::{event, selection, sides};
use crate::facts::{Facts, Material};
use crate::hold::Resume;
use crate::host::Handle;
use crate::natives::Native;
use crate::{gate, session};
use core::cell::Cell;
use stepgate_policy::ActivityType;

thread_local! {
    static FROM_HERE: Cell<bool> = const { Cell::new(false) };
}

/// `dragstart`.
pub fn starting(event: Handle) {
    FROM_HERE.set(true);
    let Some(target) = event::innermost(event).filter(|_| event::is_trusted(event)) else {
        return;
    };
    let text = dragged(target);
    if text.is_empty() {
        return; // an app's own dragging: nothing the browser would hand out
    }
    let facts = sides::at(target, || Facts::new(ActivityType::Copy));
    let facts = if session::asks_for_content(&facts) {
        facts.with(Material::Text(text))
    } else {
        facts
    };
    if !gate::pass(facts, || Resume::Nothing) {
        FROM_HERE.set(false);
        event::stop(event);
    }
}

/// `dragend`.
pub fn ended() {
    FROM_HERE.set(false);
}

/// Whether what is dragged began in this page.
#[must_use]
pub fn is_from_here() -> bool {
    FROM_HERE.get()
}

/// What the browser itself would drag: an image, a link, or the selection.
fn dragged(target: Handle) -> String {
    if target.get(Native::NodeType).number() as u32 == 1 {
        if let Some(image) = event::closest(target, "img") {
            return image.call(Native::GetAttribute, &["src".into()]).text();
        }
        if let Some(link) = event::closest(target, "a[href]") {
            return link.get_text(Native::AnchorHref);
        }
        if target
            .call(Native::HasAttribute, &["draggable".into()])
            .truthy()
        {
            return String::new();
        }
    }
    selection::text(target)
}
