//! What is kept, and what is carried, between leaving for the issuer and coming back.

use core::fmt;
use data_encoding::HEXLOWER;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use stepgate_policy::AuthenticationContext;
use url::Url;

/// How long a round trip may take, in seconds.
pub const PENDING_LIFETIME: u64 = 300;

/// What a person is sent to prove.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Challenge {
    /// The context to satisfy, `c1` .. `c99`.
    #[serde(with = "context_name")]
    pub context: AuthenticationContext,
    /// Who must come back: [`Person::subject`](crate::Person::subject) of the session.
    pub subject: String,
    /// Their sign-in name, a hint for the issuer's page.
    pub user: String,
    /// Whether an earlier proof is not enough: they must prove themselves now (grant scope `once`).
    pub fresh: bool,
}

/// A round trip that has begun.
#[derive(Debug)]
pub struct Started {
    /// Where to send the browser.
    pub authorize_url: Url,
    /// What to keep, on the server, until it comes back.
    pub pending: Pending,
}

/// What the server keeps of a round trip. The caller stores it, finds it again by
/// [`state_hash`] and takes it out **before** calling [`finish`](crate::RelyingParty::finish), so that it
/// is used once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pending {
    /// SHA-256 of the `state` parameter, lower-case hex. The parameter itself is with the browser only.
    pub state_hash: String,
    /// What the ID token must carry as `nonce`.
    pub(crate) nonce: String,
    /// The PKCE code verifier.
    pub(crate) verifier: String,
    /// What must be proved; `None` for a sign-in.
    pub challenge: Option<Challenge>,
    /// When it began, Unix seconds. It is void [`PENDING_LIFETIME`] later.
    pub started: u64,
}

/// Nonce and verifier are left out.
impl fmt::Debug for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pending")
            .field("state_hash", &self.state_hash)
            .field("challenge", &self.challenge)
            .field("started", &self.started)
            .finish_non_exhaustive()
    }
}

/// The query of the redirect that brings the browser back. Parameters it does not name are ignored.
#[derive(Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Callback {
    /// The authorization code.
    pub code: Option<String>,
    /// The state this round trip began with.
    pub state: Option<String>,
    /// Which issuer says so (RFC 9207).
    pub iss: Option<String>,
    /// An OAuth error code, such as `access_denied`.
    pub error: Option<String>,
    /// The issuer's words for it.
    pub error_description: Option<String>,
}

/// Code and state are left out.
impl fmt::Debug for Callback {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Callback")
            .field("iss", &self.iss)
            .field("error", &self.error)
            .finish_non_exhaustive()
    }
}

/// The key under which a [`Pending`] is kept: SHA-256 of `state`, lower-case hex.
#[must_use]
pub fn state_hash(state: &str) -> String {
    HEXLOWER.encode(&Sha256::digest(state.as_bytes()))
}

/// A context as its name, `c1`.
mod context_name {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use stepgate_policy::AuthenticationContext;

    pub fn serialize<S: Serializer>(
        context: &AuthenticationContext,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(context)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<AuthenticationContext, D::Error> {
        let name = String::deserialize(deserializer)?;
        AuthenticationContext::parse(&name)
            .ok_or_else(|| D::Error::custom(format!("`{name}` is not one of `c1` .. `c99`")))
    }
}
