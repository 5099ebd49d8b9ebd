//! Does a browser extension speak, and for which site?
//!
//! The worker of an extension is at home in no site: browsers say `Origin: chrome-extension://...` and
//! `Sec-Fetch-Site: none` or `cross-site` of its requests, so where a request comes from proves nothing. The header
//! [`paths::APP_HEADER`] does: a page can only send it to another origin after a preflight, and the gateway grants none.
//! An extension with permission for the host needs no preflight.

use super::Extension;
use crate::app::{App, Place};
use crate::site::{text, text_of};
use http::HeaderMap;
use http::header::ORIGIN;
use std::sync::Arc;
use stepgate_protocol::paths;

/// The app a request is about: the site its header names, on the gateway's own host, else the host's own. `Err` is the
/// name of a site there is not.
pub fn speaks_for(
    extension: Option<&Extension>,
    app: Arc<App>,
    headers: &HeaderMap,
) -> Result<Arc<App>, String> {
    let (Place::Gate, Some(extension), true) = (
        &app.place,
        extension,
        headers.contains_key(paths::APP_HEADER),
    ) else {
        return Ok(app);
    };
    let name = text_of(headers, paths::APP_HEADER).unwrap_or_default();
    extension.site(name).cloned().ok_or_else(|| name.to_owned())
}

/// Whether a request with the header can come from an extension. A web page elsewhere could not have sent the header; that
/// it says which origin it comes from is a second reason to refuse it.
pub fn is_from_extension(headers: &HeaderMap, gate: &App) -> bool {
    if !headers.contains_key(ORIGIN) {
        return true;
    }
    text(headers, &ORIGIN).is_some_and(|origin| {
        let web = origin.starts_with("http:") || origin.starts_with("https:");
        !web || origin == &*gate.origin
    })
}
