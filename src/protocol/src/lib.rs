//! What do agent and gateway say to each other?
//!
//! The page gets a [`Boot`], sends [`Activity`] batches, and starts a step-up with a [`StepUpRequest`].
//! It only writes JSON, by hand; reading JSON is for the gateway (feature `serde`).

mod activity;
mod answer;
pub mod base64url;
mod boot;
mod json;
mod limits;
mod outcome;
pub mod paths;
mod step_up;

#[cfg(feature = "serde")]
pub use activity::Batch;
pub use activity::{Activity, ActivityFile, MOST_LABELS, write_batch};
pub use answer::AnswerReport;
pub use boot::Boot;
pub use limits::ReadLimits;
pub use outcome::{Outcome, Source};
pub use step_up::{Denial, StepUpMode, StepUpRequest, StepUpStatus};

/// What a person's clipboard key is made into a key of fingerprints for (`Key::derived` of `stepgate-inspect`).
pub const FINGERPRINTS: &str = "stepgate fingerprints 1";

/// The most activities one `POST` may carry.
pub const MAX_BATCH: usize = 100;
/// The most bytes one `POST` of activities may have.
pub const MAX_BATCH_BYTES: usize = 256 * 1024;
