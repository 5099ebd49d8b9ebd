//! The part that lives in the page.
//!
//! JavaScript (`js/`) is mechanism: it captures the browser's natives before any page script, puts
//! stand-ins for what [`hooks`] lists, and calls in here. Rust is meaning: [`entry`] receives, [`browser`]
//! turns what happened into [`facts`], [`gate`] decides and carries out, [`hold`], [`step_up`] and
//! [`warning`] finish what waits for an answer, [`report`] keeps what came of it.

mod abi;
pub mod browser;
pub mod entry;
pub mod facts;
pub mod file_name;
pub mod gate;
pub mod hold;
pub mod hooks;
pub mod host;
pub mod natives;
pub mod newer;
pub mod reading;
pub mod report;
pub mod seal;
pub mod session;
pub mod step_up;
pub mod text;
pub mod value;
pub mod waiting;
pub mod wake;
pub mod warning;
