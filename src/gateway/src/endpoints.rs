//! What does the gateway answer itself, under `/.stepgate/`?

use crate::app::{App, Place};
use crate::session::{self, Entry};
use crate::site::{Asked, Site, Visit, text, text_of};
use crate::{activities, agent_script, answers, console, extension, newer, pages, step_up};
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, FromRequestParts};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Router};
use bytes::Bytes;
use http::header::ORIGIN;
use http::request::Parts;
use http::{HeaderMap, Method, StatusCode};
use std::sync::Arc;
use stepgate_protocol::{MAX_BATCH_BYTES, paths};

/// Every address the gateway answers itself.
pub fn endpoints(site: Arc<Site>) -> Router {
    let step_up = |tail: &str| format!("{}/{{id}}{tail}", paths::STEP_UP);
    let carried = agent_script::ALL.iter().fold(Router::new(), |router, one| {
        let answer = async |headers: HeaderMap| one.answer(&headers);
        router.route(one.path, get(answer))
    });
    carried
        .route(paths::ACTIVITIES, post(receive))
        .route(paths::STEP_UP, post(step_up::begin))
        .route(&step_up(""), get(step_up::go))
        .route(&step_up("/done"), get(step_up::done))
        .route(&step_up("/status"), get(step_up::status))
        .route(&step_up("/cancel"), post(step_up::cancel))
        .route(paths::ANSWERS, post(answers::report))
        .route(&format!("{}/{{id}}", paths::ANSWERS), post(answers::answer))
        .route(paths::POLICIES, get(newer::newer))
        .route(paths::CALLBACK, get(session::callback::callback))
        .route(paths::NOTICE, post(session::notice::seen))
        .route(
            paths::SIGN_OUT,
            get(session::sign_out::ask).post(session::sign_out::sign_out),
        )
        .route(paths::EXTENSION, get(extension::connected))
        .route(
            paths::EXTENSION.trim_end_matches('/'),
            get(extension::to_start),
        )
        .route(paths::EXTENSION_KEYS, get(extension::keys))
        .route(paths::EXTENSION_POLICY, get(extension::policy))
        .merge(console::routes())
        .fallback(nothing)
        .layer(DefaultBodyLimit::max(MAX_BATCH_BYTES + 1))
        .with_state(site)
}

async fn receive(In(visit): In, body: Bytes) -> Result<Response, Trouble> {
    activities::receive(visit, body).await
}

async fn nothing(Extension(asked): Extension<Asked>) -> Response {
    pages::not_found(asked.navigates)
}

/// The session a request is in. Without one the request is answered at the gate.
pub struct In(pub Visit);

impl FromRequestParts<Arc<Site>> for In {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, site: &Arc<Site>) -> Result<Self, Response> {
        let app = parts.extensions.get::<Arc<App>>().cloned();
        let asked = parts.extensions.get::<Asked>().cloned();
        let (Some(app), Some(asked)) = (app, asked) else {
            return Err(StatusCode::INTERNAL_SERVER_ERROR.into_response());
        };
        match session::enter(site, &app, asked, &parts.headers).await {
            Entry::In(visit) => Ok(Self(*visit)),
            Entry::Answer(response) => Err(response),
        }
    }
}

/// Whether a request that changes something comes from the app's own pages. Browsers say so in `Sec-Fetch-Site` and
/// `Origin`; a request with neither does not come from a page at all, and is refused too. For a site that browser
/// extensions hold, the header that names it is the proof: see [`extension::is_from_extension`].
pub fn is_from_own_page(method: &Method, headers: &HeaderMap, app: &App) -> bool {
    if method.is_safe() {
        return true;
    }
    if matches!(app.place, Place::Direct(_)) {
        return extension::is_from_extension(headers, app);
    }
    let site = text_of(headers, "sec-fetch-site");
    let origin = text(headers, &ORIGIN);
    match (site, origin) {
        (None, None) => false,
        (site, origin) => {
            // A page without a referrer says `null`; then the browser's own word must be there.
            let origin = origin.filter(|origin| *origin != "null" || site.is_none());
            site.is_none_or(|site| site == "same-origin")
                && origin.is_none_or(|origin| origin == &*app.origin)
        }
    }
}

/// Why an endpoint does not do what it is asked. Answered as one sentence.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    /// What was sent is wrong.
    #[error("{0}")]
    BadRequest(String),
    /// There is no such step-up in this session.
    #[error("this session has no such step-up")]
    NoSuchStepUp,
    /// There is no such activity.
    #[error("there is no such activity")]
    NoSuchActivity,
    /// Too much at once.
    #[error("too many security checks were begun in five minutes: wait a little")]
    Busy,
    /// Too many answers at once.
    #[error("too many warnings were answered in five minutes: wait a little")]
    TooManyAnswers,
    /// Too many questions of one session wait.
    #[error("other pages of this session wait for newer policies already: ask without `wait`")]
    TooManyWaiting,
    /// The policies cannot be read back.
    #[error("the compiled policies cannot be read back: {0}")]
    Policies(#[from] stepgate_policy::CorruptBundle),
    /// The state cannot be read or written.
    #[error("the gateway's state cannot be read or written right now")]
    State(#[from] sqlx::Error),
    /// The identity provider cannot be asked.
    #[error(transparent)]
    Identity(#[from] stepgate_identity::IdentityError),
    /// The answer for an extension cannot be made.
    #[error(transparent)]
    Bundle(#[from] extension::BundleError),
}

impl Trouble {
    /// What was sent is wrong, in one sentence.
    pub fn bad_request(text: &str) -> Self {
        Self::BadRequest(text.to_owned())
    }

    const fn status(&self) -> StatusCode {
        match self {
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::NoSuchStepUp | Self::NoSuchActivity => StatusCode::NOT_FOUND,
            Self::Busy | Self::TooManyAnswers | Self::TooManyWaiting => {
                StatusCode::TOO_MANY_REQUESTS
            }
            Self::State(_) => StatusCode::SERVICE_UNAVAILABLE,
            Self::Identity(_) => StatusCode::BAD_GATEWAY,
            Self::Bundle(_) | Self::Policies(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        if let Self::State(error) = &self {
            tracing::error!(%error, "state");
        }
        let response: http::Response<Body> = pages::plain(self.status(), &self.to_string());
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::files_app;

    #[test]
    fn only_the_apps_own_pages_may_change_something() {
        let own = "http://files.localhost:8080";
        let table: &[(&[(&'static str, &'static str)], bool)] = &[
            (&[("origin", own)], true),
            (&[("sec-fetch-site", "same-origin")], true),
            (&[("sec-fetch-site", "same-origin"), ("origin", own)], true),
            (
                &[("sec-fetch-site", "same-origin"), ("origin", "null")],
                true,
            ),
            (&[], false),
            (&[("origin", "null")], false),
            (&[("origin", "http://files.localhost")], false),
            (&[("sec-fetch-site", "same-site"), ("origin", own)], false),
            (
                &[
                    ("sec-fetch-site", "same-origin"),
                    ("origin", "http://evil.example"),
                ],
                false,
            ),
            (&[("sec-fetch-site", "none")], false),
        ];
        for (lines, expected) in table {
            let headers: HeaderMap = lines
                .iter()
                .map(|(name, value)| (name.parse().unwrap(), http::HeaderValue::from_static(value)))
                .collect();
            assert_eq!(
                is_from_own_page(&Method::POST, &headers, &files_app()),
                *expected,
                "{lines:?}"
            );
            assert!(is_from_own_page(&Method::GET, &headers, &files_app()));
        }
    }
}
