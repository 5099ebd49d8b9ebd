//! The console's files, carried inside the gateway.

use super::Administrator;
use crate::pages;
use crate::session::see_other;
use axum::body::Body;
use axum::extract::Path;
use axum::response::Response;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use stepgate_protocol::paths;

/// Names and contents.
const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/console_files.rs"));

const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The console's page.
pub async fn start(administrator: Administrator) -> Response {
    file(administrator, Path("index.html".to_owned())).await
}

/// The address without its last `/`.
pub async fn to_start() -> Response {
    see_other(paths::CONSOLE)
}

/// One file.
pub async fn file(Administrator(visit): Administrator, Path(name): Path<String>) -> Response {
    let Some((_, content)) = FILES.iter().find(|(known, _)| *known == name) else {
        return pages::not_found(visit.asked.navigates);
    };
    let mut response = Response::new(Body::from(*content));
    let headers = response.headers_mut();
    pages::private(headers);
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type(&name)));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some(_) | None => "application/octet-stream",
    }
}
