//! Do the demo apps hold, over real HTTP, what a browser and a test expect of them?
#![expect(clippy::unwrap_used, reason = "a test that cannot start has failed")]

mod apps;
mod library;
mod pages;
mod uploads;
mod words;
