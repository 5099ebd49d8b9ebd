//! A request came to nothing: what the person is told.

use super::UpstreamError;
use crate::control::{Refused, Stopped};
use crate::inject;
use crate::pages::Way;
use crate::site::Visit;
use crate::{answers, pages, step_up};
use axum::body::Body;
use http::{HeaderName, HeaderValue, Response};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use stepgate_policy::Action;
use stepgate_protocol::paths;

/// Why a request comes to nothing.
pub enum Failed {
    Refused(Refused),
    Upstream(UpstreamError),
    Page(inject::InjectError),
}

impl From<Refused> for Failed {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<sqlx::Error> for Failed {
    fn from(error: sqlx::Error) -> Self {
        Self::Refused(Refused::State(error))
    }
}

/// The page, or the sentence for a program.
pub async fn answer_failed(visit: &Visit, failed: Failed) -> Response<Body> {
    let navigates = visit.asked.navigates;
    match failed {
        Failed::Refused(Refused::Stopped(stopped)) => answer_stopped(visit, &stopped).await,
        Failed::Refused(Refused::State(error)) => {
            tracing::error!(%error, "state");
            pages::state_unreadable(navigates)
        }
        Failed::Refused(Refused::Body(cause)) => pages::refused_body(navigates, &cause),
        Failed::Upstream(error) => {
            let upstream = visit.app.behind().map_or("-", |app| &app.authority);
            tracing::warn!(app = visit.app.name, upstream, %error, "the app does not answer");
            let timed_out = matches!(error, UpstreamError::TimedOut);
            pages::app_down(navigates, &visit.app.title, &visit.asked.path, timed_out)
        }
        Failed::Page(error) => {
            tracing::error!(app = visit.app.name, %error, "a page cannot be injected");
            pages::unreadable_page(navigates, &visit.app.title, &error.to_string())
        }
    }
}

/// The page or the sentence, and the headers the agent understands.
async fn answer_stopped(visit: &Visit, stopped: &Stopped) -> Response<Body> {
    let way = way_on(visit, stopped).await;
    let mut response = pages::stopped(
        &visit.app.title,
        stopped,
        visit.asked.navigates,
        &way,
        visit.asked.back(),
    );
    let object = utf8_percent_encode(&stopped.object, NON_ALPHANUMERIC).to_string();
    let activity = stopped.activity.to_string();
    let lines = [
        (
            paths::ACTION_HEADER,
            Some(stopped.decision.action.keyword()),
        ),
        (paths::ACTIVITY_HEADER, Some(activity.as_str())),
        (paths::POLICY_HEADER, stopped.policy.as_deref()),
        (paths::OBJECT_HEADER, Some(object.as_str())),
        ("www-authenticate", challenge(stopped).as_deref()),
    ]
    .map(|(name, value)| (name, value.map(str::to_owned)));
    for (name, value) in lines {
        if let Some(Ok(value)) = value.map(|value| HeaderValue::from_str(&value)) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(name), value);
        }
    }
    response
}

/// What a page can offer the person. A program is told by headers, and the agent asks.
async fn way_on(visit: &Visit, stopped: &Stopped) -> Way {
    if !visit.asked.navigates {
        return Way::None;
    }
    let found = match stopped.decision.action {
        Action::RequireStepUp => {
            let check = step_up::begin_for_page(visit, stopped).await;
            check.map(|address| address.map(Way::Check))
        }
        Action::Warn | Action::WarnWithJustification => {
            let question = answers::ask(visit, stopped).await;
            question.map(|address| address.map(Way::Answer))
        }
        Action::Allow
        | Action::Audit
        | Action::Redact
        | Action::Protect
        | Action::RequestApproval
        | Action::Block => Ok(None),
    };
    found.ok().flatten().unwrap_or(Way::None)
}

/// The claims challenge of Microsoft Entra ID, laid out as its guide does: clients split it at `, `.
fn challenge(stopped: &Stopped) -> Option<String> {
    let context = stopped.decision.step_up?.context;
    let claims =
        format!(r#"{{"access_token":{{"acrs":{{"essential":true,"value":"{context}"}}}}}}"#);
    let claims = data_encoding::BASE64.encode(claims.as_bytes());
    Some(format!(
        "Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{claims}\", cc_type=\"authcontext\""
    ))
}
