//! Time, chance and timers, as they were before the page could replace them.

use crate::abi;
use crate::host::{Arg, call, make};
use crate::natives::Native;
use crate::wake::Wake;

/// Milliseconds since the page began.
#[must_use]
pub fn since_page_began() -> u64 {
    call(Native::Now, Native::Performance, &[]).number() as u64
}

/// Wakes the agent after `milliseconds`.
pub fn later(milliseconds: u32, wake: Wake, data: u32) {
    call(
        Native::Timeout,
        Arg::Undefined,
        &[Arg::Wake(wake, data), f64::from(milliseconds).into()],
    );
}

/// 32 random hexadecimal digits.
#[must_use]
pub fn random_id() -> String {
    let mut id = String::with_capacity(32);
    let Some(bytes) = make(Native::NewBytes, &[16.0.into()]) else {
        return id;
    };
    call(Native::RandomValues, Native::Crypto, &[bytes.into()]);
    for byte in abi::bytes(bytes, 16) {
        for digit in [byte >> 4, byte & 15] {
            id.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    id
}
