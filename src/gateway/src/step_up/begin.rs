//! A step-up begins.

use crate::clock;
use crate::control::Stopped;
use crate::endpoints::{In, Trouble};
use crate::pages;
use crate::site::Visit;
use crate::store::{NewStepUp, STEP_UP_LIFETIME};
use crate::token;
use axum::body::Body;
use bytes::Bytes;
use http::{Response, StatusCode};
use stepgate_policy::{Action, ActivityType, StepUp};
use stepgate_protocol::StepUpRequest;

/// How many step-ups one session may begin in five minutes. A page that asks and asks is not helped.
const LIMIT: i64 = 30;

/// Begins a step-up for the agent, and answers its id. What must be proved is looked up, not believed.
pub async fn begin(In(visit): In, body: Bytes) -> Result<Response<Body>, Trouble> {
    let wanted: StepUpRequest = serde_json::from_slice(&body)
        .map_err(|error| Trouble::bad_request(&format!("the step-up cannot be read: {error}")))?;
    let activity = ActivityType::parse(&wanted.activity).ok_or_else(|| {
        Trouble::bad_request(&format!("`{}` is not an activity type", wanted.activity))
    })?;
    let asks = asked_by(&visit, &wanted.policy, &activity).ok_or_else(|| {
        Trouble::bad_request(&format!(
            "no policy `{}` that requires a step-up for `{activity}` is in force: load the page again",
            wanted.policy
        ))
    })?;
    let return_to = visit.app.way_back(&wanted.url).ok_or_else(|| {
        Trouble::bad_request("`url` is not an address in this app: nothing returns anywhere else")
    })?;
    limit(&visit).await?;
    let id = token::id();
    let new = NewStepUp {
        id: &id,
        session: visit.session.id,
        app: &visit.app.name,
        policy: &wanted.policy,
        activity: &activity.to_string(),
        object: &wanted.object,
        asks,
        return_to: &return_to,
        back: &return_to,
        mode: wanted.mode.keyword(),
    };
    open(&visit, &new).await?;
    Ok(pages::plain(StatusCode::OK, &id))
}

/// Begins a step-up for one of the gateway's own pages, and gives its address. After it the person returns to what was
/// stopped, if asking again is all that takes, else to where they came from.
pub async fn begin_for_page(
    visit: &Visit,
    stopped: &Stopped,
) -> Result<Option<String>, sqlx::Error> {
    let (Some(policy), Some(asks)) = (&stopped.policy, stopped.decision.step_up) else {
        return Ok(None);
    };
    if too_many(visit).await? {
        return Ok(None);
    }
    let again = visit.asked.method.is_safe();
    let return_to = if again {
        &visit.asked.path
    } else {
        visit.asked.back()
    };
    let id = token::id();
    let new = NewStepUp {
        id: &id,
        session: visit.session.id,
        app: &visit.app.name,
        policy,
        activity: &stopped.activity.to_string(),
        object: &stopped.object,
        asks,
        return_to,
        back: visit.asked.back(),
        mode: if again { "page" } else { "redirect" },
    };
    open(visit, &new).await?;
    Ok(Some(format!("{}/{id}", stepgate_protocol::paths::STEP_UP)))
}

/// What the policy with this id asks for now, for this activity. What another policy asks for may be less.
fn asked_by(visit: &Visit, id: &str, activity: &ActivityType) -> Option<StepUp> {
    let active = visit.site.policies.active();
    let bundle = active.bundle().ok()?;
    visit
        .policies_about(&bundle, activity)
        .filter_map(|index| bundle.policy(index))
        .find(|policy| policy.id() == id && policy.action() == Action::RequireStepUp)?
        .step_up()
}

async fn open(visit: &Visit, new: &NewStepUp<'_>) -> Result<(), sqlx::Error> {
    visit.site.store.open_step_up(new, clock::now()).await?;
    // An older one for the same attempt has just ended.
    visit.site.step_up_ended.send_replace(());
    Ok(())
}

async fn limit(visit: &Visit) -> Result<(), Trouble> {
    if too_many(visit).await? {
        return Err(Trouble::Busy);
    }
    Ok(())
}

async fn too_many(visit: &Visit) -> Result<bool, sqlx::Error> {
    let since = clock::now().saturating_sub(STEP_UP_LIFETIME);
    Ok(visit
        .site
        .store
        .step_ups_since(visit.session.id, since)
        .await?
        >= LIMIT)
}
