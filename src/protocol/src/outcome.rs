//! What became of an attempt, and who saw it.

use stepgate_policy::words;

words! {
    /// What became of an attempt.
    pub enum Outcome: "an outcome" {
        /// It went ahead.
        Performed = 0 "performed",
        /// It was stopped for good.
        Stopped = 1 "stopped",
        /// It was stopped and a step-up began.
        StepUpStarted = 2 "stepUpStarted",
        /// The step-up was satisfied, or the warning answered, and the attempt went ahead.
        Resumed = 3 "resumed",
        /// The person gave the step-up up, or heeded the warning.
        Cancelled = 4 "cancelled",
        /// The step-up was refused.
        Denied = 5 "denied",
        /// It was let go but did not work.
        Failed = 6 "failed",
        /// It was stopped and the person was warned.
        Warned = 7 "warned",
        /// What was copied stays within the apps it may be pasted in; the clipboard holds a notice in its place.
        Kept = 8 "kept",
    }
}

words! {
    /// Which layer recorded an activity.
    pub enum Source: "a source" {
        /// The agent in the page.
        Agent = 0 "agent",
        /// The gateway in front of the site.
        Gateway = 1 "gateway",
    }
}
