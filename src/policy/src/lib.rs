//! May this attempt happen, and why?
//!
//! Policies are read and checked by `PolicySet` (feature `load`), compiled to one flat [`Bundle`], and
//! [`decide()`] answers attempts from that bundle: the same bytes and the same code in the page and at the gateway.

mod words;

mod action;
mod activity;
#[cfg(feature = "load")]
mod assemble;
mod attempt;
mod bundle;
mod cannot_scan;
mod condition;
mod decide;
mod decision;
#[cfg(feature = "load")]
mod examination;
#[cfg(feature = "load")]
mod explain;
mod filter;
mod findings;
#[cfg(feature = "load")]
mod for_session;
mod gathered;
mod index;
mod inspection;
mod inspectors;
#[cfg(feature = "serde")]
mod json;
mod label;
#[cfg(feature = "load")]
mod load;
mod mask;
mod messages;
mod operator;
mod policy_view;
mod prepared;
mod preset_walk;
mod record;
#[cfg(feature = "load")]
mod replay;
mod search;
mod session;
mod sought;
mod step_up;
mod tally;
mod text;
mod walk;
pub mod wire;

pub use action::{Action, DefaultBehavior, Mode, Severity};
pub use activity::ActivityType;
pub use attempt::{Attempt, Content, FileFacts, Place, Side};
pub use bundle::{Bundle, CorruptBundle};
pub use cannot_scan::{CannotScan, Unscanned, WhenCannotBeScanned};
pub use decide::{
    decide, decide_while, looks_inside, wants_content, wants_data_size, wants_file_type,
    wants_hash, wants_label, wants_selectors, wants_sides, wants_size,
};
pub use decision::{Decision, Failure, Inspected, PolicyTrace};
#[cfg(feature = "load")]
pub use examination::{Examination, Examined, Extent, examine};
#[cfg(feature = "load")]
pub use explain::{
    ExplainedCondition, ExplainedCount, ExplainedDetector, ExplainedPolicy, Explanation, explain,
    explain_attempt, explain_trace,
};
pub use filter::{FILE_TYPES, Filter, ValueKind};
pub use findings::{
    CustomKind, Found, LookedFor, MOST_EVIDENCE, MOST_FINDINGS, MOST_FINGERPRINTS, findings,
};
pub use inspection::{Evidence, SearchIn};
pub use label::Label;
#[cfg(feature = "serde")]
pub use label::list as label_list;
#[cfg(feature = "load")]
pub use load::{
    Alerts, AttemptFile, AttemptFileError, Condition, CustomExpression, FilterValue,
    InspectionRule, IpBlock, LoadError, LoadErrors, MessageText, Moment, Policy, PolicySet,
    Schedule, SessionControlType, Unscannable,
};
#[cfg(feature = "load")]
pub use load::{
    Answer, CaseFile, CaseResult, CasesError, Deployment, Facts, Finding, Imported, Lint, Remark,
    RemarkKind, lint, policy_schema,
};
pub use mask::mask;
pub use messages::{Message, Messages, Placeholder, fill};
pub use operator::Operator;
pub use policy_view::PolicyView;
pub use record::{AlertsView, Record};
#[cfg(feature = "load")]
pub use replay::{Change, Decided, Example, Open, Recorded, RecordedFile, Replay, Replayer};
pub use session::{Answered, DeviceType, IpCategory, SessionContext};
pub use step_up::{AuthenticationContext, Grant, GrantScope, StepUp};
pub use text::shown;
#[cfg(feature = "serde")]
#[doc(hidden)]
pub use words::unknown_word;
