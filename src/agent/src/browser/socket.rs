//! `WebSocket.send`.

use super::held_call::{HeldCall, Otherwise};
use super::{blobs, body, files, form, sides};
use crate::gate;
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{Handle, Value};

/// `socket.send(data)`: what is stopped is not sent, and the socket stays open.
#[must_use]
pub fn sending(this: Handle, list: Handle, native: Handle) -> Verdict {
    let data = list.element(0);
    let facts = sides::toward(sides::of_socket(this), || match data {
        Value::Object(object) => body::message(object),
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(..)
        | Value::Thrown(_) => form::item(data.converted()),
    });
    let ruled = vec![gate::rule(facts)];
    let text = match data {
        Value::Object(_) => None, // bytes
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(..)
        | Value::Thrown(_) => gate::mask(&ruled, || vec![data.converted().text()]),
    };
    if let Some([text]) = text.as_deref() {
        gate::masked(&ruled);
        return blobs::answer(native.apply(this, files::list(&[text.into()])));
    }
    let held = || Resume::Call(HeldCall::new(native, this, list, Otherwise::Silence));
    if gate::settle(ruled, held) {
        Verdict::GoOn
    } else {
        Verdict::Return(Value::Undefined)
    }
}
