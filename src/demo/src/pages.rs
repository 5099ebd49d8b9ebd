//! Which pages, scripts and styles does an app serve?

use axum::Router;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};

/// One embedded file and the address it is served at.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Page {
    /// Absolute path, such as `/assets/base.css`.
    pub(crate) path: &'static str,
    /// Media type, with the charset of text.
    pub(crate) media_type: &'static str,
    /// The bytes.
    pub(crate) body: &'static [u8],
}

/// Adds a route for every page. `security` is the content security policy sent with each.
pub(crate) fn routes(pages: &'static [Page], security: &'static str) -> Router {
    pages.iter().fold(Router::new(), |router, page| {
        let tag = entity_tag(page.body);
        router.route(
            page.path,
            get(async move |headers: HeaderMap| page.answer(&tag, security, &headers)),
        )
    })
}

impl Page {
    fn answer(&self, tag: &str, security: &'static str, headers: &HeaderMap) -> Response {
        let mut response = if is_current(headers, tag) {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            ([(header::CONTENT_TYPE, self.media_type)], self.body).into_response()
        };
        let answered = response.headers_mut();
        if let Ok(tag) = HeaderValue::from_str(tag) {
            answered.insert(header::ETAG, tag);
        }
        answered.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        answered.insert(
            header::CONTENT_SECURITY_POLICY,
            HeaderValue::from_static(security),
        );
        answered.insert(
            header::X_CONTENT_TYPE_OPTIONS,
            HeaderValue::from_static("nosniff"),
        );
        answered.insert(
            header::REFERRER_POLICY,
            HeaderValue::from_static("same-origin"),
        );
        response
    }
}

/// Weak, because the same page is sent plain and compressed.
fn entity_tag(body: &[u8]) -> String {
    let digest: [u8; 32] = Sha256::digest(body).into();
    let (short, _) = digest.split_at(8);
    format!("W/\"{}\"", HEXLOWER.encode(short))
}

fn is_current(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok());
    known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag))
}
