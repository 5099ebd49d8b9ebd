//! What is known of where a request comes from, and of the browser that sent it?
//!
//! The address is the other end of the connection. Only where that is a configured proxy is a header believed about who
//! is behind it, and only then are country and registered provider known at all: the gateway looks nothing up. What the
//! browser says of itself (`User-Agent`, client hints) it can also make up; policies that rest on it are for convenience.

mod address;
mod networks;
mod user_agent;

use crate::config::{Config, OldestBrowsers, TrustedProxies};
use address::client_address;
use http::HeaderMap;
use networks::Networks;
use std::net::IpAddr;
use stepgate_policy::{DeviceType, IpCategory, SessionContext};

/// Longer words about a browser or a provider than this, in bytes, are cut.
const MAX_TEXT: usize = 512;

/// What is known of one request.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The address of the person; `None` where a trusted proxy does not name one.
    pub address: Option<IpAddr>,
    category: Option<IpCategory>,
    ip_tags: Vec<String>,
    country: String,
    isp: String,
    user_agent: String,
    user_agent_tags: Vec<String>,
    device: Option<DeviceType>,
}

impl Facts {
    /// Writes them into what policies may know of a session.
    pub fn put_into(&self, session: &mut SessionContext) {
        session.ip_address = self.address;
        session.ip_category = self.category;
        session.ip_tags.clone_from(&self.ip_tags);
        session.country.clone_from(&self.country);
        session.registered_isp.clone_from(&self.isp);
        session.user_agent.clone_from(&self.user_agent);
        session.user_agent_tags.clone_from(&self.user_agent_tags);
        session.device_type = self.device;
    }
}

/// How facts are found in requests.
#[derive(Debug)]
pub struct Surroundings {
    networks: Networks,
    proxies: TrustedProxies,
    oldest: OldestBrowsers,
}

impl Surroundings {
    /// As configured.
    pub fn new(config: &Config) -> Self {
        Self {
            networks: Networks::new(&config.networks),
            proxies: config.trusted_proxies.clone(),
            oldest: config.oldest_browsers,
        }
    }

    /// What is known of a request with these headers, whose connection comes from `peer`.
    pub fn of(&self, headers: &HeaderMap, peer: IpAddr) -> Facts {
        let peer = peer.to_canonical();
        let trusted =
            |address: &IpAddr| self.proxies.ranges.iter().any(|net| net.contains(address));
        let address = client_address(headers, peer, trusted);
        let said = |name: &Option<http::HeaderName>| {
            let name = name.as_ref().filter(|_| trusted(&peer));
            name.map(|name| text(headers, name.as_str()))
                .unwrap_or_default()
        };
        let user_agent = text(headers, "user-agent");
        let (category, ip_tags) = address
            .map(|address| self.networks.of(address))
            .unwrap_or_default();
        Facts {
            address,
            category,
            ip_tags,
            country: country(&said(&self.proxies.country_header)),
            isp: said(&self.proxies.isp_header),
            user_agent_tags: user_agent::tags(&user_agent, &self.oldest),
            device: user_agent::device(headers, &user_agent),
            user_agent,
        }
    }
}

/// A header's words, cut where they are too long to be what they say; empty where there are none.
fn text(headers: &HeaderMap, name: &str) -> String {
    let value = headers.get(name).map(|value| value.as_bytes());
    let bytes = value.unwrap_or_default();
    let text = String::from_utf8_lossy(bytes);
    text.trim().chars().take(MAX_TEXT).collect()
}

/// Two letters; everything else, such as `T1` for Tor, is no country.
fn country(said: &str) -> String {
    let is_code = said.len() == 2 && said.bytes().all(|byte| byte.is_ascii_alphabetic());
    let unknown = said.eq_ignore_ascii_case("XX");
    if is_code && !unknown {
        said.to_ascii_uppercase()
    } else {
        String::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::ONE_APP;
    use http::HeaderValue;

    const LINES: &str = r#"
        [[networks]]
        name = "office"
        category = "corporate"
        tags = ["berlin"]
        ranges = ["192.0.2.0/24", "2001:db8::/32"]
        [trusted_proxies]
        ranges = ["10.0.0.0/8"]
        country_header = "X-Country"
        isp_header = "X-Isp"
        [oldest_browsers]
        firefox = 140
    "#;

    fn session(peer: &str, lines: &[(&'static str, &'static str)]) -> SessionContext {
        let text = [ONE_APP, LINES].concat();
        let config = Config::parse(&text, std::path::Path::new("t.toml")).unwrap();
        let headers = lines
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect();
        let facts = Surroundings::new(&config).of(&headers, peer.parse().unwrap());
        let mut session = SessionContext::new();
        facts.put_into(&mut session);
        session
    }

    const SAID: [(&str, &str); 4] = [
        ("x-forwarded-for", "192.0.2.7"),
        ("x-country", "de"),
        ("x-isp", "Example Telecom"),
        (
            "user-agent",
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
        ),
    ];

    #[test]
    fn a_trusted_proxy_says_who_is_behind_it() {
        let session = session("10.1.2.3", &SAID);
        assert_eq!(session.ip_address, Some("192.0.2.7".parse().unwrap()));
        assert_eq!(session.ip_category, Some(IpCategory::Corporate));
        assert_eq!(session.ip_tags, ["berlin"]);
        assert_eq!(session.country, "DE");
        assert_eq!(session.registered_isp, "Example Telecom");
        assert_eq!(session.user_agent_tags, ["outdatedBrowser"]);
        assert_eq!(session.device_type, Some(DeviceType::Desktop));
    }

    #[test]
    fn nobody_else_is_believed() {
        let session = session("198.51.100.9", &SAID);
        assert_eq!(session.ip_address, Some("198.51.100.9".parse().unwrap()));
        assert_eq!(session.ip_category, None);
        assert!(session.ip_tags.is_empty());
        assert_eq!(
            (session.country.as_str(), session.registered_isp.as_str()),
            ("", "")
        );
    }

    #[test]
    fn what_is_no_country_is_none() {
        for said in ["T1", "XX", "", "Germany", "\u{fc}"] {
            assert_eq!(country(said), "", "{said}");
        }
    }
}
