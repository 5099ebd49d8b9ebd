//! May this attempt happen, and why?
//!
//! Policies are read and checked by [`load`], compiled to one flat [`Bundle`], and [`decide`] answers
//! attempts from that bundle: the same bytes and the same code in the page and at the gateway.

mod action;
mod activity;
mod attempt;
mod decision;
mod step_up;

pub use action::{Action, DefaultBehavior};
pub use activity::ActivityType;
pub use attempt::{Attempt, CannotScan, Content, FileFacts, SessionContext};
pub use decision::{Decision, Failure, Inspected, PolicyTrace};
pub use step_up::{AuthenticationContext, Grant, GrantScope, StepUp};
