//! The gateway's two cookies. They are for the gateway alone: apps never see them, and cannot set them.

use http::header::COOKIE;
use http::{HeaderMap, HeaderValue};

/// The cookie of a session.
const SESSION: &str = "stepgate_session";
/// The cookie that binds a sign-in to the browser that began it.
const SIGN_IN: &str = "stepgate_sign_in";
/// What a browser takes only over HTTPS, from the host itself.
const HOST: &str = "__Host-";

/// How long the sign-in cookie lasts, in seconds.
const SIGN_IN_AGE: u64 = 600;

/// One of the gateway's cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Own {
    /// Of a session.
    Session,
    /// Of a sign-in under way.
    SignIn,
}

impl Own {
    fn name(self, secure: bool) -> String {
        let name = match self {
            Self::Session => SESSION,
            Self::SignIn => SIGN_IN,
        };
        if secure {
            format!("{HOST}{name}")
        } else {
            name.to_owned()
        }
    }

    /// Its value in a request.
    pub fn read(self, headers: &HeaderMap, secure: bool) -> Option<String> {
        let wanted = self.name(secure);
        headers
            .get_all(COOKIE)
            .iter()
            // Beside ours an app's cookie may stand that is not ASCII.
            .flat_map(|header| header.as_bytes().split(|byte| *byte == b';'))
            .find_map(|pair| {
                let pair = std::str::from_utf8(pair).ok()?;
                let (name, value) = pair.trim().split_once('=')?;
                (name == wanted).then(|| value.to_owned())
            })
    }

    /// The header that sets it. A session lasts as long as the browser is open and the gateway remembers it.
    pub fn set(self, value: &str, secure: bool) -> Option<HeaderValue> {
        let age = match self {
            Self::Session => String::new(),
            Self::SignIn => format!("; Max-Age={SIGN_IN_AGE}"),
        };
        self.header(value, &age, secure)
    }

    /// The header that removes it.
    pub fn clear(self, secure: bool) -> Option<HeaderValue> {
        self.header("", "; Max-Age=0", secure)
    }

    fn header(self, value: &str, age: &str, secure: bool) -> Option<HeaderValue> {
        let name = self.name(secure);
        let secure = if secure { "; Secure" } else { "" };
        HeaderValue::from_str(&format!(
            "{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}"
        ))
        .ok()
    }
}

/// Whether a cookie of this name is the gateway's.
pub fn is_own(name: &str) -> bool {
    let name = name.trim();
    let name = name.strip_prefix(HOST).unwrap_or(name);
    name == SESSION || name == SIGN_IN
}

/// Takes the gateway's cookies out of a request to an app.
pub fn hide_own_cookies(headers: &mut HeaderMap) {
    let kept: Vec<Vec<u8>> = headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| {
            let pairs: Vec<&[u8]> = header
                .as_bytes()
                .split(|byte| *byte == b';')
                .map(<[u8]>::trim_ascii)
                .filter(|pair| {
                    let name = pair.split(|byte| *byte == b'=').next().unwrap_or_default();
                    !pair.is_empty() && !is_own(&String::from_utf8_lossy(name))
                })
                .collect();
            (!pairs.is_empty()).then(|| pairs.join(b"; ".as_slice()))
        })
        .collect();
    headers.remove(COOKIE);
    for pairs in kept {
        if let Ok(value) = HeaderValue::from_bytes(&pairs) {
            headers.append(COOKIE, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(cookie: &'static str) -> HeaderMap {
        [(COOKIE, HeaderValue::from_static(cookie))]
            .into_iter()
            .collect()
    }

    #[test]
    fn the_gateways_cookies_are_read_and_never_sent_on() {
        let mut headers = request(
            "a=1; stepgate_session=secret; b=\"x\"; __Host-stepgate_session=other; stepgate_sign_in=s",
        );
        assert_eq!(
            Own::Session.read(&headers, false).as_deref(),
            Some("secret")
        );
        assert_eq!(Own::Session.read(&headers, true).as_deref(), Some("other"));
        hide_own_cookies(&mut headers);
        assert_eq!(headers[COOKIE], "a=1; b=\"x\"");
        let mut only_own = request("stepgate_session=secret");
        hide_own_cookies(&mut only_own);
        assert!(!only_own.contains_key(COOKIE));
    }

    #[test]
    fn over_https_a_cookie_is_bound_to_the_host() {
        let value = Own::Session.set("v", true).unwrap();
        assert_eq!(
            value,
            "__Host-stepgate_session=v; Path=/; HttpOnly; SameSite=Lax; Secure"
        );
        let value = Own::SignIn.set("v", false).unwrap();
        assert_eq!(
            value,
            "stepgate_sign_in=v; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"
        );
    }
}
