//! Leaving.

use super::cookie::Own;
use crate::endpoints::{In, Trouble};
use crate::pages;
use axum::body::Body;
use http::Response;
use http::header::SET_COOKIE;
use url::Url;

/// Asks first: a link from elsewhere must not sign anybody out.
pub async fn ask(In(visit): In) -> Response<Body> {
    pages::sign_out_question(&visit.app.title, &visit.session.name, &visit.session.user)
}

/// Ends the session and everything proved in it.
pub async fn sign_out(In(visit): In) -> Result<Response<Body>, Trouble> {
    visit.site.store.end_session(&visit.token).await?;
    tracing::info!(
        app = visit.app.name,
        user = visit.session.user,
        "signed out"
    );
    let provider = match Url::parse(&visit.app.origin) {
        Ok(app) => visit.site.identity.sign_out_url(&app).await,
        Err(_) => None,
    };
    let mut response = pages::signed_out(&visit.app.title, provider.as_ref());
    if let Some(cookie) = Own::Session.clear(visit.site.secure) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}
