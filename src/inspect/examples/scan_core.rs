//! The scan and nothing else, as a WebAssembly module: for its size and its speed in a browser.

#![allow(
    clippy::unwrap_used,
    reason = "a measuring tool stops at the first mistake"
)]

use std::sync::{Mutex, OnceLock};
use stepgate_inspect::{Entities, Inspector};

static TEXT: Mutex<Vec<u8>> = Mutex::new(Vec::new());
static INSPECTOR: OnceLock<Inspector> = OnceLock::new();

/// Where a text of `length` bytes of UTF-8 is to be written.
#[unsafe(no_mangle)]
pub extern "C" fn text(length: usize) -> *mut u8 {
    let mut text = TEXT.lock().unwrap();
    text.resize(length, 0);
    text.as_mut_ptr()
}

/// Scans the first `length` bytes of it for everything; how many findings there are.
#[unsafe(no_mangle)]
pub extern "C" fn scan(length: usize) -> usize {
    let inspector = INSPECTOR.get_or_init(|| Inspector::new(Entities::ALL));
    let text = TEXT.lock().unwrap();
    let text = text.get(..length).unwrap_or_default();
    inspector.scan(std::str::from_utf8(text).unwrap()).len()
}
