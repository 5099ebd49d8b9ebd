//! What happened here, and who is told?
//!
//! Every decision but a plain `allow` is recorded. A `monitorOnly` policy that names no activities is about every one, so
//! with it everything the agent or the gateway decides is recorded, and sign-ins as `custom:signIn`. What nobody
//! decides is not: pages that are looked at, clicks, what is typed.

mod check;
mod findings;
mod matched;
mod receive;
mod record;
mod sign_in;

pub use receive::receive;
pub use record::{Answer, Happened};
