//! Where is the page?

use crate::host::{Arg, Value, call};
use crate::natives::Native;

fn part(name: &str) -> Value {
    // Every member of a location is its own and cannot be replaced.
    call(
        Native::Get,
        Arg::Undefined,
        &[Native::Location.into(), name.into()],
    )
}

/// Origin and path, without the query.
#[must_use]
pub fn address() -> String {
    [part("origin").text(), part("pathname").text()].concat()
}

/// The whole address, to come back to.
#[must_use]
pub fn full_address() -> String {
    part("href").text()
}

/// The page's origin.
#[must_use]
pub fn origin() -> String {
    part("origin").text()
}

/// Leaves the page for `address`.
pub fn go(address: &str) {
    call(Native::Assign, Native::Location, &[address.into()]);
}
