//! How does a request reach the app, and the answer the person?

mod back;
mod carry;
mod failed;
mod forwarded;
mod hop;
mod there;
mod tunnel;
mod upstream;

pub use carry::carry;
pub use upstream::{Upstream, UpstreamError};
