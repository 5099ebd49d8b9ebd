//! The half of OpenID Connect that asks.

use crate::answer::{belongs, invalid, proved, refused};
use crate::issuer::{Issuer, Metadata};
use crate::token::{AnyIdToken, OidcClient};
use crate::{
    Callback, Challenge, FinishError, IdentityError, Pending, Person, RelyingPartyConfig, Started,
    request, state_hash, token,
};
use core::time::Duration;
use openidconnect::core::{CoreAuthPrompt, CoreResponseType};
use openidconnect::{
    AuthenticationFlow, AuthorizationCode, CsrfToken, LoginHint, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse,
};
use serde_json::Value;
use std::borrow::Cow;
use std::sync::Arc;
use url::Url;

/// An OpenID Connect client: authorization code with PKCE.
#[derive(Debug)]
pub struct RelyingParty {
    config: RelyingPartyConfig,
    issuer: Issuer,
}

impl RelyingParty {
    /// A relying party that reads the issuer's discovery document when it first needs it, and tries again
    /// at the next need if that fails: the issuer may start later than this process.
    ///
    /// # Errors
    /// [`IdentityError::Config`] where the configuration cannot work with any issuer.
    pub fn new(config: RelyingPartyConfig) -> Result<Self, IdentityError> {
        let issuer = Issuer::new(&config)?;
        Ok(Self { config, issuer })
    }

    /// As [`Self::new`], and reads the discovery document now.
    ///
    /// # Errors
    /// Also those of discovery.
    pub async fn discover(config: RelyingPartyConfig) -> Result<Self, IdentityError> {
        let party = Self::new(config)?;
        party.issuer.metadata().await?;
        Ok(party)
    }

    /// The authentication contexts the issuer says it offers (`acr_values_supported`); `None` where it says nothing.
    ///
    /// # Errors
    /// Those of discovery.
    pub async fn contexts_offered(&self) -> Result<Option<Vec<String>>, IdentityError> {
        let metadata = self.issuer.metadata().await?;
        let words = |offered: &Vec<openidconnect::AuthenticationContextClass>| {
            offered
                .iter()
                .map(|context| context.as_str().to_owned())
                .collect()
        };
        Ok(metadata.acr_values_supported().map(words))
    }

    /// Begins a sign-in, or a step-up where there is a `challenge`. `now` is Unix time in seconds.
    ///
    /// # Errors
    /// Where the issuer cannot be asked, or is not the one of the challenge's subject.
    pub async fn begin(
        &self,
        redirect_uri: &Url,
        challenge: Option<Challenge>,
        now: u64,
    ) -> Result<Started, IdentityError> {
        let metadata = self.issuer.metadata().await?;
        let client = token::client(&metadata, &self.config);
        let (pkce, verifier) = PkceCodeChallenge::new_random_sha256();
        let redirect = RedirectUrl::from_url(redirect_uri.clone());
        let mut ask = client
            .authorize_url(
                AuthenticationFlow::<CoreResponseType>::AuthorizationCode,
                || CsrfToken::new_random_len(32),
                || Nonce::new_random_len(32),
            )
            .add_scopes(["profile", "email"].map(|scope| Scope::new(scope.into())))
            .set_pkce_challenge(pkce)
            .set_redirect_uri(Cow::Owned(redirect));
        if let Some(challenge) = &challenge {
            let claims = self.claims(&metadata, challenge)?;
            ask = ask
                .add_extra_param("claims", claims.to_string())
                .set_login_hint(LoginHint::new(challenge.user.clone()));
            if challenge.fresh {
                ask = ask
                    .add_prompt(CoreAuthPrompt::Login)
                    .set_max_age(Duration::ZERO);
            }
        }
        let (authorize_url, state, nonce) = ask.url();
        let pending = Pending {
            state_hash: state_hash(state.secret()),
            nonce: nonce.secret().clone(),
            verifier: verifier.into_secret(),
            challenge,
            started: now,
        };
        Ok(Started {
            authorize_url,
            pending,
        })
    }

