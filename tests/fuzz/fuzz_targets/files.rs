#![no_main]
//! Any bytes as a file.

mod read;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read::check(bytes));
