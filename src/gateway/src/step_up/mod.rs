//! How does a person prove more, and come back?
//!
//! A step-up belongs to one session, one policy, one activity and one object. It lasts five minutes, is used once, and
//! ends for good: granted, or denied with a reason. Where to return to is kept here, never in an address.

mod begin;
mod done;
mod finish;
mod go;
mod status;

pub use begin::{begin, begin_for_page};
pub use done::done;
pub use finish::finish;
pub use go::go;
pub use status::{cancel, status};
