//! `fetch`: what it sends is decided before, what the gateway stopped is asked again once after a step-up or a
//! warning that was answered.

use super::deferred::{self, Deferred};
use super::held_call::{HeldCall, Otherwise};
use super::stopped::Stopped;
use super::{blobs, body, files, net, place};
use crate::gate::{self, Ruled, Way};
use crate::hold::Resume;
use crate::hooks::{Hook, Verdict};
use crate::host::{Arg, Handle, Kept, Value, call, dictionary, make};
use crate::natives::Native;
use crate::waiting::Waiting;
use crate::wake::Wake;
use core::cell::RefCell;
use stepgate_policy::ActivityType;

/// A request on its way.
struct Sent {
    native: Kept,
    this: Kept,
    list: Kept,
    promise: Deferred,
    /// What it looks like.
    activity: ActivityType,
    /// A body that can be read only once cannot be sent again.
    repeatable: bool,
}

thread_local! {
    static SENT: RefCell<Waiting<Sent>> = const { RefCell::new(Waiting::new()) };
    static REPEATED: RefCell<Waiting<(Deferred, String)>> = const { RefCell::new(Waiting::new()) };
}

/// Every member of the options is read once, so that what was decided about is what is sent.
const OPTIONS: [&str; 15] = [
    "method",
    "headers",
    "body",
    "mode",
    "credentials",
    "cache",
    "redirect",
    "referrer",
    "referrerPolicy",
    "integrity",
    "keepalive",
    "signal",
    "duplex",
    "priority",
    "window",
];

/// `fetch(input, init)`.
#[must_use]
pub fn fetching(this: Handle, list: Handle, native: Handle) -> Verdict {
    if list.length() == 0 {
        return Verdict::GoOn; // the browser says what it says
    }
    let input = list.element(0);
    let init = list.element(1).object().map(snapshot);
    let fixed = Fixed::new(input, init);
    let parts = body::parts(fixed.body, &fixed.content_type, &fixed.url);
    if let (Some(fixed), Some(init)) = (parts.fixed, init) {
        init.put("body", fixed.as_arg());
    }
    let Some(promise) = Deferred::new() else {
        return Verdict::GoOn;
    };
    let given = promise.promise();
    let activity = match (parts.facts.first(), parts.files.is_empty()) {
        (Some(first), true) => first.activity.clone(),
        (None, true) => ActivityType::Download,
        (_, false) => ActivityType::Upload,
    };
    let list = arguments(input, init);
    let ruled: Vec<Ruled> = gate::rule_all(parts.facts);
    let way = gate::way(&ruled);
    let masked = init.and_then(|init| Some((init, body::masked(fixed.body, parts.fixed, &ruled)?)));
    if let Some((init, body)) = masked {
        init.put("body", body.as_arg());
    }
    if way == Way::Go || masked.is_some() {
        if masked.is_none() {
            gate::settle(ruled, || Resume::Nothing);
        }
        files::decided(&parts.files);
        send(native, this, list, promise, activity, fixed.repeatable);
        return Verdict::Return(given);
    }
    if let (Way::Hold, Some(init)) = (way, init)
        && let Some(body) = body::kept(fixed.body, parts.fixed)
    {
        init.put("body", body.as_arg());
    }
    gate::settle(ruled, || {
        let otherwise = Otherwise::NotSent(promise);
        Resume::Call(HeldCall::new(native, this, list, otherwise).asking(Hook::Fetch))
    });
    Verdict::Return(if way == Way::Hold {
        given
    } else {
        deferred::rejected(deferred::not_sent())
    })
}

fn snapshot(init: Handle) -> Handle {
    let mut args = vec![Arg::Handle(init)];
    args.extend(OPTIONS.iter().map(|name| Arg::Text(name)));
    call(Native::Snapshot, Arg::Undefined, &args)
        .object()
        .unwrap_or(init)
}

fn arguments(input: Value, init: Option<Handle>) -> Handle {
    let list = dictionary(&[("0", input.as_arg())]);
    if let Some(init) = init {
        list.put("1", init);
    }
    list.put("length", if init.is_some() { 2.0 } else { 1.0 });
    list
}

/// What decides what the request is.
struct Fixed {
    url: String,
    content_type: String,
    body: Value,
    repeatable: bool,
}

