//! Can this ID token be believed? (OpenID Connect Core 3.1.3.7)

use crate::issuer::Metadata;
use crate::{FinishError, Pending, RelyingPartyConfig};
use core::time::Duration;
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, ClaimsVerificationError, Client, ClientId, ClientSecret,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, IdToken, IdTokenFields,
    Nonce, SignatureVerificationError, StandardErrorResponse, StandardTokenResponse,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::time::SystemTime;

/// How far the issuer's clock may be from ours, in seconds.
pub const SKEW: u64 = 60;

/// Signatures that are believed. None with a shared secret, and never `none`.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 9] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Every claim OpenID Connect Core does not name itself.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct OtherClaims(Map<String, Value>);

impl AdditionalClaims for OtherClaims {}

/// An ID token with whatever claims it has.
pub type AnyIdToken = IdToken<
    OtherClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type TokenFields = IdTokenFields<
    OtherClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

/// The client as discovery describes its issuer.
pub type OidcClient = Client<
    OtherClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<TokenFields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// A client for this issuer. Its secret goes into the header unless the issuer only reads the body.
pub fn client(metadata: &Metadata, config: &RelyingPartyConfig) -> OidcClient {
    let client = Client::from_provider_metadata(
        metadata.clone(),
        ClientId::new(config.client_id.clone()),
        Some(ClientSecret::new(config.client_secret.clone())),
    );
    let methods = metadata.token_endpoint_auth_methods_supported();
    let body_only = methods.is_some_and(|methods| {
        methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
    });
    if body_only {
        client.set_auth_type(AuthType::RequestBody)
    } else {
        client
    }
}

/// Whether a token was refused only because its key is not known: the issuer may have new ones.
pub fn key_is_unknown(error: &ClaimsVerificationError) -> bool {
    matches!(
        error,
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey)
    )
}

/// Verifies signature, algorithm, issuer, audience, times and nonce, and gives the claims as JSON.
pub fn verify(
    client: &OidcClient,
    token: &AnyIdToken,
    pending: &Pending,
    now: u64,
) -> Result<Value, ClaimsVerificationError> {
    let moment = |seconds: u64| SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
    let verifier = client
        .id_token_verifier()
        .set_allowed_algs(ALGORITHMS)
        .set_time_fn(move || moment(now.saturating_sub(SKEW)).into())
        .set_issue_time_verifier_fn(move |issued| {
            if SystemTime::from(issued) <= moment(now + SKEW) {
                Ok(())
            } else {
                Err("it is from the future: set the clock of this machine or the issuer's".into())
            }
        });
    let claims = token.claims(&verifier, &Nonce::new(pending.nonce.clone()))?;
    if claims
        .authorized_party()
        .is_some_and(|party| party != client.client_id())
    {
        return Err(ClaimsVerificationError::InvalidAudience(
            "`azp` is another client".into(),
        ));
    }
    serde_json::to_value(claims).map_err(|error| ClaimsVerificationError::Other(error.to_string()))
}

/// Why a token is refused, without what is in it.
pub fn refuse(error: &ClaimsVerificationError) -> FinishError {
    let why = match error {
        ClaimsVerificationError::SignatureVerification(cause) => cause.to_string(),
        other => other.to_string(),
    };
    FinishError::Invalid(format!("its token cannot be believed: {why}"))
}
