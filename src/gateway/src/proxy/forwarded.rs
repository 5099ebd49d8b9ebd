//! What is the app told of the way a request came?

use crate::app::App;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::net::IpAddr;

/// What only the gateway may say, beside all of `X-Forwarded-`.
const SAID_BY_THE_GATEWAY: [&str; 7] = [
    "forwarded",
    "x-original-url",
    "x-rewrite-url",
    "x-real-ip",
    "x-client-ip",
    "remote-user",
    "x-remote-user",
];

/// Replaces what the client says of itself by what the gateway knows. RFC 7239, and the older names beside it.
pub fn say_forwarded(headers: &mut HeaderMap, app: &App, peer: IpAddr) {
    remove(headers, |name| {
        SAID_BY_THE_GATEWAY.contains(&name) || name.starts_with("x-forwarded-")
    });
    remove_own(headers);
    let scheme = app.origin.split(':').next().unwrap_or("http");
    let node = match peer {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => format!("\"[{address}]\""),
    };
    let forwarded = format!("for={node};host=\"{}\";proto={scheme}", app.authority);
    let lines = [
        ("forwarded", forwarded.as_str()),
        ("x-forwarded-for", &peer.to_string()),
        ("x-forwarded-host", &app.authority),
        ("x-forwarded-proto", scheme),
    ];
    for (name, value) in lines {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
}

/// Removes headers that only the gateway speaks: from a client they would be a lie, from an app too.
pub fn remove_own(headers: &mut HeaderMap) {
    remove(headers, |name| name.starts_with("stepgate-"));
}

/// Removes the headers whose name is `unwanted`. Many apps cannot tell `_` from `-` in names.
fn remove(headers: &mut HeaderMap, unwanted: impl Fn(&str) -> bool) {
    let names: Vec<HeaderName> = headers
        .keys()
        .filter(|name| unwanted(&name.as_str().replace('_', "-")))
        .cloned()
        .collect();
    for name in names {
        headers.remove(name);
    }
}
