#![no_main]
//! Any bytes as a text, whole and in pieces of a size that the first byte tells.

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;
use stepgate_inspect::{Entities, Finding, Inspector, Scanner};

static INSPECTOR: LazyLock<Inspector> = LazyLock::new(|| Inspector::new(Entities::ALL));

fuzz_target!(|bytes: &[u8]| {
    let Some((size, bytes)) = bytes.split_first() else { return };
    let text = String::from_utf8_lossy(bytes);
    let whole = INSPECTOR.scan(&text);
    let mut scanner = Scanner::new(&INSPECTOR);
    let mut found: Vec<Finding> = Vec::new();
    for piece in text.as_bytes().chunks(usize::from(*size) + 1) {
        scanner.feed(piece);
        found.extend(scanner.take());
    }
    found.extend(scanner.finish());
    assert_eq!(found, whole);
    let mut end = 0;
    for one in &whole {
        assert!(one.start >= end && text.get(one.start..one.end).is_some_and(|value| !value.is_empty()));
        end = one.end;
    }
});
