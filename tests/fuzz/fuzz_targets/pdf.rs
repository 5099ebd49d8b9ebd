#![no_main]
//! Any bytes behind the first ones of a PDF file.

mod read;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| read::check(&[b"%PDF-1.7\n", bytes].concat()));
