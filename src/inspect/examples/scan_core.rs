//! The scan and nothing else, as a WebAssembly module: for its size and its speed in a browser.

use std::cell::RefCell;
use stepgate_inspect::{Entities, Inspector, Scanner};

thread_local! {
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    static INSPECTOR: Inspector = Inspector::new(Entities::ALL);
}

/// Where a text of `length` bytes of UTF-8 is to be written.
#[unsafe(no_mangle)]
pub extern "C" fn text(length: usize) -> *mut u8 {
    TEXT.with_borrow_mut(|text| {
        text.resize(length, 0);
        text.as_mut_ptr()
    })
}

/// Scans the first `length` bytes of it for everything; how many findings there are.
#[unsafe(no_mangle)]
pub extern "C" fn scan(length: usize) -> usize {
    INSPECTOR.with(|inspector| {
        TEXT.with_borrow(|text| {
            let mut scanner = Scanner::new(inspector);
            scanner.feed(text.get(..length).unwrap_or_default());
            scanner.finish().len()
        })
    })
}