    /// Ends what [`Self::begin`] began: verifies all that came back and says who it is. The caller has taken
    /// `pending` out of its store before. `now` is Unix time in seconds.
    ///
    /// # Errors
    /// Every one of them is final.
    pub async fn finish(
        &self,
        redirect_uri: &Url,
        pending: Pending,
        callback: &Callback,
        now: u64,
    ) -> Result<Person, FinishError> {
        let metadata = self.issuer.metadata().await?;
        belongs(&pending, callback, &metadata, now)?;
        if let Some(error) = &callback.error {
            return Err(refused(error, callback, pending.challenge.as_ref()));
        }
        let code = callback
            .code
            .clone()
            .ok_or_else(|| invalid("it carries no `code`"))?;
        let client = token::client(&metadata, &self.config);
        let id_token = self.exchange(&client, redirect_uri, code, &pending).await?;
        let claims = self
            .verified(client, metadata, &id_token, &pending, now)
            .await?;
        let person = self.person(&claims)?;
        match &pending.challenge {
            None => Ok(person),
            Some(challenge) => proved(person, challenge, pending.started),
        }
    }

    /// Where to send a person who signs out here, so that they are signed out at the issuer too. `None`
    /// where the issuer has no such page or cannot be asked.
    pub async fn sign_out_url(&self, return_to: &Url) -> Option<Url> {
        let metadata = self.issuer.metadata().await.ok()?;
        let mut url = metadata
            .additional_metadata()
            .end_session_endpoint
            .clone()?;
        url.query_pairs_mut()
            .append_pair("client_id", &self.config.client_id)
            .append_pair("post_logout_redirect_uri", return_to.as_str());
        Some(url)
    }

    fn claims(&self, metadata: &Metadata, challenge: &Challenge) -> Result<Value, IdentityError> {
        let sub =
            request::sub(&challenge.subject, metadata.issuer().as_str()).ok_or_else(|| {
                IdentityError::OtherIssuer {
                    issuer: self.issuer.name().to_owned(),
                }
            })?;
        Ok(request::claims(
            challenge,
            &self.config.claims.contexts,
            sub,
        ))
    }

    /// Code for token. The code is used up, whatever happens.
    async fn exchange(
        &self,
        client: &OidcClient,
        redirect_uri: &Url,
        code: String,
        pending: &Pending,
    ) -> Result<AnyIdToken, FinishError> {
        let answer = client
            .exchange_code(AuthorizationCode::new(code))
            .map_err(|_| invalid("its discovery document names no `token_endpoint`"))?
            .set_pkce_verifier(PkceCodeVerifier::new(pending.verifier.clone()))
            .set_redirect_uri(Cow::Owned(RedirectUrl::from_url(redirect_uri.clone())))
            .request_async(&self.issuer.http)
            .await
            .map_err(|error| self.not_exchanged(&error))?;
        answer
            .id_token()
            .cloned()
            .ok_or_else(|| invalid("it sent no ID token"))
    }

    fn not_exchanged<E, T>(&self, error: &RequestTokenError<E, T>) -> FinishError
    where
        E: std::error::Error + 'static,
        T: openidconnect::ErrorResponse + core::fmt::Display + 'static,
    {
        match error {
            RequestTokenError::ServerResponse(answer) => {
                FinishError::Invalid(format!("it did not take the code: {answer}"))
            }
            RequestTokenError::Request(cause) => IdentityError::Unreachable {
                issuer: self.issuer.name().to_owned(),
                cause: crate::issuer::innermost(cause),
            }
            .into(),
            RequestTokenError::Parse(..) | RequestTokenError::Other(_) => {
                invalid("its token endpoint did not answer with a token")
            }
        }
    }

    /// The claims of a token that can be believed; an unknown key is looked up again once.
    async fn verified(
        &self,
        client: OidcClient,
        metadata: Arc<Metadata>,
        id_token: &AnyIdToken,
        pending: &Pending,
        now: u64,
    ) -> Result<Value, FinishError> {
        let first = token::verify(&client, id_token, pending, now);
        let Err(error) = &first else {
            return first.map_err(|error| token::refuse(&error));
        };
        if !token::key_is_unknown(error) {
            return Err(token::refuse(error));
        }
        let renewed = self.issuer.refresh_keys(&metadata).await?;
        token::verify(
            &token::client(&renewed, &self.config),
            id_token,
            pending,
            now,
        )
        .map_err(|error| token::refuse(&error))
    }

    fn person(&self, claims: &Value) -> Result<Person, FinishError> {
        let text = |name: &str| claims.get(name).and_then(Value::as_str).unwrap_or_default();
        let subject = request::subject(text("iss"), text("sub"));
        Person::from_claims(subject, claims, &self.config.claims).ok_or_else(|| {
            FinishError::Invalid(format!(
                "its token has neither `{}` nor `email`: let the issuer add one of them to the ID token",
                self.config.claims.user
            ))
        })
    }
}
