//! The agent asked in the page, and reports what was said.

use crate::activities::Answer;
use crate::clock;
use crate::endpoints::{In, Trouble};
use crate::pages;
use crate::site::Visit;
use crate::store::Asks;
use axum::Json;
use axum::body::Body;
use axum::response::IntoResponse as _;
use bytes::Bytes;
use http::Response;
use serde_json::json;
use stepgate_policy::ActivityType;
use stepgate_protocol::{AnswerReport, Outcome};

/// How many answers one session may give in five minutes.
const LIMIT: i64 = 60;
const WHILE: u64 = 300;

/// Keeps the answer, so that the same attempt is let through here, and answers until when: `{"expires":1700000000}`.
pub async fn report(In(visit): In, body: Bytes) -> Result<Response<Body>, Trouble> {
    let report: AnswerReport = serde_json::from_slice(&body)
        .map_err(|error| Trouble::bad_request(&format!("the answer cannot be read: {error}")))?;
    let id = report.id.as_deref();
    if id.is_some_and(|id| !is_id(id)) {
        let text = "`id` has to be 32 small hexadecimal digits";
        return Err(Trouble::bad_request(text));
    }
    let activity = ActivityType::parse(&report.activity).ok_or_else(|| {
        Trouble::bad_request(&format!("`{}` is not an activity type", report.activity))
    })?;
    let (action, lifetime) =
        super::asked_by(&visit, &report.policy, &activity).ok_or_else(|| {
            Trouble::bad_request(&format!(
                "no policy `{}` that warns about `{activity}` is in force: load the page again",
                report.policy
            ))
        })?;
    let justification = super::reason(action, report.justification.as_deref())
        .ok_or_else(|| Trouble::bad_request("the policy asks for a `justification`"))?;
    limit(&visit).await?;
    let asks = Asks {
        session: visit.session.id,
        app: &visit.app.name,
        policy: &report.policy,
        action,
        activity: &activity,
        object: &report.object,
    };
    let expires = super::keep(&visit, &asks, lifetime).await?;
    let answer = Answer {
        asks: &asks,
        outcome: Outcome::Resumed,
        justification,
        path: visit.asked.from.as_deref(),
        reported_as: Some(id),
    };
    visit.record_answer(&answer).await;
    let mut response = Json(json!({ "expires": expires })).into_response();
    pages::private(response.headers_mut());
    Ok(response)
}

fn is_id(id: &str) -> bool {
    id.len() == 32
        && id
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

async fn limit(visit: &Visit) -> Result<(), Trouble> {
    let since = clock::now().saturating_sub(WHILE);
    let given = visit
        .site
        .store
        .answers_since(visit.session.id, since)
        .await?;
    if given >= LIMIT {
        return Err(Trouble::TooManyAnswers);
    }
    Ok(())
}
