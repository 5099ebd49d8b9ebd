//! Talking to the gateway, by what carries the agent.

use crate::host::{Arg, Handle, call};
use crate::natives::Native;
use crate::wake::Wake;

/// Who is woken, and with which number.
pub type To = (Wake, u32);

/// The most bytes a browser sends on after the page is gone.
const KEEPALIVE: usize = 60_000;

/// What the gateway answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u32,
    /// The body.
    pub text: String,
}

impl Answer {
    /// Reads what `done` was woken with: status, a blank, and the body.
    #[must_use]
    pub fn of(value: Handle) -> Self {
        let line = value.to_text();
        let (status, text) = line.split_once(' ').unwrap_or_default();
        Self {
            status: status.parse().unwrap_or_default(),
            text: text.into(),
        }
    }

    /// The body of an answer that is no error, without blanks around it.
    #[must_use]
    pub fn good(value: Handle) -> Option<String> {
        let answer = Self::of(value);
        (200..300)
            .contains(&answer.status)
            .then(|| answer.text.trim().into())
    }
}

/// Posts JSON.
pub fn post(path: &str, json: &str, done: To, failed: To) {
    send(
        "POST",
        path,
        json.into(),
        json.len() < KEEPALIVE,
        done,
        failed,
    );
}

/// Posts nothing, and does not wait for an answer.
pub fn tell(path: &str) {
    let nobody = (Wake::Nothing, 0);
    send("POST", path, Arg::Undefined, true, nobody, nobody);
}

/// Gets.
pub fn get(path: &str, done: To, failed: To) {
    send("GET", path, Arg::Undefined, false, done, failed);
}

fn send(method: &str, path: &str, body: Arg<'_>, keepalive: bool, done: To, failed: To) {
    let args = [
        method.into(),
        path.into(),
        body,
        keepalive.into(),
        Arg::Wake(done.0, done.1),
        Arg::Wake(failed.0, failed.1),
    ];
    call(Native::Send, Arg::Undefined, &args);
}

/// Waits for a native promise of the page.
pub fn settle(promise: Handle, done: To, failed: To) {
    let (done, failed) = (Arg::Wake(done.0, done.1), Arg::Wake(failed.0, failed.1));
    call(
        Native::Settle,
        Arg::Undefined,
        &[promise.into(), done, failed],
    );
}
