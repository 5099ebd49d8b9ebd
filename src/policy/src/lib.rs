//! May this attempt happen, and why?
//!
//! Policies are read and checked by `PolicySet` (feature `load`), compiled to one flat [`Bundle`], and
//! [`decide()`] answers attempts from that bundle: the same bytes and the same code in the page and at the gateway.

mod action;
mod activity;
mod attempt;
mod bundle;
mod condition;
mod decide;
mod decision;
#[cfg(feature = "load")]
mod explain;
#[cfg(feature = "serde")]
mod json;
#[cfg(feature = "load")]
mod load;
mod step_up;
pub mod wire;

pub use action::{Action, DefaultBehavior};
pub use activity::ActivityType;
pub use attempt::{Attempt, CannotScan, Content, FileFacts, SessionContext};
pub use bundle::{Bundle, CorruptBundle, PolicyView};
pub use condition::{Filter, Operator};
pub use decide::{decide, wants_content};
pub use decision::{Decision, Failure, Inspected, PolicyTrace};
#[cfg(feature = "load")]
pub use explain::{ExplainedCondition, ExplainedPolicy, Explanation, explain, explain_trace};
#[cfg(feature = "load")]
pub use load::{
    AttemptFile, AttemptFileError, Condition, CustomExpression, InspectionRule, LoadError,
    LoadErrors, Policy, PolicySet, PresetExpression, SessionControlType,
};
pub use step_up::{AuthenticationContext, Grant, GrantScope, StepUp};
