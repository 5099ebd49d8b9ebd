//! What is the app told of the way a request came?

use crate::app::App;
use http::{HeaderMap, HeaderName, HeaderValue};
use std::net::IpAddr;

/// What only the gateway may say. What a client says of it is dropped.
const SAID_BY_THE_GATEWAY: [HeaderName; 17] = [
    HeaderName::from_static("forwarded"),
    HeaderName::from_static("x-forwarded-for"),
    HeaderName::from_static("x-forwarded-host"),
    HeaderName::from_static("x-forwarded-proto"),
    HeaderName::from_static("x-forwarded-port"),
    HeaderName::from_static("x-forwarded-server"),
    HeaderName::from_static("x-forwarded-prefix"),
    HeaderName::from_static("x-forwarded-user"),
    HeaderName::from_static("x-forwarded-email"),
    HeaderName::from_static("x-forwarded-groups"),
    HeaderName::from_static("x-forwarded-preferred-username"),
    HeaderName::from_static("x-original-url"),
    HeaderName::from_static("x-rewrite-url"),
    HeaderName::from_static("x-real-ip"),
    HeaderName::from_static("x-client-ip"),
    HeaderName::from_static("remote-user"),
    HeaderName::from_static("x-remote-user"),
];

/// Replaces what the client says of itself by what the gateway knows. RFC 7239, and the older names beside it.
pub fn say_forwarded(headers: &mut HeaderMap, app: &App, peer: IpAddr) {
    for name in &SAID_BY_THE_GATEWAY {
        headers.remove(name);
    }
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
    let own: Vec<HeaderName> = headers
        .keys()
        .filter(|name| name.as_str().starts_with("stepgate-"))
        .cloned()
        .collect();
    for name in own {
        headers.remove(name);
    }
}
