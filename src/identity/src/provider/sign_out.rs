//! Leaving, so that somebody else can sign in (OpenID Connect RP-Initiated Logout).

use crate::provider::reply::cookie;
use crate::provider::{Issuing, pages};
use axum::Form;
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use std::sync::Arc;
use url::Url;

/// What a client sends.
#[derive(Deserialize)]
pub struct Request {
    post_logout_redirect_uri: Option<String>,
}

/// What the form sends.
#[derive(Deserialize)]
pub struct Answer {
    csrf: String,
    answer: String,
    return_to: String,
}

/// `GET /sign-out`: asks first, because any page could send a browser here.
pub async fn ask(
    State(issuing): State<Arc<Issuing>>,
    headers: HeaderMap,
    Query(request): Query<Request>,
) -> Response {
    let asked = request.post_logout_redirect_uri.unwrap_or_default();
    let return_to = known(&issuing.options.redirect_uris, &asked);
    let (mut store, _) = issuing.store();
    let browser = store.browser(&cookie(&headers).unwrap_or_default());
    let signed_in = browser.and_then(|browser| Some((browser.signed_in?, browser.csrf.clone())));
    match signed_in {
        Some((person, csrf)) => pages::sign_out(person.account, &csrf, return_to.as_ref()),
        None => leave(return_to.as_ref()),
    }
}

/// `POST /sign-out`.
pub async fn answer(
    State(issuing): State<Arc<Issuing>>,
    headers: HeaderMap,
    Form(form): Form<Answer>,
) -> Response {
    let return_to = known(&issuing.options.redirect_uris, &form.return_to);
    let (mut store, _) = issuing.store();
    match store.browser(&cookie(&headers).unwrap_or_default()) {
        Some(browser) if browser.csrf == form.csrf => {
            if form.answer == "sign-out" {
                browser.signed_in = None;
            }
            leave(return_to.as_ref())
        }
        Some(_) | None => pages::ended(),
    }
}

/// An address at one of the client's own origins.
fn known(redirect_uris: &[Url], asked: &str) -> Option<Url> {
    let asked = Url::parse(asked).ok()?;
    let same_place = |known: &Url| {
        known.scheme() == asked.scheme()
            && known.host() == asked.host()
            && (known.port() == asked.port() || known.port() == Some(0))
    };
    redirect_uris.iter().any(same_place).then_some(asked)
}

fn leave(return_to: Option<&Url>) -> Response {
    return_to.map_or_else(pages::signed_out, |url| {
        Redirect::to(url.as_str()).into_response()
    })
}
