//! Which address does a request come from?

use http::HeaderMap;
use std::net::{IpAddr, SocketAddr};

/// The nearest address that is not a trusted proxy, walking back from the connection through `X-Forwarded-For`: each
/// trusted proxy vouches for one entry, the last. What stands before the first that is not trusted anybody can have
/// written. `None` where a trusted proxy names something that is no address.
pub fn client_address(
    headers: &HeaderMap,
    peer: IpAddr,
    trusted: impl Fn(&IpAddr) -> bool,
) -> Option<IpAddr> {
    let mut address = peer;
    let lines = headers.get_all("x-forwarded-for");
    let mut entries = lines
        .iter()
        .rev()
        .flat_map(|line| line.as_bytes().rsplit(|byte| *byte == b','));
    while trusted(&address) {
        let Some(entry) = entries.next() else {
            break;
        };
        address = parse(std::str::from_utf8(entry).ok()?)?;
    }
    Some(address)
}

/// An address, with or without a port.
fn parse(entry: &str) -> Option<IpAddr> {
    let entry = entry.trim();
    let bracketed = entry
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    bracketed
        .unwrap_or(entry)
        .parse::<IpAddr>()
        .or_else(|_| entry.parse::<SocketAddr>().map(|socket| socket.ip()))
        .ok()
        .map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn client(peer: &str, lines: &[&'static str]) -> Option<String> {
        let headers = lines
            .iter()
            .map(|line| {
                let name = http::HeaderName::from_static("x-forwarded-for");
                (name, HeaderValue::from_static(line))
            })
            .collect();
        let trusted = |address: &IpAddr| address.to_string().starts_with("10.");
        client_address(&headers, peer.parse().unwrap(), trusted).map(|address| address.to_string())
    }

    #[test]
    fn only_what_a_trusted_proxy_added_counts() {
        let table: &[(&str, &[&'static str], Option<&str>)] = &[
            ("198.51.100.1", &["192.0.2.7"], Some("198.51.100.1")),
            ("10.0.0.1", &["192.0.2.7"], Some("192.0.2.7")),
            ("10.0.0.1", &["192.0.2.66, 192.0.2.7"], Some("192.0.2.7")),
            ("10.0.0.1", &["192.0.2.66", "192.0.2.7"], Some("192.0.2.7")),
            ("10.0.0.1", &["192.0.2.7, 10.0.0.2"], Some("192.0.2.7")),
            ("10.0.0.1", &[], Some("10.0.0.1")),
            ("10.0.0.1", &["192.0.2.7:4711"], Some("192.0.2.7")),
            ("10.0.0.1", &["[2001:db8::1]:4711"], Some("2001:db8::1")),
            ("10.0.0.1", &["[2001:db8::1]"], Some("2001:db8::1")),
            ("10.0.0.1", &["::ffff:192.0.2.7"], Some("192.0.2.7")),
            ("10.0.0.1", &["192.0.2.7, unknown"], None),
            ("10.0.0.1", &[""], None),
        ];
        for (peer, lines, expected) in table {
            assert_eq!(
                client(peer, lines).as_deref(),
                *expected,
                "{peer} {lines:?}"
            );
        }
    }
}
