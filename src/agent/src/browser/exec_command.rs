//! `document.execCommand`: printing does not fire a copy or paste event, so it is decided here.

use super::print;
use crate::hooks::Verdict;
use crate::host::{self, Handle, Value};

/// `document.execCommand(name, …)`.
#[must_use]
pub fn running(this: Handle, list: Handle, native: Handle) -> Verdict {
    if let Some(full) = host::without_room() {
        return Verdict::Throw(full);
    }
    let name = list.element(0).converted().text();
    if name.eq_ignore_ascii_case("print") {
        return match print::printing(this, list, native) {
            Verdict::Return(Value::Undefined) => Verdict::Return(Value::Bool(false)),
            other => other,
        };
    }
    Verdict::GoOn
}
