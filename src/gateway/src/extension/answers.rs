//! What does the gateway answer extensions?

use super::Extension;
use super::bundle::{AUDIENCE, BundleFacts, sign_bundle};
use crate::app::{App, Place};
use crate::clock;
use crate::endpoints::{In, Trouble};
use crate::pages;
use crate::session::{see_other, session_of};
use crate::site::{Asked, Proved, Site, Visit, context};
use crate::store::StepUpRow;
use axum::body::Body;
use axum::extract::{FromRequestParts, State};
use axum::response::IntoResponse as _;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};
use serde_json::json;
use std::sync::Arc;
use stepgate_policy::{GrantScope, SessionContext};
use stepgate_protocol::{StepUpStatus, paths};

/// The type of a signed answer to how a step-up stands.
const STATUS_KIND: &str = "stepgate-grant+jwt";
/// How long such an answer is good, in seconds.
const STATUS_LIFETIME: u64 = 60;

/// A request on the gateway's own host.
pub struct Gate(Arc<Extension>);

impl FromRequestParts<Arc<Site>> for Gate {
    type Rejection = Response<Body>;

    async fn from_request_parts(
        parts: &mut Parts,
        site: &Arc<Site>,
    ) -> Result<Self, Response<Body>> {
        let here = match parts.extensions.get::<Arc<App>>().map(|app| &app.place) {
            Some(Place::Gate | Place::Direct(_)) => true,
            Some(Place::Behind(_)) | None => false,
        };
        match (&site.extension, here) {
            (Some(extension), true) => Ok(Self(Arc::clone(extension))),
            (Some(_) | None, _) => {
                let asked = parts.extensions.get::<Asked>();
                Err(pages::not_found(asked.is_some_and(|asked| asked.navigates)))
            }
        }
    }
}

/// The public key, for whoever asks.
pub async fn keys(Gate(extension): Gate) -> Response<Body> {
    let set = extension.key.set().to_string();
    answer(StatusCode::OK, "application/jwk-set+json", set)
}

/// The bundle of the person signed in. Without a session it says where to sign in, and never leads there: a worker cannot
/// go.
pub async fn policy(
    State(site): State<Arc<Site>>,
    Gate(extension): Gate,
    axum::Extension(asked): axum::Extension<Asked>,
    headers: HeaderMap,
) -> Result<Response<Body>, Trouble> {
    let gate = &extension.gate;
    let Some((_, session)) = session_of(&site, gate, &headers).await? else {
        let body = json!({
            "error": "you are not signed in, or your session is over",
            "signIn": gate.address(paths::EXTENSION),
        });
        let body = body.to_string();
        return Ok(answer(StatusCode::UNAUTHORIZED, "application/json", body));
    };
    let now = clock::now();
    let mut sites = Vec::with_capacity(extension.sites.len());
    for held in &extension.sites {
        let mut grants = site.store.grants(session.id, &held.app.name, now).await?;
        // Given to the page that asked for it, with the answer to its question; another page does not get it.
        grants.retain(|kept| kept.grant.scope != GrantScope::Once);
        let proved = Proved {
            grants,
            answered: site.store.answers(session.id, &held.app.name, now).await?,
        };
        let session: SessionContext = context(&held.app, &session, &asked.facts, &proved);
        sites.push((&held.config, session));
    }
    let active = site.policies.active();
    let facts = BundleFacts {
        issuer: &gate.origin,
        now,
        // Who is not signed in any more has no facts.
        expires: session.expires.min(now.saturating_add(extension.lifetime)),
        policies: active.bytes(),
        user: Some(&session.user),
        clipboard_key: &session.clipboard_key,
        limits: site.inspection.for_pages(),
        sites: &sites,
    };
    let bundle = sign_bundle(&extension.key, &facts)?;
    Ok(answer(StatusCode::OK, "application/jwt", bundle))
}

/// This browser is connected. The extension sees the page and fetches the bundle.
pub async fn connected(Gate(extension): Gate, In(visit): In) -> Response<Body> {
    let titles = extension.sites.iter().map(|held| held.app.title.as_str());
    pages::connected(&titles.collect::<Vec<_>>(), &visit.session.user)
}

/// To the address with the slash.
pub async fn to_start(_: Gate) -> Response<Body> {
    see_other(paths::EXTENSION)
}

/// The gateway's own host has one page.
pub fn start(asked: &Asked) -> Response<Body> {
    if asked.bare_path() == "/" {
        see_other(paths::EXTENSION)
    } else {
        pages::not_found(asked.navigates)
    }
}

/// How a step-up stands, signed, so that an extension need not believe whoever answers. `None` where no extension asks.
pub fn signed_status(
    visit: &Visit,
    row: &StepUpRow,
    standing: &StepUpStatus,
) -> Result<Option<Response<Body>>, Trouble> {
    let (Place::Direct(_), Some(extension)) = (&visit.app.place, &visit.site.extension) else {
        return Ok(None);
    };
    let now = clock::now();
    let claims = json!({
        "iss": &*extension.gate.origin,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now.saturating_add(STATUS_LIFETIME),
        "transaction": row.id,
        "app": row.app,
        "user": visit.session.user,
        "status": standing.to_string(),
    });
    let token = extension
        .key
        .sign(STATUS_KIND, &claims)
        .map_err(super::BundleError::from)?;
    Ok(Some(answer(StatusCode::OK, "application/jwt", token)))
}

fn answer(status: StatusCode, kind: &'static str, body: String) -> Response<Body> {
    let mut response = (status, body).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    pages::private(headers);
    // No page of another origin gets it, not even as the picture or script that it is not.
    headers.insert(
        HeaderName::from_static("cross-origin-resource-policy"),
        HeaderValue::from_static("same-origin"),
    );
    response
}
