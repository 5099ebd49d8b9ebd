//! A policy warns: what does the person say?
//!
//! On one of the gateway's own pages the question belongs to one session, one policy, one activity and one object, waits
//! five minutes, and is answered once. What the agent asked in the page it reports, so that the request that follows is
//! let through. Either way the answer holds for as long as the policy says (`answerLifetime`), for that object alone, and
//! is recorded with the reason that was given.
//!
//! A warning is for people, not against them: script in the page can answer in a person's name. What must not happen
//! is for `block` and `requireStepUp`.

mod ask;
mod page;
mod report;

pub use ask::ask;
pub use page::answer;
pub use report::report;

use crate::clock;
use crate::site::Visit;
use crate::store::Asks;
use stepgate_policy::{Action, ActivityType, Mode};

/// The longest reason that is kept, in characters.
const LONGEST_REASON: usize = 1000;

/// What the policy with this id asks for now, for this activity, and how long an answer to it holds. `None` where it asks
/// for nothing that the person can answer alone.
fn asked_by(visit: &Visit, id: &str, activity: &ActivityType) -> Option<(Action, u64)> {
    let active = visit.site.policies.active();
    let bundle = active.bundle().ok()?;
    let policy = visit
        .policies_about(&bundle, activity)
        .filter_map(|index| bundle.policy(index))
        .find(|policy| policy.id() == id && policy.mode() == Mode::Enforce)?;
    match policy.action() {
        action @ (Action::Warn | Action::WarnWithJustification) => {
            Some((action, policy.answer_lifetime().into()))
        }
        Action::Allow
        | Action::Audit
        | Action::Redact
        | Action::Protect
        | Action::RequestApproval
        | Action::RequireStepUp
        | Action::Block => None,
    }
}

/// The reason as it is kept: without white space around it, and cut where it is too long. `None` where one is needed and
/// there is none.
fn reason(action: Action, given: Option<&str>) -> Option<String> {
    let given = given.unwrap_or_default().trim();
    let reason: String = given.chars().take(LONGEST_REASON).collect();
    let missing = action == Action::WarnWithJustification && reason.is_empty();
    (!missing).then_some(reason)
}

/// Keeps that the person goes on. Gives back until when that holds.
async fn keep(visit: &Visit, asks: &Asks<'_>, lifetime: u64) -> Result<u64, sqlx::Error> {
    let now = clock::now();
    let expires = now.saturating_add(lifetime);
    visit.site.store.keep_answer(asks, now, expires).await?;
    tracing::info!(
        app = asks.app,
        user = visit.session.user,
        policy = asks.policy,
        activity = %asks.activity,
        "a warning was answered"
    );
    Ok(expires)
}
