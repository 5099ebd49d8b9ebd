//! The request as the app gets it.

use super::forwarded::say_forwarded;
use super::hop::{remove_hop_by_hop, wants_websocket, welcome_trailers, welcomes_trailers};
use crate::app::App;
use crate::inject;
use crate::session::hide_own_cookies;
use crate::site::Asked;
use axum::body::Body;
use http::header::{CONNECTION, EXPECT, HOST, UPGRADE, VIA};
use http::uri::PathAndQuery;
use http::{HeaderValue, Request, Uri, Version};

/// Why a request cannot go to an app.
#[derive(Debug, thiserror::Error)]
pub enum Unaddressed {
    /// The host is the gateway's own.
    #[error("nothing is behind this host")]
    NothingBehind,
    /// The address cannot be written.
    #[error(transparent)]
    Malformed(#[from] http::Error),
}

/// Makes the request one to the app: address, host, forwarding headers, nothing of this connection.
pub fn address(request: &mut Request<Body>, app: &App, asked: &Asked) -> Result<(), Unaddressed> {
    let behind = app.behind().ok_or(Unaddressed::NothingBehind)?;
    let path = request
        .uri()
        .path_and_query()
        .cloned()
        .unwrap_or(PathAndQuery::from_static("/"));
    *request.uri_mut() = Uri::builder()
        .scheme(behind.upstream.scheme())
        .authority(behind.authority.as_str())
        .path_and_query(path)
        .build()?;
    *request.version_mut() = Version::HTTP_11;
    let headers = request.headers_mut();
    let websocket = wants_websocket(headers);
    let trailers = welcomes_trailers(headers);
    remove_hop_by_hop(headers);
    headers.remove(EXPECT);
    hide_own_cookies(headers);
    say_forwarded(headers, app, asked.client);
    headers.append(VIA, HeaderValue::from_static("1.1 stepgate"));
    let host = if behind.preserve_host {
        &app.authority
    } else {
        &behind.authority
    };
    headers.insert(
        HOST,
        HeaderValue::from_str(host).map_err(http::Error::from)?,
    );
    if websocket {
        headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
        headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    } else if trailers {
        welcome_trailers(headers);
    }
    if asked.may_become_page {
        inject::forget_validators(headers);
        inject::readable_codings(headers);
    }
    Ok(())
}
