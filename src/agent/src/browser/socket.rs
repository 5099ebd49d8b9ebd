//! `WebSocket.send`.

use super::held_call::{HeldCall, Otherwise};
use super::{body, form};
use crate::gate;
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{Handle, Value};

/// `socket.send(data)`: what is stopped is not sent, and the socket stays open.
#[must_use]
pub fn sending(this: Handle, list: Handle, native: Handle) -> Verdict {
    let facts = match list.element(0) {
        Value::Text(text, units) => form::item(crate::abi::text(text, units)),
        Value::Object(object) => body::message(object),
        Value::Undefined | Value::Null | Value::Bool(_) | Value::Number(_) | Value::Thrown(_) => {
            return Verdict::GoOn;
        }
    };
    let held = || Resume::Call(HeldCall::new(native, this, list, Otherwise::Silence));
    if gate::pass(facts, held) {
        Verdict::GoOn
    } else {
        Verdict::Return(Value::Undefined)
    }
}
