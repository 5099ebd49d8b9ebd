//! The scan and nothing else, as a WebAssembly module: for its size and its speed in a browser.

use std::cell::Cell;
use std::mem::ManuallyDrop;
use std::sync::OnceLock;
use stepgate_inspect::{Entities, Inspector, Scanner};

// Nothing of it is ever let go of: what would do that is no part of the scan.
thread_local! {
    static TEXT: Cell<ManuallyDrop<Vec<u8>>> = const { Cell::new(ManuallyDrop::new(Vec::new())) };
}
static INSPECTOR: OnceLock<Inspector> = OnceLock::new();

fn held() -> Vec<u8> {
    ManuallyDrop::into_inner(TEXT.replace(ManuallyDrop::new(Vec::new())))
}

/// Where a text of `length` bytes of UTF-8 is to be written.
#[unsafe(no_mangle)]
pub extern "C" fn text(length: usize) -> *mut u8 {
    let mut text = held();
    text.resize(length, 0);
    let place = text.as_mut_ptr();
    TEXT.set(ManuallyDrop::new(text));
    place
}

/// Scans the first `length` bytes of it for everything; how many findings there are.
#[unsafe(no_mangle)]
pub extern "C" fn scan(length: usize) -> usize {
    let text = held();
    let found = {
        let inspector = INSPECTOR.get_or_init(|| Inspector::new(Entities::ALL));
        let mut scanner = Scanner::new(inspector);
        scanner.feed(text.get(..length).unwrap_or_default());
        scanner.finish().len()
    };
    TEXT.set(ManuallyDrop::new(text));
    found
}
