//! Which addresses belong to a site that a browser extension holds?

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use url::{Host, Url};

/// What a pattern looks like, for errors.
const EXPECTED: &str = "write scheme, host and `/*`, such as `https://files.example.com/*`";

/// A match pattern that Chromium and Firefox read alike: `scheme://host/*`.
///
/// The scheme is `http`, `https`, or `*` for both; the host may begin with `*.`, which stands for itself and everything
/// below it. There is no port, because Firefox takes none: every port matches. The path is `/*`: pages of one origin can
/// reach into each other, so a site is held as a whole.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MatchPattern {
    text: String,
    scheme: Schemes,
    host: String,
    below: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Schemes {
    Http,
    Https,
    Both,
}

impl MatchPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// One sentence with the pattern, what is wrong with it and what was expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("`{text}` {why}: {EXPECTED}");
        let (scheme, rest) = text
            .split_once("://")
            .ok_or_else(|| wrong("is not a match pattern"))?;
        let scheme = match scheme {
            "http" => Schemes::Http,
            "https" => Schemes::Https,
            "*" => Schemes::Both,
            _ => return Err(wrong("has a scheme that is not `http`, `https` or `*`")),
        };
        let (host, path) = rest.split_once('/').ok_or_else(|| wrong("has no path"))?;
        if path != "*" {
            return Err(wrong(
                "has a path of its own, but a site is held as a whole",
            ));
        }
        let (below, name) = match host.strip_prefix("*.") {
            Some(name) => (true, name),
            None => (false, host),
        };
        if name.contains(':') && !name.starts_with('[') {
            return Err(wrong("has a port, which Firefox does not take"));
        }
        match Host::parse(name) {
            Ok(Host::Domain(domain)) if domain == name && !name.contains('*') => {}
            Ok(Host::Ipv4(_)) if !below => {}
            Ok(Host::Domain(_) | Host::Ipv4(_) | Host::Ipv6(_)) | Err(_) => {
                return Err(wrong("has a host that is not a lower-case host name"));
            }
        }
        Ok(Self {
            text: text.to_owned(),
            scheme,
            host: name.to_owned(),
            below,
        })
    }

    /// As it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether an address belongs to it.
    #[must_use]
    pub fn matches(&self, url: &Url) -> bool {
        let scheme = match self.scheme {
            Schemes::Http => url.scheme() == "http",
            Schemes::Https => url.scheme() == "https",
            Schemes::Both => matches!(url.scheme(), "http" | "https"),
        };
        scheme && url.host_str().is_some_and(|host| self.matches_host(host))
    }

    fn matches_host(&self, host: &str) -> bool {
        match host.strip_suffix(&self.host) {
            Some("") => true,
            Some(rest) => self.below && rest.ends_with('.'),
            None => false,
        }
    }
}

impl Serialize for MatchPattern {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for MatchPattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(&String::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::MatchPattern;

    #[test]
    fn a_pattern_matches_what_browsers_say_it_matches() {
        let table = [
            ("http://a.example/*", "http://a.example/", true),
            ("http://a.example/*", "http://a.example:9001/x?y#z", true),
            ("http://a.example/*", "https://a.example/", false),
            ("http://a.example/*", "http://b.a.example/", false),
            ("*://a.example/*", "https://a.example/", true),
            ("*://a.example/*", "ftp://a.example/", false),
            ("https://*.a.example/*", "https://a.example/", true),
            ("https://*.a.example/*", "https://c.b.a.example/", true),
            ("https://*.a.example/*", "https://evil-a.example/", false),
            (
                "https://*.a.example/*",
                "https://a.example.evil.example/",
                false,
            ),
            (
                "https://a.example/*",
                "https://a.example@evil.example/",
                false,
            ),
            ("http://127.0.0.1/*", "http://127.0.0.1:8080/", true),
        ];
        for (pattern, address, expected) in table {
            let url = address.parse().unwrap();
            let pattern = MatchPattern::parse(pattern).unwrap();
            assert_eq!(pattern.matches(&url), expected, "{pattern:?} {address}");
        }
    }

    #[test]
    fn what_a_browser_would_refuse_or_read_otherwise_is_refused_and_said() {
        let table = [
            ("<all_urls>", "is not a match pattern"),
            ("files.example.com/*", "is not a match pattern"),
            ("ftp://a.example/*", "has a scheme"),
            ("https://a.example", "has no path"),
            ("https://a.example/", "has a path of its own"),
            ("https://a.example/docs/*", "has a path of its own"),
            ("http://a.example:8080/*", "has a port"),
            ("https://*/*", "has a host"),
            ("https://a.*/*", "has a host"),
            ("https://*.127.0.0.1/*", "has a host"),
            ("https:///*", "has a host"),
            ("https://A.example/*", "has a host"),
            ("https://ä.example/*", "has a host"),
            ("https://[::1]/*", "has a host"),
        ];
        for (pattern, why) in table {
            let error = MatchPattern::parse(pattern).unwrap_err();
            assert!(error.starts_with(&format!("`{pattern}` {why}")), "{error}");
            assert!(error.contains("https://files.example.com/*"), "{error}");
        }
    }
}
