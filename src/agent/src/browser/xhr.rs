//! `XMLHttpRequest`.

use super::held_call::{HeldCall, Otherwise};
use super::stopped::Stopped;
use super::weak::WeakMemory;
use super::{blobs, body, files, place};
use crate::gate::{self, Way};
use crate::hold::Resume;
use crate::hooks::{Hook, Verdict};
use crate::host::{Arg, Handle, Value, dictionary};
use crate::natives::Native;
use crate::wake::Wake;
use stepgate_policy::ActivityType;
use stepgate_protocol::paths;

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
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(..)
        | Value::Thrown(_) => list.element(1).text(),
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
        listen(this);
        return Verdict::GoOn;
    }
    let known = OPENED.with(|memory| memory.get(this)).object();
    let member = |name| {
        known
            .map(|known| known.member(name).text())
            .unwrap_or_default()
    };
    let parts = body::parts(content, &member("type"), &member("url"));
    let list = match parts.fixed {
        Some(fixed) => one(fixed),
        None => list,
    };
    let held = || {
        let list = body::kept(content, parts.fixed).map_or(list, one);
        let call = HeldCall::new(native, this, list, Otherwise::RequestFails);
        Resume::Call(call.asking(Hook::XhrSend))
    };
    let ruled: Vec<gate::Ruled> = gate::rule_all(parts.facts);
    let way = gate::way(&ruled);
    if gate::is_unread(&ruled) {
        if known.is_some_and(|known| known.member("waits").truthy()) {
            gate::cannot_wait(ruled);
            return fail_now(this);
        }
        gate::settle(ruled, held);
        return after(way, this);
    }
    listen(this);
    if let Some(body) = body::masked(content, parts.fixed, &ruled) {
        files::decided(&parts.files);
        return blobs::answer(native.apply(this, files::list(&[body.as_arg()])));
    }
    if gate::settle(ruled, held) {
        files::decided(&parts.files);
        return blobs::answer(native.apply(this, list));
    }
    after(way, this)
}

/// What the page sees of a request that was not sent, or not yet.
fn after(way: Way, request: Handle) -> Verdict {
    match way {
        Way::Stop => fail_now(request),
        Way::Go | Way::Hold => Verdict::Return(Value::Undefined),
    }
}

fn one(body: Value) -> Handle {
    let list = dictionary(&[("0", body.as_arg())]);
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
    blobs::answer(request.call(Native::XhrSend, &[]))
}

/// A header of the answer, if it is the app's own: asking for another origin's would only be warned about.
#[must_use]
pub fn header(request: Handle, name: &str) -> Option<String> {
    let here = request
        .get_text(Native::XhrUrl)
        .starts_with(&[&place::origin(), "/"].concat());
    let value = here.then(|| request.call(Native::XhrHeader, &[name.into()]));
    value.and_then(Value::text_if)
}

/// Hears once how the request ends.
fn listen(request: Handle) {
    let once = dictionary(&[("once", true.into())]);
    let hear = Arg::Wake(Wake::RequestEnded, 0);
    request.call(Native::AddListener, &["load".into(), hear, once.into()]);
}

/// The answer is the page's. If the gateway stopped the request, the person is told; after a step-up or a warning
/// they do it again, because an answer that was given cannot be taken back.
pub fn ended(event: Handle) {
    let Some(request) = event.get_object(Native::Target) else {
        return;
    };
    let guess = || {
        if header(request, paths::OBJECT_HEADER).is_none_or(|object| object.is_empty()) {
            ActivityType::SendItem
        } else {
            ActivityType::Upload
        }
    };
    if let Some(stopped) = Stopped::read(|name| header(request, name), guess) {
        stopped.tell(Resume::Nothing);
    }
}
