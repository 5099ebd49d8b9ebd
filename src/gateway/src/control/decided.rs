//! May this happen, as the policies of this moment say?

use super::apart::apart;
use super::message::Message;
use super::permit::{Act, Permit, Refused, Stopped};
use super::place::Where;
use crate::activities::Happened;
use crate::clock;
use crate::policies::Active;
use crate::site::{Proved, Visit};
use crate::store::KeptGrant;
use std::sync::Arc;
use std::time::Instant;
use stepgate_inspect::Key;
use stepgate_policy::{
    ActivityType, Attempt, Bundle, Content, Decision, Failure, Found, GrantScope, SessionContext,
    decide_while, findings,
};
use stepgate_protocol::FINGERPRINTS;

impl Visit {
    /// Decides `act`, records it, and uses up the grant it rests on.
    pub async fn permit(&self, act: &Act<'_>, content: Content<'_>) -> Result<Permit, Refused> {
        let active = self.site.policies.active();
        let bundle = match active.bundle() {
            Ok(bundle) => bundle,
            // It was read when it was compiled; memory has gone bad. Stop.
            Err(error) => return Err(Refused::Body(error.to_string())),
        };
        let mut proved = Proved::default();
        loop {
            let decision = self.decide(&bundle, act, content, &proved);
            if !decision.action.lets_go() && proved.is_empty() {
                proved = self.proved_for(act).await?;
                if !proved.is_empty() {
                    continue;
                }
            }
            let lets_go = decision.action.lets_go();
            if lets_go && !self.use_up(&bundle, act, &decision, &proved.grants).await? {
                // Another request was faster: without that grant the decision may be another one.
                proved = self.proved_for(act).await?;
                continue;
            }
            // A file with several names is recorded once.
            if act.also_named.is_none() || !decision.action.lets_go() {
                self.record(&active, &bundle, act, content, &decision).await;
            }
            return self.conclude(&bundle, act, decision);
        }
    }

    /// What was proved and answered in the session; what was for the file's likeliest name is for each of its names.
    async fn proved_for(&self, act: &Act<'_>) -> Result<Proved, sqlx::Error> {
        let mut proved = self.proved().await?;
        let grants = proved.grants.iter_mut().map(|kept| &mut kept.grant.object);
        let answers = proved.answered.iter_mut().map(|one| &mut one.object);
        for for_object in grants.chain(answers) {
            if act.also_named == Some(for_object.as_str()) {
                object(act).clone_into(for_object);
            }
        }
        Ok(proved)
    }

    /// The decision where content that must be seen cannot be seen at all, not even the names in it: the default
    /// behaviour, if any policy is about the activity.
    pub async fn permit_unseen(&self, act: &Act<'_>) -> Result<Permit, Refused> {
        let active = self.site.policies.active();
        let Ok(bundle) = active.bundle() else {
            return Err(Refused::Body("the policies cannot be read".into()));
        };
        let mut decision = self.decide(&bundle, act, Content::None, &Proved::default());
        if decision.trace.is_empty() {
            return Ok(Permit::nothing_attempted());
        }
        decision.action = bundle.default_behavior().action();
        decision.policy = None;
        decision.step_up = None;
        decision.failure = Some(Failure::NotScanned);
        self.record(&active, &bundle, act, Content::None, &decision)
            .await;
        self.conclude(&bundle, act, decision)
    }

    /// Whether any policy is about `activity`, whatever the file and the content.
    pub fn is_watched(&self, activity: &ActivityType) -> bool {
        let active = self.site.policies.active();
        let Ok(bundle) = active.bundle() else {
            return true;
        };
        let decision = self.decide_blindly(&bundle, activity);
        decision.failure.is_some() || !decision.trace.is_empty()
    }

    /// The policies that are about `activity`, by their indexes.
    pub fn policies_about(
        &self,
        bundle: &Bundle<'_>,
        activity: &ActivityType,
    ) -> impl Iterator<Item = u16> + use<> {
        let decision = self.decide_blindly(bundle, activity);
        decision.trace.into_iter().map(|trace| trace.policy)
    }

    /// The decision where nothing but the activity is known.
    fn decide_blindly(&self, bundle: &Bundle<'_>, activity: &ActivityType) -> Decision {
        let act = Act {
            activity: activity.clone(),
            file: None,
            moved: None,
            uses_grant: false,
            also_named: None,
        };
        self.decide(bundle, &act, Content::None, &Proved::default())
    }

    /// Whether a policy would look into the content of `act`.
    pub fn wants_content(&self, act: &Act<'_>) -> bool {
        self.asks(act, stepgate_policy::wants_content)
    }

    /// Whether a policy asks what the file is by its content.
    pub fn wants_file_type(&self, act: &Act<'_>) -> bool {
        act.file.is_some() && self.asks(act, stepgate_policy::wants_file_type)
    }

    /// Whether a policy asks for the file's hash.
    pub fn wants_hash(&self, act: &Act<'_>) -> bool {
        act.file.is_some() && self.asks(act, stepgate_policy::wants_hash)
    }

