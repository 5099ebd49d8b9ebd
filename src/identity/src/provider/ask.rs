//! What a client asks for at `/authorize`.

use crate::issuer::is_loopback;
use crate::provider::Options;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

/// The query of `/authorize`, unchecked.
#[derive(Debug, Default, Deserialize)]
pub struct Query {
    client_id: Option<String>,
    redirect_uri: Option<String>,
    response_type: Option<String>,
    scope: Option<String>,
    state: Option<String>,
    nonce: Option<String>,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
    claims: Option<String>,
    prompt: Option<String>,
    max_age: Option<String>,
    login_hint: Option<String>,
}

/// Where the answer goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// A registered address.
    pub redirect_uri: Url,
    /// Given back unchanged.
    pub state: Option<String>,
}

/// An OAuth error for the client: its code and its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal(pub &'static str, pub &'static str);

/// A request that can be carried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// Where the answer goes.
    pub back: Return,
    /// For the ID token.
    pub nonce: Option<String>,
    /// PKCE, S256.
    pub code_challenge: String,
    /// The authentication context that must be satisfied.
    pub context: Option<String>,
    /// The one person it may be.
    pub sub: Option<String>,
    /// Who it probably is.
    pub login_hint: Option<String>,
    /// How old the last proof may be, in seconds; 0 is never old enough.
    pub max_age: Option<u64>,
    /// `prompt=none`: no page may be shown.
    pub silent: bool,
    /// `prompt=select_account`.
    pub choose: bool,
}

impl Query {
    /// Where even an error may be sent. Without this, nothing may be sent anywhere.
    pub fn back(&self, options: &Options) -> Result<Return, String> {
        if self.client_id.as_deref() != Some(&options.client_id) {
            return Err("The app that sent you here is not registered.".into());
        }
        let asked = self.redirect_uri.as_deref().unwrap_or_default();
        let redirect_uri = registered(&options.redirect_uris, asked)
            .ok_or_else(|| format!("The return address `{asked}` is not registered."))?;
        Ok(Return {
            redirect_uri,
            state: self.state.clone(),
        })
    }

    /// The request, or the error for the client.
    pub fn ask(self, back: Return) -> Result<Ask, Refusal> {
        let invalid = |why| Refusal("invalid_request", why);
        if self.response_type.as_deref() != Some("code") {
            return Err(Refusal(
                "unsupported_response_type",
                "only `code` is supported",
            ));
        }
        if !self
            .scope
            .unwrap_or_default()
            .split(' ')
            .any(|scope| scope == "openid")
        {
            return Err(Refusal("invalid_scope", "`openid` is missing"));
        }
        if self.code_challenge_method.as_deref() != Some("S256") {
            return Err(invalid("PKCE with S256 is required"));
        }
        let claims = claims(self.claims.as_deref()).ok_or(invalid("`claims` is not JSON"))?;
        let max_age = self.max_age.map(|age| age.parse()).transpose();
        let prompt = self.prompt.unwrap_or_default();
        let prompts = |word: &str| prompt.split(' ').any(|asked| asked == word);
        let login = prompts("login").then_some(0);
        Ok(Ask {
            back,
            nonce: self.nonce,
            code_challenge: self
                .code_challenge
                .ok_or(invalid("`code_challenge` is missing"))?,
            context: essential(&claims, "acrs").or_else(|| essential(&claims, "acr")),
            sub: essential(&claims, "sub"),
            login_hint: self.login_hint,
            max_age: login.or(max_age.map_err(|_| invalid("`max_age` is not a number"))?),
            silent: prompts("none"),
            choose: prompts("select_account"),
        })
    }
}

/// The `id_token` member of the `claims` parameter; `None` if the parameter is not JSON.
fn claims(parameter: Option<&str>) -> Option<Value> {
    let Some(text) = parameter else {
        return Some(Value::Null);
    };
    let all: Value = serde_json::from_str(text).ok()?;
    Some(all.get("id_token").cloned().unwrap_or_default())
}

/// The value a claim must have.
fn essential(claims: &Value, name: &str) -> Option<String> {
    Some(claims.get(name)?.get("value")?.as_str()?.to_owned())
}

/// The asked address if it is registered: exactly, or with any port where a loopback address is registered
/// with port 0 (RFC 8252 section 7.3).
pub fn registered(addresses: &[Url], asked: &str) -> Option<Url> {
    let asked = Url::parse(asked).ok()?;
    let matches = |known: &&Url| {
        let mut known = (*known).clone();
        if known.port() == Some(0) && is_loopback(&known) && known.set_port(asked.port()).is_err() {
            return false;
        }
        known == asked
    };
    addresses.iter().find(matches)?;
    Some(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_return_address_is_compared_exactly_but_for_a_registered_port_0() {
        let known = [
            "http://files.localhost:0/cb",
            "https://app.example/cb",
            "http://a.localhost:80/cb",
        ];
        let known = known.map(|url| Url::parse(url).unwrap());
        let cases = [
            ("http://files.localhost:8080/cb", true),
            ("http://files.localhost/cb", true),
            ("http://files.localhost:8080/cb/", false),
            ("http://files.localhost:8080/cb?x=1", false),
            ("http://files.localhost.evil.example:8080/cb", false),
            ("http://u@files.localhost:8080/cb", false),
            ("https://files.localhost:8080/cb", false),
            ("https://app.example/cb", true),
            ("https://app.example:8443/cb", false),
            ("http://a.localhost/cb", true),
            ("http://a.localhost:81/cb", false),
            ("", false),
        ];
        for (asked, expected) in cases {
            assert_eq!(registered(&known, asked).is_some(), expected, "{asked}");
        }
    }

    #[test]
    fn the_port_of_a_public_address_is_never_free() {
        let known = [Url::parse("https://app.example:0/cb").unwrap()];
        assert_eq!(registered(&known, "https://app.example:444/cb"), None);
    }
}
