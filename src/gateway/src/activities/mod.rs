//! What happened here, and who is told?

mod check;
mod matched;
mod receive;
mod record;

pub use receive::receive;
pub use record::{Answer, Happened};