    /// Whether a policy asks for the file's labels, which nobody has said yet.
    pub fn wants_label(&self, act: &Act<'_>) -> bool {
        act.file.is_some_and(|file| file.labels.is_empty())
            && self.asks(act, stepgate_policy::wants_label)
    }

    /// Whether a policy asks how large it is.
    pub fn wants_size(&self, act: &Act<'_>) -> bool {
        self.asks(act, stepgate_policy::wants_size)
    }

    fn asks(&self, act: &Act<'_>, wants: fn(&Bundle<'_>, &Attempt<'_>) -> bool) -> bool {
        let active = self.site.policies.active();
        let Ok(bundle) = active.bundle() else {
            return false;
        };
        let (session, whence) = (self.context(&Proved::default()), Where::of(self));
        wants(&bundle, &attempt(act, &session, &whence, Content::None))
    }

    fn decide(
        &self,
        bundle: &Bundle<'_>,
        act: &Act<'_>,
        content: Content<'_>,
        proved: &Proved,
    ) -> Decision {
        let (session, whence) = (self.context(proved), Where::of(self));
        let attempt = attempt(act, &session, &whence, content);
        apart(length(content), || {
            let began = Instant::now();
            let time = self.site.inspection.time();
            decide_while(bundle, &attempt, &mut || began.elapsed() < time)
        })
    }

    /// Uses up the `once` grants the decision rests on. `false` if one of them is gone already.
    async fn use_up(
        &self,
        bundle: &Bundle<'_>,
        act: &Act<'_>,
        decision: &Decision,
        grants: &[KeptGrant],
    ) -> Result<bool, sqlx::Error> {
        if !act.uses_grant {
            return Ok(true);
        }
        for id in grants_to_use(bundle, act, decision, grants) {
            if !self.site.store.use_grant(id, clock::now()).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn conclude(
        &self,
        bundle: &Bundle<'_>,
        act: &Act<'_>,
        decision: Decision,
    ) -> Result<Permit, Refused> {
        if let Some(permit) = Permit::by(&decision) {
            return Ok(permit);
        }
        let policy = decision.policy.and_then(|index| bundle.policy(index));
        let object = act.also_named.unwrap_or_else(|| object(act));
        let message = policy.map_or_else(Message::default, |policy| {
            Message::of(self, &policy, &act.activity, object)
        });
        Err(Refused::Stopped(Box::new(Stopped {
            activity: act.activity.clone(),
            object: object.to_owned(),
            policy: policy.map(|policy| policy.id().to_owned()),
            policy_name: policy.map(|policy| policy.name().to_owned()),
            message,
            decision,
        })))
    }

    /// What the policies that matched found, masked.
    fn findings(
        &self,
        bundle: &Bundle<'_>,
        act: &Act<'_>,
        content: Content<'_>,
        decision: &Decision,
    ) -> Vec<Found> {
        if decision.found().next().is_none() {
            return Vec::new();
        }
        let (session, whence) = (self.context(&Proved::default()), Where::of(self));
        let key = Key::derived(&self.session.clipboard_key, FINGERPRINTS).map(Key::new);
        let attempt = attempt(act, &session, &whence, content);
        apart(length(content), || {
            findings(bundle, &attempt, decision, key)
        })
    }

    async fn record(
        &self,
        active: &Arc<Active>,
        bundle: &Bundle<'_>,
        act: &Act<'_>,
        content: Content<'_>,
        decision: &Decision,
    ) {
        let happened = Happened {
            activity: &act.activity,
            file: act.file,
            findings: self.findings(bundle, act, content, decision),
            decision,
        };
        self.record_decision(active, bundle, &happened).await;
    }
}

fn attempt<'a>(
    act: &'a Act<'a>,
    session: &'a SessionContext,
    whence: &'a Where<'a>,
    content: Content<'a>,
) -> Attempt<'a> {
    Attempt {
        activity: &act.activity,
        session,
        file: act.file,
        place: whence.place(act, content),
        content,
        metadata: "", // it was looked into with the content
        now: clock::now(),
    }
}

const fn length(content: Content<'_>) -> usize {
    match content {
        Content::Text(text) | Content::Part(text) => text.len(),
        Content::None | Content::NotScanned(_) | Content::Examined(_) => 0,
    }
}

fn object<'a>(act: &Act<'a>) -> &'a str {
    act.file.map_or("", |file| file.name)
}

fn grants_to_use(
    bundle: &Bundle<'_>,
    act: &Act<'_>,
    decision: &Decision,
    grants: &[KeptGrant],
) -> Vec<i64> {
    let now = clock::now();
    let mut ids = Vec::new();
    for trace in decision.trace.iter().filter(|trace| trace.satisfied) {
        let Some(asks) = bundle
            .policy(trace.policy)
            .and_then(|policy| policy.step_up())
        else {
            continue;
        };
        let mut answers = grants
            .iter()
            .filter(|kept| kept.grant.answers(asks, &act.activity, object(act), now))
            .peekable();
        let lasting = answers
            .clone()
            .any(|kept| kept.grant.scope != GrantScope::Once);
        if let (false, Some(once)) = (lasting, answers.peek())
            && !ids.contains(&once.id)
        {
            ids.push(once.id);
        }
    }
    ids
}
