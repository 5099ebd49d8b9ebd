//! Clicks made by script, which may never reach the window.

use super::{event, save, upload};
use crate::hooks::Verdict;
use crate::host::{self, Handle, Value};
use crate::natives::Native;

/// `element.click()`.
#[must_use]
pub fn clicking(this: Handle) -> Verdict {
    if event::is_in_the_open(this) {
        return heard(this); // by the window
    }
    hidden(this, Value::Undefined)
}

/// `target.dispatchEvent(event)`.
#[must_use]
pub fn dispatching(this: Handle, list: Handle) -> Verdict {
    let Some(event) = list.element(0).object() else {
        return Verdict::GoOn;
    };
    if event.get_text(Native::Type) != "click" || this.get(Native::NodeType).number() as u32 != 1 {
        return Verdict::GoOn;
    }
    if event::is_in_the_open(this) {
        return heard(this);
    }
    hidden(this, Value::Bool(false))
}

/// What does something by itself when it is clicked.
const ACTIVE: &str = "a[href],area[href],button,input,label";

/// The window hears the click, if there is room for it.
fn heard(element: Handle) -> Verdict {
    if event::closest(element, ACTIVE).is_none() {
        return Verdict::GoOn;
    }
    host::without_room().map_or(Verdict::GoOn, Verdict::Throw)
}

fn hidden(element: Handle, refused: Value) -> Verdict {
    if upload::is_file_input(element) {
        upload::listen_to_detached(element);
        return Verdict::GoOn;
    }
    if save::activate(element) {
        Verdict::GoOn
    } else {
        Verdict::Return(refused)
    }
}

/// `input.showPicker()`.
#[must_use]
pub fn picking(this: Handle) -> Verdict {
    if upload::is_file_input(this) && !event::is_in_the_open(this) {
        upload::listen_to_detached(this);
    }
    Verdict::GoOn
}
