//! A question on a page of the gateway is answered.

use crate::activities::Answer;
use crate::clock;
use crate::endpoints::{In, Trouble};
use crate::pages;
use crate::session::see_other;
use crate::site::Visit;
use crate::store::{Asks, Question};
use axum::body::Body;
use axum::extract::{Form, Path};
use http::Response;
use serde::Deserialize;
use stepgate_policy::{Action, ActivityType};
use stepgate_protocol::Outcome;

/// What the question's form sends.
#[derive(Debug, Deserialize)]
pub struct Answered {
    answer: Choice,
    justification: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Choice {
    GoOn,
    Cancel,
}

/// The person goes on, or not. A question whose policy has changed meanwhile is over: what is asked for now is asked
/// anew.
pub async fn answer(
    In(visit): In,
    Path(id): Path<String>,
    Form(answered): Form<Answered>,
) -> Result<Response<Body>, Trouble> {
    let (store, app) = (&visit.site.store, &visit.app);
    let question = store
        .question(&id, visit.session.id, &app.name, clock::now())
        .await?;
    let parsed = question.and_then(|question| {
        let activity = ActivityType::parse(&question.activity)?;
        Some((Action::parse(&question.action)?, activity, question))
    });
    let Some((action, activity, question)) = parsed else {
        return Ok(pages::question_over(&app.title));
    };
    let asks = Asks {
        session: visit.session.id,
        app: &app.name,
        policy: &question.policy,
        action,
        activity: &activity,
        object: &question.object,
    };
    match answered.answer {
        Choice::GoOn => {
            let given = answered.justification.as_deref();
            go_on(&visit, &id, &question, &asks, given).await
        }
        Choice::Cancel => cancel(&visit, &id, &question, &asks).await,
    }
}

async fn go_on(
    visit: &Visit,
    id: &str,
    question: &Question,
    asks: &Asks<'_>,
    given: Option<&str>,
) -> Result<Response<Body>, Trouble> {
    let title = &visit.app.title;
    let Some(reason) = super::reason(asks.action, given) else {
        return Ok(pages::reason_missing(
            title,
            &question.return_to,
            &question.back,
        ));
    };
    let lifetime = match super::asked_by(visit, asks.policy, asks.activity) {
        Some((action, lifetime)) if action == asks.action => lifetime,
        Some(_) | None => return Ok(pages::question_over(title)),
    };
    if !visit.site.store.take_question(id).await? {
        return Ok(pages::question_over(title));
    }
    super::keep(visit, asks, lifetime).await?;
    record(visit, asks, Outcome::Resumed, reason, question).await;
    Ok(pages::question_answered(title, question))
}

async fn cancel(
    visit: &Visit,
    id: &str,
    question: &Question,
    asks: &Asks<'_>,
) -> Result<Response<Body>, Trouble> {
    if !visit.site.store.take_question(id).await? {
        return Ok(pages::question_over(&visit.app.title));
    }
    record(visit, asks, Outcome::Cancelled, String::new(), question).await;
    Ok(see_other(&question.back))
}

async fn record(
    visit: &Visit,
    asks: &Asks<'_>,
    outcome: Outcome,
    justification: String,
    question: &Question,
) {
    let answer = Answer {
        asks,
        outcome,
        justification,
        path: Some(&question.return_to),
        reported_as: None,
    };
    visit.record_answer(&answer).await;
}
