//! The scan and nothing else, as a WebAssembly module: for its size and its speed in a browser.

use std::cell::Cell;
use stepgate_inspect::{Entities, Inspector, Scanner};

thread_local! {
    static TEXT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
    static INSPECTOR: Inspector = Inspector::new(Entities::ALL);
}

/// Where a text of `length` bytes of UTF-8 is to be written.
#[unsafe(no_mangle)]
pub extern "C" fn text(length: usize) -> *mut u8 {
    let mut text = TEXT.take();
    text.resize(length, 0);
    let place = text.as_mut_ptr();
    TEXT.set(text);
    place
}

/// Scans the first `length` bytes of it for everything; how many findings there are.
#[unsafe(no_mangle)]
pub extern "C" fn scan(length: usize) -> usize {
    let text = TEXT.take();
    let found = INSPECTOR.with(|inspector| {
        let mut scanner = Scanner::new(inspector);
        scanner.feed(text.get(..length).unwrap_or_default());
        scanner.finish().len()
    });
    TEXT.set(text);
    found
}
