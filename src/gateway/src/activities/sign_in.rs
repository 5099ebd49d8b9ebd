//! Somebody signed in.

use super::record::Happened;
use crate::clock;
use crate::site::{Proved, Visit};
use stepgate_policy::{Action, ActivityType, Attempt, Content, Decision, Mode, Place, decide};

/// How policies name a sign-in: `custom:signIn`.
const SIGN_IN: &str = "signIn";

impl Visit {
    /// Records a sign-in where a policy in force only records and is about it: `monitorOnly` without `activityTypes` is.
    /// Policies that ask for more have no say here. Who is signed in is the identity provider's decision, made by now,
    /// and what would be stopped was not an activity of the app.
    pub async fn record_sign_in(&self) {
        let active = self.site.policies.active();
        let Ok(bundle) = active.bundle() else { return };
        let activity = ActivityType::Custom(SIGN_IN.to_owned());
        let session = self.context(&Proved::default());
        let attempt = Attempt {
            activity: &activity,
            session: &session,
            file: None,
            place: Place::default(),
            content: Content::None,
            metadata: "",
            now: clock::now(),
        };
        let mut decision = decide(&bundle, &attempt);
        let records = |index: &u16| {
            bundle.policy(*index).is_some_and(|policy| {
                policy.action() == Action::Audit && policy.mode() == Mode::Enforce
            })
        };
        decision.trace.retain(|trace| records(&trace.policy));
        let first = decision.matches().next().map(|trace| trace.policy);
        if first.is_none() {
            return;
        }
        let decision = Decision {
            action: Action::Audit,
            policy: first,
            step_up: None,
            failure: None,
            trace: decision.trace,
        };
        let happened = Happened {
            activity: &activity,
            file: None,
            findings: Vec::new(),
            decision: &decision,
        };
        self.record_decision(&active, &bundle, &happened).await;
    }
}
