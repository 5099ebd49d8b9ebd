//! What does a URL pattern of Chrome match?
//!
//! The form is that of Chrome's lists of blocked addresses: `[scheme://][.]host[:port][/path]`. A host stands for those
//! below it too, unless a dot is before it.

/// A pattern, taken apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UrlPattern<'p> {
    scheme: Option<&'p str>,
    host: Host<'p>,
    port: Option<&'p str>,
    path: &'p str,
}

#[derive(Debug, PartialEq, Eq)]
enum Host<'p> {
    Any,
    Exactly(&'p str),
    AndBelow(&'p str),
}

/// What cannot be said of a pattern.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum NoPattern {
    Query,
    Malformed,
}

impl<'p> UrlPattern<'p> {
    /// Takes a pattern apart.
    pub(super) fn parse(pattern: &'p str) -> Result<Self, NoPattern> {
        let (scheme, rest) = match pattern.split_once("://") {
            Some((scheme, rest)) => (Some(scheme).filter(|scheme| *scheme != "*"), rest),
            None => (None, pattern),
        };
        if rest.contains(['?', '@', '#']) {
            return Err(NoPattern::Query);
        }
        let (place, path) = match rest.find('/') {
            Some(at) => rest.split_at(at),
            None => (rest, ""),
        };
        let (host, port) = split_port(place);
        let whole = !host.is_empty() && !host.contains([' ', '\\']);
        let port = port.filter(|port| *port != "*");
        let digits = port.is_none_or(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
        let letters = scheme.is_none_or(|scheme| {
            !scheme.is_empty() && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric())
        });
        if !whole || !digits || !letters {
            return Err(NoPattern::Malformed);
        }
        Ok(Self {
            scheme,
            host: match host.strip_prefix('.') {
                _ if host == "*" => Host::Any,
                Some(host) => Host::Exactly(host),
                None => Host::AndBelow(host.strip_prefix("*.").unwrap_or(host)),
            },
            port,
            path: path.strip_suffix('*').unwrap_or(path),
        })
    }

    /// Whether it matches every address.
    pub(super) fn is_everything(&self) -> bool {
        self.scheme.is_none() && self.host == Host::Any && self.port.is_none() && !self.has_path()
    }

    /// Whether it says something about the path.
    pub(super) fn has_path(&self) -> bool {
        !matches!(self.path, "" | "/")
    }

    /// The regular expression of the origins it matches.
    pub(super) fn origin(&self) -> String {
        format!("{}$", self.front())
    }

    /// The regular expression of the addresses it matches.
    pub(super) fn address(&self) -> String {
        if self.has_path() {
            format!("{}{}", self.front(), escaped(self.path))
        } else {
            format!("{}(/|$)", self.front())
        }
    }

    fn front(&self) -> String {
        let scheme = self.scheme.map_or("https?".into(), escaped);
        let host = match self.host {
            Host::Any => "[^/:]+".into(),
            Host::Exactly(host) => escaped(host),
            Host::AndBelow(host) => format!("([^/:]+\\.)?{}", escaped(host)),
        };
        let port = self
            .port
            .map_or("(:[0-9]+)?".into(), |port| format!(":{port}"));
        format!("^{scheme}://{host}{port}")
    }
}

fn split_port(place: &str) -> (&str, Option<&str>) {
    match place.rsplit_once(':') {
        // A colon in brackets is part of an IPv6 address.
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        Some(_) | None => (place, None),
    }
}

fn escaped(text: &str) -> String {
    regex_syntax::escape(text)
}

#[cfg(test)]
mod tests {
    use super::{NoPattern, UrlPattern};

    fn address(pattern: &str) -> String {
        UrlPattern::parse(pattern).unwrap().address()
    }

    #[test]
    fn a_pattern_becomes_a_regular_expression() {
        assert_eq!(
            address("example.com"),
            r"^https?://([^/:]+\.)?example\.com(:[0-9]+)?(/|$)"
        );
        assert_eq!(
            address("https://.example.com:8443/a/b*"),
            r"^https://example\.com:8443/a/b"
        );
        assert_eq!(address("*/secret"), r"^https?://[^/:]+(:[0-9]+)?/secret");
        assert_eq!(
            UrlPattern::parse("[::1]:80").unwrap().origin(),
            r"^https?://([^/:]+\.)?\[::1\]:80$"
        );
    }

    #[test]
    fn everything_is_told_from_something() {
        assert!(UrlPattern::parse("*").unwrap().is_everything());
        assert!(UrlPattern::parse("*://*").unwrap().is_everything());
        assert!(!UrlPattern::parse("https://*").unwrap().is_everything());
    }

    #[test]
    fn what_cannot_be_said_is_an_error() {
        assert_eq!(UrlPattern::parse("a.example/?q=1"), Err(NoPattern::Query));
        assert_eq!(UrlPattern::parse(""), Err(NoPattern::Malformed));
        assert_eq!(
            UrlPattern::parse("a.example:port"),
            Err(NoPattern::Malformed)
        );
    }
}
