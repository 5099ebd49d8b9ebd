//! What is done about an attempt.

use crate::words;

words! {
    /// What a policy asks for, and what a decision says. The greatest wins.
    ///
    /// The order is that of strictness. [`redact`](Self::Redact) and [`protect`](Self::Protect) are equally
    /// strict; where both match, `protect` acts, so that the answer never hangs on the order of policies.
    pub enum Action: "an action" {
        /// Let go, keep nothing.
        Allow = 0 "allow",
        /// Let go, record.
        Audit = 1 "audit",
        /// Let go with what was found masked.
        Redact = 2 "redact",
        /// Let go with the file protected.
        Protect = 3 "protect",
        /// Let go once the person has been warned and wants to go on.
        Warn = 4 "warn",
        /// Let go once the person has been warned and has given a reason.
        WarnWithJustification = 5 "warnWithJustification",
        /// Let go once somebody else has approved of it.
        RequestApproval = 6 "requestApproval",
        /// Step-up authentication first.
        RequireStepUp = 7 "requireStepUp",
        /// Never.
        Block = 8 "block",
    }
}

impl Action {
    /// Whether the attempt goes ahead at once and as it is.
    #[must_use]
    pub const fn lets_go(self) -> bool {
        match self {
            Self::Allow | Self::Audit => true,
            Self::Redact
            | Self::Protect
            | Self::Warn
            | Self::WarnWithJustification
            | Self::RequestApproval
            | Self::RequireStepUp
            | Self::Block => false,
        }
    }

    /// How strict it is, 0 for `allow` to 7 for `block`.
    #[must_use]
    pub const fn strictness(self) -> u8 {
        match self {
            Self::Allow => 0,
            Self::Audit => 1,
            Self::Redact | Self::Protect => 2,
            Self::Warn => 3,
            Self::WarnWithJustification => 4,
            Self::RequestApproval => 5,
            Self::RequireStepUp => 6,
            Self::Block => 7,
        }
    }

    /// Whether somebody can answer it, so that its policy only records from then on.
    #[must_use]
    pub const fn is_answered_by_a_person(self) -> bool {
        match self {
            Self::Warn | Self::WarnWithJustification | Self::RequestApproval => true,
            Self::Allow
            | Self::Audit
            | Self::Redact
            | Self::Protect
            | Self::RequireStepUp
            | Self::Block => false,
        }
    }
}

words! {
    /// What happens when no decision can be made: no policy, a corrupt bundle, a failure.
    pub enum DefaultBehavior: "a default behavior" {
        /// Let go, and say so in the activity.
        Allow = 0 "allow",
        /// Stop, and say so.
        Block = 1 "block",
    }
}

impl DefaultBehavior {
    /// The action it stands for. An allowed failure is still recorded.
    #[must_use]
    pub const fn action(self) -> Action {
        match self {
            Self::Allow => Action::Audit,
            Self::Block => Action::Block,
        }
    }
}

words! {
    /// Whether a policy acts.
    pub enum Mode: "a mode" {
        /// It does.
        Enforce = 0 "enforce",
        /// It is decided and traced with what it would have done, and never acts.
        Simulate = 1 "simulate",
    }
}

words! {
    /// How grave a match is, for those who look after it.
    pub enum Severity: "a severity" {
        /// Worth knowing.
        Low = 1 "low",
        /// Worth a look.
        Medium = 2 "medium",
        /// Worth a look at once.
        High = 3 "high",
    }
}
