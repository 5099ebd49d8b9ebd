//! Talking to the gateway, with the captured `fetch`.

use crate::host::{Arg, Handle, call, dictionary};
use crate::natives::Native;
use crate::wake::Wake;

/// Who is woken, and with which number.
pub type To = (Wake, u32);

/// The most bytes a browser sends on after the page is gone.
const KEEPALIVE: usize = 60_000;

/// Posts JSON.
pub fn post(path: &str, json: &str, done: To, failed: To) {
    let headers = dictionary(&[("content-type", "application/json".into())]);
    let init = dictionary(&[
        ("method", "POST".into()),
        ("body", json.into()),
        ("headers", headers.into()),
        ("credentials", "same-origin".into()),
        ("cache", "no-store".into()),
        ("keepalive", (json.len() < KEEPALIVE).into()),
    ]);
    send(path, init, done, failed);
}

/// Posts nothing, and does not wait for an answer.
pub fn tell(path: &str) {
    let init = dictionary(&[("method", "POST".into()), ("keepalive", true.into())]);
    send(path, init, (Wake::Nothing, 0), (Wake::Nothing, 0));
}

/// Gets.
pub fn get(path: &str, done: To, failed: To) {
    let init = dictionary(&[
        ("credentials", "same-origin".into()),
        ("cache", "no-store".into()),
    ]);
    send(path, init, done, failed);
}

fn send(path: &str, init: Handle, done: To, failed: To) {
    match call(Native::Fetch, Arg::Undefined, &[path.into(), init.into()]).object() {
        Some(promise) => settle(promise, done, failed),
        None => super::clock::later(0, failed.0, failed.1),
    }
}

/// Waits for a native promise.
pub fn settle(promise: Handle, done: To, failed: To) {
    let (done, failed) = (Arg::Wake(done.0, done.1), Arg::Wake(failed.0, failed.1));
    call(
        Native::Settle,
        Arg::Undefined,
        &[promise.into(), done, failed],
    );
}

/// Reads the text of a response that is not an error.
pub fn read_text(response: Handle, done: To, failed: To) {
    let ok = response.get(Native::ResponseOk).truthy();
    match response.get_object(Native::ResponseText).filter(|_| ok) {
        Some(promise) => settle(promise, done, failed),
        None => super::clock::later(0, failed.0, failed.1),
    }
}
