//! What was decided, by which policy, and why.

use crate::{Action, CannotScan, DefaultBehavior, StepUp, words};

/// The answer to an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What is to be done: the strictest unanswered policy's action, or `allow`.
    pub action: Action,
    /// Which policy acts: an index into the bundle's policies. `None` if none matched.
    pub policy: Option<u16>,
    /// What must be proved, where the action is `requireStepUp`.
    pub step_up: Option<StepUp>,
    /// Why no decision could be made, where `action` is only the default behaviour or what the acting policy says
    /// about content that cannot be read.
    pub failure: Option<Failure>,
    /// Every policy that was looked at, in the bundle's order.
    pub trace: Vec<PolicyTrace>,
}

impl Decision {
    /// The decision where none can be made: the default behaviour, and why.
    #[must_use]
    pub const fn failed(default_behavior: DefaultBehavior, failure: Failure) -> Self {
        Self {
            action: default_behavior.action(),
            policy: None,
            step_up: None,
            failure: Some(failure),
            trace: Vec::new(),
        }
    }

    /// The policies that matched, strictest or not, in the bundle's order.
    pub fn matches(&self) -> impl Iterator<Item = &PolicyTrace> {
        self.trace.iter().filter(|policy| policy.matched)
    }

    /// Those of them that found what they look for: what there is to say of content.
    pub fn found(&self) -> impl Iterator<Item = &PolicyTrace> {
        self.matches()
            .filter(|policy| matches!(policy.inspection, Some(Inspected::Count(1..))))
    }
}

words! {
    /// Why a decision could not be made as it should.
    pub enum Failure: "a failure" {
        /// The bundle could not be read.
        CorruptBundle = 1 "corruptBundle",
        /// Content the acting policy asks about could not be read.
        NotScanned = 2 "notScanned",
        /// The policies are too old to decide by, and no newer ones could be had.
        StalePolicy = 3 "stalePolicy",
        /// There are no policies yet.
        NoPolicy = 4 "noPolicy",
    }
}

/// How one policy came out. Only policies for the attempt's activity are traced.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "camelCase")
)]
pub struct PolicyTrace {
    /// Its number in the bundle.
    pub policy: u16,
    /// Whether all its conditions held.
    pub matched: bool,
    /// Whether what it asks for was already proved, answered or approved, so that it only records.
    pub satisfied: bool,
    /// Each condition's result, in the order they are written in the policy (depth first, every
    /// `all`, `any` and `not` before its parts). Every condition is evaluated, so the trace is whole.
    pub conditions: Vec<bool>,
    /// What inspection found; `None` where the policy does not inspect.
    pub inspection: Option<Inspected>,
}

impl PolicyTrace {
    /// Whether content this policy asks about could not be read.
    #[must_use]
    pub const fn not_scanned(&self) -> bool {
        matches!(self.inspection, Some(Inspected::Failed(_)))
    }
}

/// What inspecting the content for one policy came to. Counts only, never content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inspected {
    /// Read to its end: how many violations were counted.
    Count(u32),
    /// Not read, because the other conditions did not hold or there was no content.
    NotAsked,
    /// Could not be read.
    Failed(CannotScan),
}
