//! What is in this content?
//!
//! Pure, and without dependencies where no file is read: the same code runs in the page and at the gateway, in time linear in
//! the text, and keeps counts only.

#![no_std]

extern crate alloc;

mod dfa;
mod file_type;
#[cfg(feature = "files")]
pub mod files;
mod fold;
mod issuers;
pub mod payment_card;
mod substring;

pub use dfa::{Dfa, MalformedDfa};
pub use file_type::{HEAD as FILE_HEAD, file_type};
pub use fold::{ends_with, equals, fold, starts_with};
pub use substring::Substring;
