//! What a relying party must be told.

use core::fmt;
use url::Url;

/// How this gateway is known to its OpenID Connect issuer.
#[derive(Clone, PartialEq, Eq)]
pub struct RelyingPartyConfig {
    /// The issuer; `<issuer>/.well-known/openid-configuration` must answer.
    pub issuer: Url,
    /// The client id the issuer registered.
    pub client_id: String,
    /// The client secret that belongs to it.
    pub client_secret: String,
    /// Where to find what in the ID token.
    pub claims: ClaimNames,
}

/// The secret is left out.
impl fmt::Debug for RelyingPartyConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RelyingPartyConfig")
            .field("issuer", &self.issuer.as_str())
            .field("client_id", &self.client_id)
            .field("claims", &self.claims)
            .finish_non_exhaustive()
    }
}

/// Which ID token claims carry what the policies ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimNames {
    /// The sign-in name; `email` is read where this one is absent.
    pub user: String,
    /// The groups: an array of strings, or one string.
    pub groups: String,
    /// The device tags: an array of strings, or one string.
    pub device_tags: String,
    /// The authentication contexts that were satisfied, and the claim a step-up asks for: `acrs` for
    /// Microsoft Entra ID and issuers like it, `acr` for issuers that know only the standard claim.
    /// The two mean different things, so exactly one is read.
    pub contexts: String,
}

impl Default for ClaimNames {
    fn default() -> Self {
        Self {
            user: "preferred_username".into(),
            groups: "groups".into(),
            device_tags: "device_tags".into(),
            contexts: "acrs".into(),
        }
    }
}
