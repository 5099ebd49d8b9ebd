//! Which headers end here? RFC 9110 section 7.6.1.

use crate::field_list::members;
use http::header::{
    CONNECTION, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE, TRANSFER_ENCODING, UPGRADE,
};
use http::{HeaderMap, HeaderName, HeaderValue};

const ALWAYS: [HeaderName; 8] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    PROXY_AUTHENTICATE,
    PROXY_AUTHORIZATION,
    TE,
    TRANSFER_ENCODING,
    UPGRADE,
];

/// Removes what is only for this connection: the known ones, and those `Connection` names.
pub fn remove_hop_by_hop(headers: &mut HeaderMap) {
    for name in named_in_connection(headers) {
        headers.remove(name);
    }
    for name in &ALWAYS {
        headers.remove(name);
    }
}

/// Whether `TE` says that trailers are welcome, which holds for the whole way.
pub fn welcomes_trailers(headers: &HeaderMap) -> bool {
    tokens(headers, &TE).any(|token| token.split(';').next() == Some("trailers"))
}

/// Says that trailers are welcome on the next connection.
pub fn welcome_trailers(headers: &mut HeaderMap) {
    headers.insert(TE, HeaderValue::from_static("trailers"));
    headers.append(CONNECTION, HeaderValue::from_static("te"));
}

/// Whether the request wants to become a WebSocket, the one upgrade that is carried.
pub fn wants_websocket(headers: &HeaderMap) -> bool {
    tokens(headers, &CONNECTION).any(|token| token == "upgrade")
        && tokens(headers, &UPGRADE).any(|token| token == "websocket")
}

fn named_in_connection(headers: &HeaderMap) -> Vec<HeaderName> {
    tokens(headers, &CONNECTION)
        // End-to-end headers a client names there to have them dropped stay: they are the gateway's to set or the app's to see.
        .filter(|token| {
            !matches!(token.as_str(), "close" | "host" | "cookie") && !token.starts_with("content-")
        })
        .filter_map(|token| token.parse().ok())
        .collect()
}

fn tokens(headers: &HeaderMap, name: &HeaderName) -> impl Iterator<Item = String> {
    members(headers, name)
        .map(|token| token.to_ascii_lowercase())
        .filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        headers
    }

    #[test]
    fn what_is_for_this_connection_ends_here() {
        let mut all = headers(&[
            ("connection", "close, X-Secret"),
            ("connection", "keep-alive"),
            ("keep-alive", "timeout=5"),
            ("x-secret", "1"),
            ("te", "trailers"),
            ("transfer-encoding", "chunked"),
            ("upgrade", "h2c"),
            ("proxy-authorization", "Basic x"),
            ("trailer", "x-sum"),
            ("accept", "*/*"),
        ]);
        remove_hop_by_hop(&mut all);
        let mut left: Vec<_> = all.keys().map(HeaderName::as_str).collect();
        left.sort_unstable();
        assert_eq!(left, ["accept", "trailer"]);
    }

    #[test]
    fn only_a_websocket_is_an_upgrade() {
        let table = [
            (
                vec![("connection", "Upgrade"), ("upgrade", "WebSocket")],
                true,
            ),
            (
                vec![
                    ("connection", "keep-alive, upgrade"),
                    ("upgrade", "websocket"),
                ],
                true,
            ),
            (vec![("connection", "upgrade"), ("upgrade", "h2c")], false),
            (vec![("upgrade", "websocket")], false),
        ];
        for (lines, expected) in table {
            assert_eq!(wants_websocket(&headers(&lines)), expected, "{lines:?}");
        }
    }
}
