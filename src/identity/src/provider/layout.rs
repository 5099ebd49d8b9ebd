//! What every page of the demo provider has in common.

use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};
use url::Url;

/// The stylesheet.
pub async fn style() -> ([(HeaderName, &'static str); 1], &'static str) {
    (
        [(CONTENT_TYPE, "text/css; charset=utf-8")],
        include_str!("style.css"),
    )
}

/// One page. `target` is where its form may end up: browsers count the redirect after a form to `form-action`.
pub fn page(status: StatusCode, title: &str, target: Option<&Url>, body: &Markup) -> Response {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Demo identity provider" }
                link rel="icon" href="data:,";
                link rel="stylesheet" href="/style.css";
            }
            body {
                p class="banner" role="note" {
                    strong { "Demo identity provider. " }
                    "For trying Stepgate on this computer only; it asks for no password."
                }
                main class="card" {
                    p class="brand" { (mark()) span { "Contoso" } }
                    (body)
                }
            }
        }
    };
    let policy = policy(target);
    let mut response = (status, axum::response::Html(markup.into_string())).into_response();
    if let Ok(value) = HeaderValue::from_str(&policy) {
        response
            .headers_mut()
            .insert(CONTENT_SECURITY_POLICY, value);
    }
    response
}

/// No script at all, no frame around it, and forms only here and back to the client.
fn policy(target: Option<&Url>) -> String {
    let target = target.map(|url| format!(" {}", url.origin().ascii_serialization()));
    format!(
        "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; \
         form-action 'self'{}",
        target.unwrap_or_default()
    )
}

/// The organization's mark: a picture without a meaning of its own.
fn mark() -> Markup {
    html! {
        svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true" focusable="false" {
            rect class="mark-back" x="1" y="1" width="22" height="22" rx="6" {}
            path class="mark-front" d="M12 5l6 2.4v4.1c0 3.7-2.5 6.6-6 7.5-3.5-.9-6-3.800-6-7.500V7.400z" {}
        }
    }
}
