//! One request to an app and its answer, each let through only by a decision.

use super::UpstreamError;
use super::back::{map_headers, take_own};
use super::failed::{Failed, answer_failed};
use super::hop::wants_websocket;
use super::there::address;
use super::tunnel::tunnel;
use crate::boot::page_boot;
use crate::control::{
    Permitted, PermittedRequest, Refused, is_attachment, permit_download, permit_request,
};
use crate::csp::Leave;
use crate::inject::{self, Page, name_untyped_page, sandbox_rest};
use crate::site::{Site, Visit, text_of};
use crate::{agent_script, pages};
use axum::body::Body;
use http::header::{CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, IF_RANGE, LOCATION, RANGE};
use http::{Method, Request, Response, StatusCode};
use hyper::upgrade::OnUpgrade;
use std::sync::Arc;

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
    if visit.asked.may_become_page && visit.asked.method != Method::HEAD {
        response = name_untyped_page(response).await;
    }
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
    // It has no body, so nothing may say that it has one: the app would take the next request for it.
    for name in [
        RANGE,
        IF_RANGE,
        CONTENT_LENGTH,
        CONTENT_TYPE,
        CONTENT_ENCODING,
    ] {
        again.headers_mut().remove(name);
    }
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
    take_own(response.headers_mut(), &visit.app);
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
    if !is_shown(permitted.get()) || is_attachment(permitted.get().headers()) {
        return Ok(permitted);
    }
    let page = Page::announced(permitted.get().headers());
    match page {
        Some(page) if visit.asked.may_become_page => {
            let boot = page_boot(visit, visit.proved().await?)
                .map_err(|error| Failed::Refused(Refused::Body(error.to_string())))?;
            let leave = Leave::new(
                Arc::clone(&visit.app.origin),
                agent_script::PATH,
                agent_script::READER,
            );
            permitted
                .and_then(async |response| {
                    inject::inject(
                        &visit.asked.method,
                        response,
                        page,
                        &boot.attribute,
                        boot.carries_proof,
                        leave,
                    )
                    .await
                })
                .await
                .map_err(Failed::Page)
        }
        Some(_) | None => Ok(permitted.map(|mut response| {
            sandbox_rest(visit.asked.may_become_page, response.headers_mut());
            response
        })),
    }
}

/// Whether a browser can show the answer as a document. A redirect that leads nowhere is shown.
fn is_shown(response: &Response<Body>) -> bool {
    match response.status().as_u16() {
        100..=199 | 204 | 205 | 304 => false,
        301 | 302 | 303 | 307 | 308 => !response.headers().contains_key(LOCATION),
        _ => true,
    }
}
