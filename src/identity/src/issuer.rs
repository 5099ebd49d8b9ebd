//! What the issuer says of itself: its discovery document and its keys, read when first needed.

use crate::{IdentityError, RelyingPartyConfig};
use core::time::Duration;
use openidconnect::core::{
    CoreAuthDisplay, CoreClaimName, CoreClaimType, CoreClientAuthMethod, CoreGrantType,
    CoreJsonWebKey, CoreJsonWebKeySet, CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm, CoreResponseMode, CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{AdditionalProviderMetadata, DiscoveryError, IssuerUrl, ProviderMetadata};
use reqwest::redirect::Policy;
use serde::{Deserialize, Serialize};
use std::error::Error;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use tokio::sync::RwLock;
use url::{Host, Url};

/// How long the issuer may take to answer.
const TIMEOUT: Duration = Duration::from_secs(10);

/// The discovery document with the two fields OpenID Connect Discovery 1.0 does not have itself.
pub type Metadata = ProviderMetadata<
    Extras,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

/// Fields of later specifications.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Extras {
    /// RFC 9207 section 3: every callback carries `iss`.
    #[serde(default)]
    pub authorization_response_iss_parameter_supported: bool,
    /// OpenID Connect RP-Initiated Logout section 2.1.
    pub end_session_endpoint: Option<Url>,
}

impl AdditionalProviderMetadata for Extras {}

/// One issuer and the connection to it.
#[derive(Debug)]
pub struct Issuer {
    url: Url,
    pub http: reqwest::Client,
    metadata: RwLock<Option<Arc<Metadata>>>,
}

impl Issuer {
    /// Asks nothing yet.
    pub fn new(config: &RelyingPartyConfig) -> Result<Self, IdentityError> {
        check(&config.issuer)?;
        let http = connection(&config.issuer)
            .map_err(|error| IdentityError::Config(format!("no TLS client: {error}")))?;
        Ok(Self {
            url: config.issuer.clone(),
            http,
            metadata: RwLock::new(None),
        })
    }

    /// The issuer as configured, without the `/` a bare origin ends with.
    pub fn name(&self) -> &str {
        bare(&self.url)
    }

    /// The discovery document; read now if it has not been read.
    pub async fn metadata(&self) -> Result<Arc<Metadata>, IdentityError> {
        if let Some(known) = self.metadata.read().await.as_ref() {
            return Ok(Arc::clone(known));
        }
        let mut slot = self.metadata.write().await;
        if let Some(known) = slot.as_ref() {
            return Ok(Arc::clone(known));
        }
        let read = Arc::new(self.read().await?);
        tracing::info!(issuer = %read.issuer().as_str(), "identity provider found");
        *slot = Some(Arc::clone(&read));
        Ok(read)
    }

    /// Reads the keys again, after a token named one that is not known.
    pub async fn refresh_keys(&self, old: &Metadata) -> Result<Arc<Metadata>, IdentityError> {
        let keys = CoreJsonWebKeySet::fetch_async(old.jwks_uri(), &self.http)
            .await
            .map_err(|error| self.explain(&error))?;
        let new = Arc::new(old.clone().set_jwks(keys));
        *self.metadata.write().await = Some(Arc::clone(&new));
        Ok(new)
    }

    /// A bare origin is an issuer with or without its `/`; both are one URL, so both are tried.
    async fn read(&self) -> Result<Metadata, IdentityError> {
        let first = self.read_as(self.name()).await;
        let Err(DiscoveryError::Validation(_)) = first else {
            return first.map_err(|error| self.explain(&error));
        };
        let second = self.read_as(self.url.as_str()).await;
        second.map_err(|error| self.explain(&error))
    }

    async fn read_as(
        &self,
        name: &str,
    ) -> Result<
        Metadata,
        DiscoveryError<<reqwest::Client as openidconnect::AsyncHttpClient<'_>>::Error>,
    > {
        let issuer = IssuerUrl::new(name.to_owned()).map_err(DiscoveryError::UrlParse)?;
        Metadata::discover_async(issuer, &self.http).await
    }

    fn explain<E: Error + 'static>(&self, error: &DiscoveryError<E>) -> IdentityError {
        let issuer = self.name().to_owned();
        let cause = innermost(error);
        match error {
            DiscoveryError::Request(_) => IdentityError::Unreachable { issuer, cause },
            DiscoveryError::Validation(found) => {
                let found = found.split('`').nth(1).unwrap_or(found).to_owned();
                IdentityError::IssuerMismatch { issuer, found }
            }
            DiscoveryError::Response(status, _, _) if status.is_server_error() => {
                IdentityError::Unreachable {
                    issuer,
                    cause: format!("it answers {status}"),
                }
            }
            DiscoveryError::Response(_, _, cause) => IdentityError::NotAnIssuer {
                issuer,
                cause: cause.clone(),
            },
            // Parse, UrlParse, Other, and what later versions of the crate may add.
            _ => IdentityError::NotAnIssuer { issuer, cause },
        }
    }
}

/// `http://host/` as `http://host`: the way issuers write themselves.
pub fn bare(issuer: &Url) -> &str {
    let text = issuer.as_str();
    if issuer.path() == "/" {
        text.trim_end_matches('/')
    } else {
        text
    }
}

/// OpenID Connect Discovery section 3: https, no query, no fragment. Plain http on loopback only.
fn check(issuer: &Url) -> Result<(), IdentityError> {
    let refuse = |why: &str| {
        Err(IdentityError::Config(format!(
            "the issuer `{issuer}` {why}"
        )))
    };
    match issuer.scheme() {
        "https" => {}
        "http" if is_loopback(issuer) => {}
        "http" => return refuse("is not encrypted: use https"),
        _ => return refuse("is not a web address: use https"),
    }
    if issuer.query().is_some() || issuer.fragment().is_some() {
        return refuse("has a query or fragment: remove it");
    }
    Ok(())
}

/// Whether this address can only be this machine (RFC 6761 section 6.3 for names).
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        None => false,
    }
}

/// Follows no redirect: discovery, keys and tokens come from where the issuer says they are. An issuer on
/// this machine is never asked through a proxy, and its name needs no resolver.
fn connection(issuer: &Url) -> Result<reqwest::Client, reqwest::Error> {
    let mut client = reqwest::Client::builder()
        .redirect(Policy::none())
        .timeout(TIMEOUT);
    if is_loopback(issuer) {
        client = client.no_proxy();
        if let Some(Host::Domain(name)) = issuer.host() {
            client = client.resolve(name, SocketAddr::from((Ipv4Addr::LOCALHOST, 0)));
        }
    }
    client.build()
}

/// The deepest cause: `connection refused` says more than `request failed`.
pub fn innermost(error: &(dyn Error + 'static)) -> String {
    let mut deepest = error;
    while let Some(source) = deepest.source() {
        deepest = source;
    }
    deepest.to_string()
}
