//! How does the agent run under the page's content security policy, with nothing else let in?
//!
//! Only what the agent needs is added, to every policy of the page, enforced and report-only:
//!
//! - `'wasm-unsafe-eval'` to the list that governs WebAssembly, unless it or `'unsafe-eval'` is there;
//! - leave for our one script: by a nonce where the list trusts nonces or has `'strict-dynamic'` (which ignores
//!   addresses), by its exact address otherwise. A nonce is never put into a list that lives by `'unsafe-inline'`,
//!   because it would switch that off;
//! - the one folder `/.stepgate/` of the page's own origin for `connect-src`;
//! - the exact address of our one worker for `worker-src`, which reads files and has a policy of its own;
//! - the name `stepgate` for `trusted-types`, where that lists names: with it the agent starts its worker under
//!   `require-trusted-types-for 'script'`.
//!
//! A list that falls back to `default-src` is written out before an address is added to it, so that no other kind of
//! request gains it.

mod adjust;
mod header;
mod policy;
mod source;

pub use adjust::adjust_meta;
pub use header::{Leave, adjust_headers};
