//! What do people see of us? A dialog and notices, in a closed shadow root no page script can reach.

pub mod dialog;
pub mod notice;
pub mod progress;
mod root;
mod style;

use crate::browser::event;
use crate::host::Handle;
use crate::natives::Native;

/// A click anywhere: if it is ours, it is dealt with here, and the page does not hear of it.
pub fn clicked(event: Handle) -> bool {
    let Some(button) = root::button_of(event) else {
        return entered(event); // a link or a field of ours: the browser's own business
    };
    if event::is_trusted(event) {
        dialog::pressed(button);
        notice::pressed(button);
        progress::pressed(button);
    }
    event::stop(event);
    true
}

/// Something was written: if it is in our own field, the page does not hear of it.
pub fn entered(event: Handle) -> bool {
    let ours = root::is_ours(event);
    if ours {
        event.call(Native::StopImmediate, &[]);
    }
    ours
}

/// A key anywhere: Escape in our dialog or notice is ours.
pub fn key(event: Handle) -> bool {
    if !root::is_ours(event) {
        return false;
    }
    if event.get_text(Native::Key) == "Escape" && event::is_trusted(event) {
        event::stop(event);
        if !dialog::escape() && !progress::escape() {
            notice::escape();
        }
    } else {
        event.call(Native::StopImmediate, &[]); // the page's shortcuts are not meant
    }
    true
}
