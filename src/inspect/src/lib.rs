//! What is in this content?
//!
//! Pure, and without dependencies where no file is read: the same code runs in the page and at the gateway, in time
//! linear in the text, and keeps counts and places only, never what was found.

#![no_std]

extern crate alloc;

mod check_digits;
mod confidence;
mod context;
mod dates;
mod detector;
mod detectors;
mod dfa;
mod engine;
mod entity;
mod evidence;
mod excerpt;
mod extension;
mod file_type;
#[cfg(feature = "files")]
pub mod files;
mod fingerprint;
mod fold;
mod guid;
mod inspector;
mod issuers;
mod keyword_list;
mod matches;
pub mod payment_card;
mod reading;
mod scanner;
mod settle;
mod shape;
mod substring;
mod view;

// The detectors' own examples run in a browser, too.
#[cfg(all(test, target_arch = "wasm32"))]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

pub use check_digits::passes_luhn;
pub use confidence::Confidence;
pub use dfa::{Dfa, MalformedDfa};
pub use entity::{Entities, Entity, Finding, count_unique};
pub use evidence::{is_masked, masked};
pub use excerpt::{Excerpt, KEPT, LONGEST_VALUE};
pub use extension::is_mismatch;
pub use file_type::{HEAD as FILE_HEAD, file_type};
pub use fingerprint::Key;
pub use fold::{ends_with, equals, fold, starts_with};
pub use guid::guid;
pub use inspector::Inspector;
pub use keyword_list::{KeywordList, Mentions};
pub use matches::Matches;
pub use scanner::Scanner;
pub use substring::{Occurrences, Substring};
