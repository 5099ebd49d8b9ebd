//! Answers that are not pages: back to the client, on to the next page, and the cookie.

use crate::provider::ask::Return;
use crate::provider::step::Step;
use crate::provider::store::Store;
use crate::provider::{Ask, Refusal};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::Cookie;
use url::Url;

/// The cookie that knows a browser again.
const COOKIE_NAME: &str = "demo_provider";

/// The answer to the client, if the step is one.
pub fn answered(
    issuer: &str,
    store: &mut Store,
    id: &str,
    ask: &Ask,
    step: Step,
    now: u64,
) -> Option<Response> {
    let response = match step {
        Step::Refuse(refusal) => refuse(issuer, &ask.back, refusal),
        Step::Finish(person) => {
            let code = store.grant(ask.clone(), person, now);
            redirect(issuer, &ask.back, &[("code", &code)])
        }
        Step::ChooseAccount | Step::SecondFactor | Step::Terms | Step::Blocked => return None,
    };
    store.close(id);
    Some(response)
}

/// An error to the client.
pub fn refuse(issuer: &str, back: &Return, refusal: Refusal) -> Response {
    let Refusal(error, description) = refusal;
    redirect(
        issuer,
        back,
        &[("error", error), ("error_description", description)],
    )
}

/// Back to the client, with `state` and `iss` (RFC 9207). 303, so that no form is sent along.
fn redirect(issuer: &str, back: &Return, parameters: &[(&str, &str)]) -> Response {
    let mut url: Url = back.redirect_uri.clone();
    let mut query = url.query_pairs_mut();
    query.extend_pairs(parameters);
    if let Some(state) = &back.state {
        query.append_pair("state", state);
    }
    query.append_pair("iss", issuer);
    drop(query);
    Redirect::to(url.as_str()).into_response()
}

/// To the next page of this request.
pub fn page(id: &str) -> Response {
    Redirect::to(&format!("/interaction/{id}")).into_response()
}

/// The browser's cookie.
pub fn cookie(headers: &HeaderMap) -> Option<String> {
    let texts = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok());
    texts
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
        .find(|cookie| cookie.name() == COOKIE_NAME)
        .map(|cookie| cookie.value().to_owned())
}

/// Gives the browser its cookie.
pub fn remember(response: &mut Response, browser: &str) {
    let text = format!("{COOKIE_NAME}={browser}; Path=/; HttpOnly; SameSite=Lax");
    if let Ok(value) = HeaderValue::from_str(&text) {
        response.headers_mut().insert(SET_COOKIE, value);
    }
}
