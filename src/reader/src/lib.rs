//! What does a file say, asked by a script?
//!
//! The readers of `stepgate-inspect` as a WebAssembly module of their own, so that a page pays for them only when it meets
//! a file that a policy wants read. It is built twice: without PDF, and with it. Whoever runs the one without is told when
//! a PDF was met and reads again with the other.

#[cfg(target_arch = "wasm32")]
mod abi;
mod told;

pub use told::{Host, Told, read};
