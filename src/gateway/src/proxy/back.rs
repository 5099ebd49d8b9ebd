//! The answer as the person gets it.

use super::forwarded::remove_own;
use super::hop::remove_hop_by_hop;
use crate::app::App;
use crate::session::is_own_cookie;
use http::header::{ALT_SVC, CONTENT_LOCATION, LOCATION, REFRESH, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use stepgate_protocol::paths;
use url::Url;

/// Makes the headers of an app's answer those of the public host.
pub fn map_headers(headers: &mut HeaderMap, app: &App) {
    remove_hop_by_hop(headers);
    // It names another way to the app, round the gateway.
    headers.remove(ALT_SVC);
    take_own(headers, app);
    tell_label(headers, app);
    for name in [LOCATION, CONTENT_LOCATION] {
        map_value(headers, &name, |value| map_address(value, app));
    }
    map_value(headers, &REFRESH, |value| {
        let (delay, address) = value
            .split_once("url=")
            .or_else(|| value.split_once("URL="))?;
        Some(format!("{delay}url={}", map_address(address, app)?))
    });
}

/// Takes out what an app may not say: the gateway's own headers and cookies.
pub fn take_own(headers: &mut HeaderMap, app: &App) {
    remove_own(headers);
    map_cookies(headers, app);
}

/// Repeats the label under the name the agent knows, so that what script makes of the answer keeps it.
fn tell_label(headers: &mut HeaderMap, app: &App) {
    let label = app.label_header().and_then(|name| headers.get(name));
    if let Some(label) = label.cloned() {
        headers.insert(HeaderName::from_static(paths::LABEL_HEADER), label);
    }
}

fn map_value(headers: &mut HeaderMap, name: &HeaderName, map: impl Fn(&str) -> Option<String>) {
    let mapped = headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .and_then(map)
        .and_then(|value| HeaderValue::from_str(&value).ok());
    if let Some(mapped) = mapped {
        headers.insert(name.clone(), mapped);
    }
}

/// An address at the app's own authority, at the public origin instead; `None` for every other.
fn map_address(address: &str, app: &App) -> Option<String> {
    let upstream = &app.behind()?.upstream;
    let url = match Url::parse(address) {
        Ok(url) => url,
        // Without a scheme, `//host/path`.
        Err(_) if address.starts_with("//") => upstream.join(address).ok()?,
        Err(_) => return None,
    };
    let own = url.host() == upstream.host()
        && url.port_or_known_default() == upstream.port_or_known_default()
        && matches!(url.scheme(), "http" | "https");
    own.then(|| app.address(&url[url::Position::BeforePath..]))
}

/// A cookie for the app's own host becomes one for the public host, and the gateway's names are not an app's to set.
fn map_cookies(headers: &mut HeaderMap, app: &App) {
    if !headers.contains_key(SET_COOKIE) {
        return;
    }
    let cookies: Vec<HeaderValue> = headers.get_all(SET_COOKIE).iter().cloned().collect();
    headers.remove(SET_COOKIE);
    for cookie in cookies {
        let text = String::from_utf8_lossy(cookie.as_bytes());
        let pair = text.split(';').next().unwrap_or_default();
        // Of a cookie without a name browsers send only the value.
        let pair = pair.trim().trim_start_matches('=');
        if is_own_cookie(pair.split('=').next().unwrap_or_default()) {
            continue;
        }
        match without_own_domain(&text, app) {
            Some(mapped) => headers.extend(
                HeaderValue::from_str(&mapped)
                    .ok()
                    .map(|value| (SET_COOKIE, value)),
            ),
            None => {
                headers.append(SET_COOKIE, cookie);
            }
        }
    }
}

/// The cookie without a `Domain` that names the app's own host; `None` where it has none.
fn without_own_domain(cookie: &str, app: &App) -> Option<String> {
    let own = app.behind()?.upstream.host_str()?;
    let names_own = |attribute: &&str| {
        attribute.split_once('=').is_some_and(|(name, domain)| {
            name.trim().eq_ignore_ascii_case("domain")
                && domain
                    .trim()
                    .trim_start_matches('.')
                    .eq_ignore_ascii_case(own)
        })
    };
    let mut attributes = cookie.split(';');
    attributes
        .clone()
        .skip(1)
        .any(|attribute| names_own(&attribute))
        .then(|| {
            let first = attributes.next().unwrap_or_default();
            let rest: Vec<&str> = attributes
                .filter(|attribute| !names_own(attribute))
                .collect();
            [&[first], rest.as_slice()].concat().join(";")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::files_app;

    #[test]
    fn addresses_of_the_app_itself_become_public_and_no_others() {
        let table = [
            (
                "http://app.internal:9001/a?b#c",
                Some("http://files.localhost:8080/a?b#c"),
            ),
            (
                "https://app.internal:9001/",
                Some("http://files.localhost:8080/"),
            ),
            (
                "//app.internal:9001/x",
                Some("http://files.localhost:8080/x"),
            ),
            ("http://app.internal/a", None),
            ("https://login.example/?to=http://app.internal:9001/", None),
            ("/relative", None),
        ];
        for (before, after) in table {
            assert_eq!(
                map_address(before, &files_app()).as_deref(),
                after,
                "{before}"
            );
        }
    }

    #[test]
    fn a_label_has_the_name_that_the_agent_knows_and_only_the_configured_header_says_it() {
        let mut headers = HeaderMap::new();
        headers.insert("stepgate-label", HeaderValue::from_static("General"));
        map_headers(&mut headers, &files_app());
        assert_eq!(headers.get("stepgate-label"), None);
        headers.insert("x-label", HeaderValue::from_static("Confidential"));
        map_headers(&mut headers, &files_app());
        assert_eq!(headers["stepgate-label"], "Confidential");
    }

    #[test]
    fn cookies_of_the_app_itself_become_the_public_hosts() {
        let mut headers = HeaderMap::new();
        for cookie in [
            "a=1; Domain=.app.internal; Path=/",
            "b=2; Domain=other.example",
            "stepgate_session=stolen; Path=/",
            "c=3",
        ] {
            headers.append(SET_COOKIE, HeaderValue::from_static(cookie));
        }
        map_cookies(&mut headers, &files_app());
        let left: Vec<_> = headers
            .get_all(SET_COOKIE)
            .iter()
            .map(|value| value.to_str().unwrap())
            .collect();
        assert_eq!(left, ["a=1; Path=/", "b=2; Domain=other.example", "c=3"]);
    }
}
