//! What happened here, and who is told?

mod check;
mod receive;
mod record;

pub use receive::receive;
pub use record::Happened;
