//! What does the gateway say of a request it stopped? The same of `fetch` and of `XMLHttpRequest`.

use super::ui::notice;
use crate::file_name::percent_decoded;
use crate::hold::{self, Resume};
use crate::session::{self, PolicyWords};
use stepgate_policy::{Action, ActivityType};
use stepgate_protocol::paths;

/// What the headers of an answer say. Only those of the app's own origin are to be asked: there the gateway sees to it
/// that nobody else writes them.
#[derive(Debug)]
pub struct Stopped {
    action: Action,
    policy: PolicyWords,
    activity: ActivityType,
    object: String,
}

impl Stopped {
    /// Reads the headers; `None` where the request was not stopped. `guess` is what the request looked like.
    pub fn read(
        header: impl Fn(&str) -> Option<String>,
        guess: impl FnOnce() -> ActivityType,
    ) -> Option<Self> {
        let text = |name| header(name).unwrap_or_default();
        let action = Action::parse(&header(paths::ACTION_HEADER)?)?;
        match action {
            Action::Allow | Action::Audit => return None,
            Action::Redact
            | Action::Protect
            | Action::Warn
            | Action::WarnWithJustification
            | Action::RequestApproval
            | Action::RequireStepUp
            | Action::Block => {}
        }
        Some(Self {
            action,
            policy: session::policy_with_id(&text(paths::POLICY_HEADER)),
            activity: ActivityType::parse(&text(paths::ACTIVITY_HEADER)).unwrap_or_else(guess),
            object: percent_decoded(&text(paths::OBJECT_HEADER)),
        })
    }

    /// What a `once` grant is bound to.
    #[must_use]
    pub fn object(&self) -> &str {
        &self.object
    }

    /// Whether the person can do something about it: a step-up, or heeding a warning.
    #[must_use]
    pub const fn can_be_answered(&self) -> bool {
        match self.action {
            Action::Warn | Action::WarnWithJustification | Action::RequireStepUp => true,
            Action::Allow
            | Action::Audit
            | Action::Redact
            | Action::Protect
            | Action::RequestApproval
            | Action::Block => false,
        }
    }

    /// Asks the person where that can help, and else tells them.
    pub fn tell(self, resume: Resume) {
        if self.can_be_answered() {
            hold::begin_for_gateway(self.action, self.policy, self.activity, self.object, resume);
        } else {
            notice::stopped_by_gateway(&self.activity, &self.object, &self.policy);
        }
    }
}
