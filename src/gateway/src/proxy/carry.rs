//! One request to an app and its answer, each let through only by a decision.

use super::UpstreamError;
use super::back::map_headers;
use super::hop::wants_websocket;
use super::there::address;
use super::tunnel::tunnel;
use crate::clock;
use crate::control::{
    Permitted, PermittedRequest, Refused, Stopped, permit_download, permit_request,
};
use crate::csp::Leave;
use crate::inject::{self, Page, sandbox_rest};
use crate::site::{Site, Visit, text_of};
use crate::store::KeptGrant;
use crate::{agent_script, pages, step_up};
use axum::body::Body;
use http::header::{IF_RANGE, RANGE};
use http::{HeaderName, HeaderValue, Method, Request, Response, StatusCode};
use hyper::upgrade::OnUpgrade;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::sync::Arc;
use stepgate_policy::{ActivityType, GrantScope};
use stepgate_protocol::{Boot, paths};

/// Why a request comes to nothing.
enum Failed {
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

/// Carries a request of a person to the app.
pub async fn carry(visit: Visit, request: Request<Body>) -> Response<Body> {
    let visit = Arc::new(visit);
    let is_worker = text_of(request.headers(), "service-worker") == Some("script");
    if is_worker && !visit.app.service_workers {
        return pages::service_worker_refused(&visit.app.title);
    }
    match carried(&visit, request).await {
        Ok(response) => response.into_inner(),
        Err(failed) => answer_failed(&visit, failed).await,
    }
}

async fn carried(
    visit: &Arc<Visit>,
    mut request: Request<Body>,
) -> Result<Permitted<Response<Body>>, Failed> {
    let upgrade = wants_websocket(request.headers())
        .then(|| request.extensions_mut().remove::<OnUpgrade>())
        .flatten();
    let again = whole_page_request(visit, &request);
    let permitted = permit_request(visit, request).await?;
    let mut response = send(visit, permitted).await?;
    if let (Some(again), true) = (again, is_part_of_page(&response)) {
        // A part of a page cannot be injected; the whole of it is a right answer too.
        let permitted = permit_request(visit, again).await?;
        response = send(visit, permitted).await?;
    }
    if response.status() == StatusCode::SWITCHING_PROTOCOLS {
        return Ok(switch(visit, response, upgrade));
    }
    map_headers(response.headers_mut(), &visit.app);
    let permitted = permit_download(visit, response).await?;
    finish(visit, permitted).await
}

/// The same request without `Range`, where its answer could be a part of a page.
fn whole_page_request(visit: &Visit, request: &Request<Body>) -> Option<Request<Body>> {
    let headers = request.headers();
    if visit.asked.method != Method::GET
        || !visit.asked.may_become_page
        || !headers.contains_key(RANGE)
    {
        return None;
    }
    let mut again = Request::new(Body::empty());
    *again.uri_mut() = request.uri().clone();
    *again.headers_mut() = headers.clone();
    again.headers_mut().remove(RANGE);
    again.headers_mut().remove(IF_RANGE);
    Some(again)
}

fn is_part_of_page(response: &Response<Body>) -> bool {
    let part = matches!(
        response.status(),
        StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE
    );
    part && Page::announced(response.headers()).is_some()
}

async fn send(visit: &Visit, permitted: PermittedRequest) -> Result<Response<Body>, Failed> {
    let PermittedRequest { request, late } = permitted;
    let mut request = request.into_inner();
    address(&mut request, &visit.app, &visit.asked)
        .map_err(|error| Failed::Upstream(UpstreamError::Down(error.to_string())))?;
    let answer = visit.site.upstream.send(request).await;
    // An app may answer before it has read everything; what was stopped meanwhile is still the answer.
    if let Some(refused) = late.take() {
        return Err(Failed::Refused(refused));
    }
    answer.map_err(Failed::Upstream)
}

/// The connection becomes a WebSocket. What goes through it is the agent's to decide: the gateway does not see messages.
fn switch(
    visit: &Visit,
    mut response: Response<Body>,
    person: Option<OnUpgrade>,
) -> Permitted<Response<Body>> {
    let app = response.extensions_mut().remove::<OnUpgrade>();
    if let (Some(person), Some(app)) = (person, app) {
        let site: Arc<Site> = Arc::clone(&visit.site);
        tokio::spawn(tunnel(site, person, app));
    }
    crate::control::Permit::nothing_attempted().carry(response)
}

/// Puts the agent into a page and makes sure that nothing else can pass for one.
async fn finish(
    visit: &Visit,
    permitted: Permitted<Response<Body>>,
) -> Result<Permitted<Response<Body>>, Failed> {
    let page = permitted
        .get()
        .status()
        .is_page()
        .then(|| Page::announced(permitted.get().headers()))
        .flatten();
    match page {
        Some(page) if visit.asked.may_become_page => {
            let grants = visit.grants().await?;
            let (boot, carries_grants) = boot(visit, &grants);
            let leave = Leave::new(Arc::clone(&visit.app.origin), agent_script::PATH);
            permitted
                .and_then(async |response| {
                    inject::inject(response, page, &boot, carries_grants, leave).await
                })
                .await
                .map_err(Failed::Page)
        }
        Some(_) | None => Ok(permitted.map(|mut response| {
            if response.status().is_page() {
                sandbox_rest(visit.asked.may_become_page, response.headers_mut());
            }
            response
        })),
    }
}

trait IsPage {
    /// Whether a browser can show the answer as a document.
    fn is_page(&self) -> bool;
}

impl IsPage for StatusCode {
    fn is_page(&self) -> bool {
        !self.is_informational()
            && !self.is_redirection()
            && !matches!(*self, Self::NO_CONTENT | Self::RESET_CONTENT)
    }
}

/// What the page starts with, and whether it carries grants. A `once` grant for something that happens only in the page
/// was given to the page that asked for it; another page does not get it.
fn boot(visit: &Visit, grants: &[KeptGrant]) -> (String, bool) {
    let given: Vec<KeptGrant> = grants
        .iter()
        .filter(|kept| {
            kept.grant.scope != GrantScope::Once
                || matches!(
                    kept.grant.activity,
                    ActivityType::Download | ActivityType::Upload | ActivityType::SendItem
                )
        })
        .cloned()
        .collect();
    let active = visit.site.policies.active();
    let boot = Boot {
        now: clock::now(),
        session: visit.context(&given),
        bundle: active.bytes(),
    };
    (boot.attribute(), !given.is_empty())
}

async fn answer_failed(visit: &Visit, failed: Failed) -> Response<Body> {
    let navigates = visit.asked.navigates;
    match failed {
        Failed::Refused(Refused::Stopped(stopped)) => answer_stopped(visit, &stopped).await,
        Failed::Refused(Refused::State(error)) => {
            tracing::error!(%error, "state");
            pages::state_unreadable(navigates)
        }
        Failed::Refused(Refused::Body(cause)) => pages::refused_body(navigates, &cause),
        Failed::Upstream(error) => {
            tracing::warn!(app = visit.app.name, upstream = %visit.app.upstream_authority, %error, "the app does not answer");
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
    let check = if visit.asked.navigates {
        step_up::begin_for_page(visit, stopped)
            .await
            .unwrap_or_default()
    } else {
        None
    };
    let mut response = pages::stopped(
        &visit.app.title,
        stopped,
        visit.asked.navigates,
        check.as_deref(),
        visit.asked.back(),
    );
    let object = utf8_percent_encode(&stopped.object, NON_ALPHANUMERIC).to_string();
    let lines = [
        (
            paths::ACTION_HEADER,
            Some(stopped.decision.action.keyword()),
        ),
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
