//! Time, chance and timers, from what carries the agent: never from what the page could replace.

use crate::host::{Arg, call};
use crate::natives::Native;
use crate::wake::Wake;

/// Milliseconds since the page began.
#[must_use]
pub fn since_page_began() -> u64 {
    call(Native::Since, Arg::Undefined, &[]).number() as u64
}

/// Unix time in milliseconds, where the clock of the machine is what counts: `None` behind a gateway,
/// whose clock the boot brings.
#[must_use]
pub fn unix() -> Option<u64> {
    let now = call(Native::Unix, Arg::Undefined, &[]).number_if();
    now.map(|now| now as u64)
}

/// Wakes the agent after `milliseconds`.
pub fn later(milliseconds: u32, wake: Wake, data: u32) {
    let args = [Arg::Wake(wake, data), f64::from(milliseconds).into()];
    call(Native::Later, Arg::Undefined, &args);
}

/// 32 random hexadecimal digits.
#[must_use]
pub fn random_id() -> String {
    call(Native::RandomId, Arg::Undefined, &[]).text()
}
