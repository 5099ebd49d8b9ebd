//! What does the gateway itself record?

use super::check::to_store;
use crate::clock;
use crate::policies::Active;
use crate::site::{Site, Visit};
use crate::store::{Asks, NewActivity, StoredAlert};
use crate::token;
use std::sync::Arc;
use stepgate_policy::{Action, ActivityType, Bundle, Decision, FileFacts, Found};
use stepgate_protocol::{Activity, ActivityFile, Denial, Outcome, Source};

/// A decision at the gateway.
pub struct Happened<'a> {
    /// What was attempted.
    pub activity: &'a ActivityType,
    /// The file, where there is one.
    pub file: Option<FileFacts<'a>>,
    /// What the policies that matched found in it.
    pub findings: Vec<Found>,
    /// What was decided.
    pub decision: &'a Decision,
}

/// What a person said to a warning.
pub struct Answer<'a> {
    /// What it was about.
    pub asks: &'a Asks<'a>,
    /// `resumed` where they go on, else `cancelled`.
    pub outcome: Outcome,
    /// Their reason, or nothing.
    pub justification: String,
    /// Path of the page it was about, if known.
    pub path: Option<&'a str>,
    /// For what the agent reports: the id it wants it recorded as, if any.
    pub reported_as: Option<Option<&'a str>>,
}

impl Site {
    /// Stores activities and shows those that are new in the console.
    pub async fn keep(&self, activities: &[NewActivity]) -> Result<(), sqlx::Error> {
        if activities.is_empty() {
            return Ok(());
        }
        for (stored, alerts) in self.store.keep_activities(activities).await? {
            alerts.iter().for_each(tell);
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

/// What becomes of an attempt at the gateway, as far as that is known at once.
const fn outcome_of(action: Action) -> Outcome {
    match action {
        Action::Allow | Action::Audit => Outcome::Performed,
        Action::Warn | Action::WarnWithJustification => Outcome::Warned,
        Action::Redact
        | Action::Protect
        | Action::RequestApproval
        | Action::RequireStepUp
        | Action::Block => Outcome::Stopped,
    }
}

/// One event for each alert. The gateway sends no mail: whoever is to get it is named for what reads the log.
fn tell(alert: &StoredAlert) {
    tracing::warn!(
        target: "stepgate_gateway::alert",
        severity = alert.severity.as_deref().unwrap_or("-"),
        category = alert.category,
        policy = alert.policy,
        policy_name = alert.policy_name,
        action = alert.action,
        simulated = alert.simulated,
        app = alert.app,
        user = alert.user,
        activity = alert.activity,
        activity_id = alert.activity_id,
        recipients = alert.recipients.join(" "),
        "alert"
    );
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
            outcome: outcome_of(decision.action),
            file: happened.file.map(ActivityFile::from),
            matches: decision
                .matches()
                .filter_map(|trace| id_of(trace.policy))
                .collect(),
            failure: decision.failure,
            revision: active.revision(),
            trace: decision.trace.clone(),
            findings: happened.findings.clone(),
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
                ..ActivityFile::default()
            }),
            revision: active.revision(),
            detail: Some(denial.keyword().to_owned()),
            ..self.blank(activity)
        };
        self.keep_own(activity, &bundle).await;
    }

    /// Records what a person said to a warning.
    pub async fn record_answer(&self, answer: &Answer<'_>) {
        let active = self.site.policies.active();
        let Ok(bundle) = active.bundle() else { return };
        let Answer { asks, .. } = answer;
        let known = super::check::policy_name(&bundle, asks.policy).is_some();
        let path = answer.path.unwrap_or("/");
        let blank = self.blank(asks.activity.clone());
        let (source, id) = match answer.reported_as {
            Some(id) => (Source::Agent, id.map_or(blank.id, str::to_owned)),
            None => (Source::Gateway, blank.id),
        };
        let activity = Activity {
            id,
            policy: known.then(|| asks.policy.to_owned()),
            action: asks.action,
            outcome: answer.outcome,
            url: self.app.address(path),
            file: (!asks.object.is_empty()).then(|| ActivityFile {
                name: asks.object.to_owned(),
                ..ActivityFile::default()
            }),
            revision: active.revision(),
            source,
            ..blank
        };
        let justification = Some(answer.justification.clone()).filter(|text| !text.is_empty());
        self.keep_with(activity, justification, &bundle).await;
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
            findings: Vec::new(),
            source: Source::Gateway,
            detail: None,
        }
    }

    async fn keep_own(&self, activity: Activity, bundle: &Bundle<'_>) {
        self.keep_with(activity, None, bundle).await;
    }

    async fn keep_with(
        &self,
        activity: Activity,
        justification: Option<String>,
        bundle: &Bundle<'_>,
    ) {
        tracing::info!(
            app = self.app.name,
            user = self.session.user,
            activity = %activity.activity,
            action = activity.action.keyword(),
            policy = activity.policy.as_deref().unwrap_or("-"),
            "decided"
        );
        let source = activity.source.keyword();
        let kept = match to_store(self, activity, bundle, source) {
            Ok(activity) => self
                .site
                .keep(&[NewActivity {
                    justification,
                    ..activity
                }])
                .await
                .map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        };
        if let Err(error) = kept {
            tracing::error!(%error, "an activity could not be stored");
        }
    }
}
