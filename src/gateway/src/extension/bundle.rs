//! What is in the bundle that extensions decide by?

use super::ExtensionKey;
use crate::boot::{clipboard_key, fingerprint_key};
use crate::config::{MatchPattern, ResponseHeader, SiteConfig};
use serde::Serialize;
use stepgate_policy::{Bundle, CorruptBundle, Filter, SessionContext};
use stepgate_protocol::{Boot, ReadLimits};

/// Whom everything signed is for.
pub const AUDIENCE: &str = "stepgate-extension";
/// The type of a signed bundle.
const KIND: &str = "stepgate-policy+jwt";

/// What a bundle is made of.
#[derive(Clone, Copy, Debug)]
pub struct BundleFacts<'a> {
    /// Who says it: the gateway's origin, or another name.
    pub issuer: &'a str,
    /// Unix seconds.
    pub now: u64,
    /// Unix seconds after which it is stale.
    pub expires: u64,
    /// The compiled policies.
    pub policies: &'a [u8],
    /// Who is signed in, if anybody is.
    pub user: Option<&'a str>,
    /// What seals their copies; empty where no copy can stay within apps.
    pub clipboard_key: &'a [u8],
    /// How far content is read.
    pub limits: ReadLimits,
    /// The sites, each with whose session it is there.
    pub sites: &'a [(&'a SiteConfig, SessionContext)],
}

/// Why there is no bundle.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The policies cannot be read back.
    #[error("the compiled policies cannot be read back: {0}")]
    Policies(#[from] CorruptBundle),
    /// The claims cannot be written.
    #[error("the bundle cannot be written: {0}")]
    Claims(#[from] serde_json::Error),
}

/// The claims (RFC 7519).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Claims<'a> {
    iss: &'a str,
    aud: &'static str,
    iat: u64,
    exp: u64,
    revision: String,
    default_behavior: &'static str,
    user: Option<&'a str>,
    sites: Vec<SiteClaims<'a>>,
}

/// One site in them.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SiteClaims<'a> {
    app: &'a str,
    title: &'a str,
    matches: &'a [MatchPattern],
    boot: String,
    response_headers: &'a [ResponseHeader],
}

/// The bundle, signed.
///
/// # Errors
/// Where the policies are corrupt.
pub fn sign_bundle(key: &ExtensionKey, facts: &BundleFacts<'_>) -> Result<String, BundleError> {
    let policies = Bundle::read(facts.policies)?;
    let claims = Claims {
        iss: facts.issuer,
        aud: AUDIENCE,
        iat: facts.now,
        exp: facts.expires,
        revision: format!("{:016x}", policies.revision()),
        default_behavior: policies.default_behavior().keyword(),
        user: facts.user,
        sites: facts
            .sites
            .iter()
            .map(|(site, session)| site_claims(facts, &policies, site, session))
            .collect(),
    };
    Ok(key.sign(KIND, &claims)?)
}

fn site_claims<'a>(
    facts: &BundleFacts<'a>,
    policies: &Bundle<'_>,
    site: &'a SiteConfig,
    session: &SessionContext,
) -> SiteClaims<'a> {
    let bundle = policies.for_session(session, facts.now, Filter::is_of_session);
    let boot = Boot {
        now: facts.now,
        expires: facts.expires,
        session: session.clone(),
        clipboard_key: clipboard_key(policies, facts.clipboard_key),
        fingerprint_key: &fingerprint_key(&bundle, facts.clipboard_key),
        limits: facts.limits,
        bundle: &bundle,
    };
    SiteClaims {
        app: &site.name,
        title: &site.title,
        matches: &site.matches,
        boot: boot.attribute(),
        response_headers: &site.response_headers,
    }
}
