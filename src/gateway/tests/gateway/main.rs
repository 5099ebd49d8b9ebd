//! Does the gateway hold what it promises, seen from outside? A real app behind it, the demo identity provider beside it,
//! a real store, and a plain HTTP client in front.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "what is not there fails the test"
)]

mod activities;
mod alerts;
mod answers;
mod app;
mod attacks;
mod browser;
mod bytes;
mod clipboard;
mod decide_cases;
mod documents;
mod downloads;
mod extension;
mod facts;
mod file_cases;
mod findings;
mod forwarding;
mod log;
mod memory;
mod monitor;
mod newer;
mod pages;
mod policies;
mod sessions;
mod stage;
mod step_up;
mod uploads;
