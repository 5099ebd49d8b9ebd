//! `XMLHttpRequest`.

use super::held_call::{HeldCall, Otherwise};
use super::weak::WeakMemory;
use super::{body, files};
use crate::gate;
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{Handle, Value, dictionary};
use crate::natives::Native;

thread_local! {
    /// Where a request goes and what it says its body is.
    static OPENED: WeakMemory = const { WeakMemory::new() };
}

/// An address no browser can reach: the request fails as one that does not arrive.
const NOWHERE: &str = "stepgate:stopped";

/// `request.open(method, url, async)`.
pub fn opening(this: Handle, list: Handle) {
    let url = match list.element(1) {
        Value::Object(object) => object.to_text(),
        other => other.text(),
    };
    let waits = matches!(list.element(2), Value::Bool(false));
    let known = dictionary(&[("url", (&url).into()), ("waits", waits.into())]);
    OPENED.with(|memory| memory.set(this, known.into()));
}

/// `request.setRequestHeader(name, value)`.
pub fn heading(this: Handle, list: Handle) {
    if list.element(0).text().eq_ignore_ascii_case("content-type")
        && let Some(known) = OPENED.with(|memory| memory.get(this)).object()
    {
        known.put("type", list.element(1).as_arg());
    }
}

/// `request.send(body)`.
#[must_use]
pub fn sending(this: Handle, list: Handle, native: Handle) -> Verdict {
    let content = list.element(0);
    if !content.exists() {
        return Verdict::GoOn;
    }
    let known = OPENED.with(|memory| memory.get(this)).object();
    let member = |name| {
        known
            .map(|known| known.member(name).text())
            .unwrap_or_default()
    };
    let parts = body::parts(content, &member("type"), &member("url"));
    let list = match &parts.fixed {
        Some(text) => one(text),
        None => list,
    };
    let held = || Resume::Call(HeldCall::new(native, this, list, Otherwise::RequestFails));
    let ruled: Vec<gate::Ruled> = gate::rule_all(parts.facts);
    let action = gate::strictest(&ruled);
    if gate::settle(ruled, held) {
        files::decided(&parts.files);
        return match native.apply(this, list) {
            thrown @ Value::Thrown(_) => Verdict::Throw(thrown),
            sent => Verdict::Return(sent),
        };
    }
    if action == stepgate_policy::Action::Block {
        return fail_now(this);
    }
    Verdict::Return(Value::Undefined)
}

fn one(text: &str) -> Handle {
    let list = dictionary(&[("0", text.into())]);
    list.put("length", 1.0);
    list
}

/// Lets the request fail as one that does not arrive.
pub fn fail(request: Handle) {
    let _ = fail_now(request);
}

fn fail_now(request: Handle) -> Verdict {
    let known = OPENED.with(|memory| memory.get(request)).object();
    let waits = known.is_some_and(|known| known.member("waits").truthy());
    request.call(
        Native::XhrOpen,
        &["GET".into(), NOWHERE.into(), (!waits).into()],
    );
    match request.call(Native::XhrSend, &[]) {
        thrown @ Value::Thrown(_) => Verdict::Throw(thrown),
        _ => Verdict::Return(Value::Undefined),
    }
}
