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
    let data = list.element(0);
    let facts = match data {
        Value::Object(object) => body::message(object),
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(..)
        | Value::Thrown(_) => form::item(data.converted()),
    };
    let held = || Resume::Call(HeldCall::new(native, this, list, Otherwise::Silence));
    if gate::pass(facts, held) {
        Verdict::GoOn
    } else {
        Verdict::Return(Value::Undefined)
    }
}
