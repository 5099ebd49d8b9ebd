//! `document.execCommand`: printing does not fire a copy or paste event, so it is decided here.

use super::print;
use crate::hooks::Verdict;
use crate::host::{Handle, Value};

/// `document.execCommand(name, …)`.
#[must_use]
pub fn running(this: Handle, list: Handle, native: Handle) -> Verdict {
    let name = match list.element(0) {
        Value::Text(text, units) => crate::abi::text(text, units),
        Value::Object(object) => object.to_text(),
        Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Thrown(_) => {
            String::new()
        }
    };
    if name.eq_ignore_ascii_case("print") {
        return match print::printing(this, list, native) {
            Verdict::Return(Value::Undefined) => Verdict::Return(Value::Bool(false)),
            other => other,
        };
    }
    Verdict::GoOn
}