impl Fixed {
    fn new(input: Value, init: Option<Handle>) -> Self {
        let request = input
            .object()
            .filter(|it| it.get(Native::RequestUrl).text_if().is_some());
        let url = match (request, input) {
            (Some(request), _) => request.get_text(Native::RequestUrl),
            (None, Value::Object(object)) => object.to_text(),
            (None, other) => other.text(),
        };
        let own = init
            .map(|init| init.member("body"))
            .filter(|body| body.exists());
        let inherited = request.map(|request| request.get(Native::RequestBody));
        let inherited = inherited.filter(|body| own.is_none() && body.exists());
        let streamed = own
            .and_then(Value::object)
            .is_some_and(|body| matches!(body.get(Native::StreamLocked), Value::Bool(_)));
        let headers = init.and_then(|init| {
            let headers = init.member("headers");
            make(Native::NewHeaders, &[headers.as_arg()]).filter(|_| headers.exists())
        });
        let headers = headers.or_else(|| request?.get_object(Native::RequestHeaders));
        let content_type = headers.map(|headers| {
            headers
                .call(Native::HeaderGet, &["content-type".into()])
                .text()
        });
        Self {
            url,
            content_type: content_type.unwrap_or_default(),
            repeatable: inherited.is_none() && !streamed,
            body: own.or(inherited).unwrap_or(Value::Undefined),
        }
    }
}

fn send(
    native: Handle,
    this: Handle,
    list: Handle,
    promise: Deferred,
    activity: ActivityType,
    repeatable: bool,
) {
    let answer = match native.apply(this, list) {
        Value::Object(answer) => answer,
        other => return promise.follow(other),
    };
    let sent = Sent {
        native: native.keep(),
        this: this.keep(),
        list: list.keep(),
        promise,
        activity,
        repeatable,
    };
    let number = SENT.with_borrow_mut(|all| all.put(sent));
    net::settle(answer, (Wake::Fetched, number), (Wake::FetchFailed, number));
}

fn take(number: u32) -> Option<Sent> {
    SENT.with_borrow_mut(|all| all.take(number))
}

/// The answer is there: the page's, unless the gateway asks for what can still help.
pub fn answered(number: u32, response: Handle) {
    let Some(sent) = take(number) else { return };
    let Some(stopped) = stopped(response, sent.activity) else {
        return sent.promise.resolve(response.into());
    };
    if sent.repeatable && stopped.can_be_answered() {
        let object = stopped.object().into();
        let call = HeldCall::again(
            sent.native,
            sent.this,
            sent.list,
            sent.promise,
            response,
            object,
        );
        stopped.tell(Resume::Call(call));
    } else {
        stopped.tell(Resume::Nothing);
        sent.promise.resolve(response.into());
    }
}

/// What the gateway says of the request; the app's own answers and those of others say nothing.
fn stopped(response: Handle, guess: ActivityType) -> Option<Stopped> {
    let here = [&place::origin(), "/"].concat();
    if !response.get_text(Native::ResponseUrl).starts_with(&here) {
        return None;
    }
    let headers = response.get_object(Native::ResponseHeaders)?;
    let header = |name: &str| headers.call(Native::HeaderGet, &[name.into()]).text_if();
    Stopped::read(header, || guess)
}

/// It did not arrive.
pub fn failed(number: u32, error: Handle) {
    if let Some(sent) = take(number) {
        sent.promise.reject(error.into());
    }
}

/// It was sent again after a step-up for `object`.
pub fn repeated(result: Value, promise: Deferred, object: String) {
    let Value::Object(answer) = result else {
        return promise.follow(result);
    };
    let number = REPEATED.with_borrow_mut(|all| all.put((promise, object)));
    net::settle(
        answer,
        (Wake::Repeated, number),
        (Wake::RepeatFailed, number),
    );
}

fn take_repeated(number: u32) -> Option<(Deferred, String)> {
    REPEATED.with_borrow_mut(|all| all.take(number))
}

/// The second answer is there: the page's, whatever it is.
pub fn repeat_answered(number: u32, response: Handle) {
    if let Some((promise, object)) = take_repeated(number) {
        blobs::released(response, &object);
        promise.resolve(response.into());
    }
}

/// The second time it did not arrive.
pub fn repeat_failed(number: u32, error: Handle) {
    if let Some((promise, _)) = take_repeated(number) {
        promise.reject(error.into());
    }
}
