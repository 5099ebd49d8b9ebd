//! What does the gateway itself record?

use super::check::to_store;
use crate::clock;
use crate::policies::Active;
use crate::site::{Site, Visit};
use crate::store::NewActivity;
use crate::token;
use std::sync::Arc;
use stepgate_policy::{Action, ActivityType, Bundle, Decision, FileFacts};
use stepgate_protocol::{Activity, ActivityFile, Denial, Outcome, Source};

/// A decision at the gateway.
pub struct Happened<'a> {
    /// What was attempted.
    pub activity: &'a ActivityType,
    /// The file, where there is one.
    pub file: Option<FileFacts<'a>>,
    /// What was decided.
    pub decision: &'a Decision,
}

impl Site {
    /// Stores activities and shows those that are new in the console.
    pub async fn keep(&self, activities: &[NewActivity]) -> Result<(), sqlx::Error> {
        if activities.is_empty() {
            return Ok(());
        }
        for stored in self.store.keep_activities(activities).await? {
            // Nobody may be looking.
            let _ = self.feed.send(Arc::new(stored));
        }
        Ok(())
    }

    /// The bundle of a revision: the one in force, or one that was.
    pub async fn bundle_of(&self, revision: &str) -> Result<Option<Vec<u8>>, sqlx::Error> {
        let active = self.policies.active();
        if format!("{:016x}", active.revision()) == revision {
            return Ok(Some(active.bytes().to_vec()));
        }
        self.store.bundle_of(revision).await
    }
}

impl Visit {
    /// Records a decision that is not plain `allow`. What was decided holds even where it cannot be recorded.
    pub async fn record_decision(
        &self,
        active: &Arc<Active>,
        bundle: &Bundle<'_>,
        happened: &Happened<'_>,
    ) {
        let decision = happened.decision;
        if decision.action == Action::Allow {
            return;
        }
        let id_of = |index| bundle.policy(index).map(|policy| policy.id().to_owned());
        let activity = Activity {
            policy: decision.policy.and_then(id_of),
            action: decision.action,
            outcome: if decision.action.lets_go() {
                Outcome::Performed
            } else {
                Outcome::Stopped
            },
            file: happened.file.map(|file| ActivityFile {
                name: file.name.to_owned(),
                size: file.size,
                label: file.label.map(str::to_owned),
            }),
            matches: decision
                .matches()
                .filter_map(|trace| id_of(trace.policy))
                .collect(),
            failure: decision.failure,
            revision: active.revision(),
            trace: decision.trace.clone(),
            ..self.blank(happened.activity.clone())
        };
        self.keep_own(activity, bundle).await;
    }

    /// Records that a step-up on one of the gateway's own pages came to nothing.
    pub async fn record_denial(
        &self,
        policy: &str,
        activity: ActivityType,
        object: &str,
        denial: Denial,
    ) {
        let active = self.site.policies.active();
        let Ok(bundle) = active.bundle() else { return };
        let known = super::check::policy_name(&bundle, policy).is_some();
        let activity = Activity {
            policy: known.then(|| policy.to_owned()),
            action: Action::RequireStepUp,
            outcome: match denial {
                Denial::Cancelled => Outcome::Cancelled,
                Denial::WrongUser | Denial::NotSatisfied | Denial::Expired | Denial::Failed => {
                    Outcome::Denied
                }
            },
            file: (!object.is_empty()).then(|| ActivityFile {
                name: object.to_owned(),
                size: None,
                label: None,
            }),
            revision: active.revision(),
            detail: Some(denial.keyword().to_owned()),
            ..self.blank(activity)
        };
        self.keep_own(activity, &bundle).await;
    }

    /// An activity of this moment at this address.
    fn blank(&self, activity: ActivityType) -> Activity {
        Activity {
            id: token::id(),
            time: clock::now_ms(),
            activity,
            action: Action::Allow,
            policy: None,
            outcome: Outcome::Performed,
            url: self.app.address(self.asked.bare_path()),
            file: None,
            matches: Vec::new(),
            failure: None,
            revision: 0,
            trace: Vec::new(),
            source: Source::Gateway,
            detail: None,
        }
    }

    async fn keep_own(&self, activity: Activity, bundle: &Bundle<'_>) {
        tracing::info!(
            app = self.app.name,
            user = self.session.user,
            activity = %activity.activity,
            action = activity.action.keyword(),
            policy = activity.policy.as_deref().unwrap_or("-"),
            "decided"
        );
        let kept = match to_store(self, activity, bundle, "gateway") {
            Ok(activity) => self
                .site
                .keep(&[activity])
                .await
                .map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = kept {
            tracing::error!(%error, "an activity could not be stored");
        }
    }
}
