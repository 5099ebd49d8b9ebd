//! ID tokens, signed with a key that is made at every start.

use crate::provider::account::CONTEXT;
use crate::provider::step::SignedIn;
use crate::provider::{Options, ProviderError};
use core::time::Duration;
use data_encoding::{BASE64, HEXLOWER};
use openidconnect::core::{
    CoreEdDsaPrivateSigningKey, CoreGenderClaim, CoreJsonWebKeySet,
    CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm,
};
use openidconnect::{
    AdditionalClaims, Audience, AuthenticationContextClass, AuthenticationMethodReference,
    EndUserEmail, EndUserName, EndUserUsername, IdToken, IdTokenClaims, IssuerUrl, JsonWebKeyId,
    LocalizedClaim, Nonce, PrivateSigningKey, StandardClaims, SubjectIdentifier,
};
use serde::{Deserialize, Serialize};
use std::time::SystemTime;

/// How long an ID token is good, in seconds.
const LIFETIME: u64 = 300;
/// The PKCS #8 wrapping of an Ed25519 seed (RFC 8410 section 7).
const PKCS8_ED25519: [u8; 16] = [
    0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
];

/// The claims policies ask about.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Facts {
    acrs: Vec<String>,
    groups: Vec<String>,
    device_tags: Vec<String>,
}

impl AdditionalClaims for Facts {}

type Claims = IdTokenClaims<Facts, CoreGenderClaim>;
type Token =
    IdToken<Facts, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm>;

/// The key, and whose name it signs in.
pub struct Signer {
    key: CoreEdDsaPrivateSigningKey,
    issuer: IssuerUrl,
    client_id: String,
}

impl Signer {
    /// A new key.
    pub fn new(options: &Options) -> Result<Self, ProviderError> {
        let failed = |error: String| ProviderError::Key(error);
        let kid = JsonWebKeyId::new(HEXLOWER.encode(&rand::random::<[u8; 8]>()));
        let key = CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem(rand::random()), Some(kid))
            .map_err(failed)?;
        let issuer = IssuerUrl::new(options.issuer_name().to_owned())
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self {
            key,
            issuer,
            client_id: options.client_id.clone(),
        })
    }

    /// The public key.
    pub fn keys(&self) -> CoreJsonWebKeySet {
        CoreJsonWebKeySet::new(vec![self.key.as_verification_key()])
    }

    /// A token that says who this is. `now` is Unix time in seconds.
    pub fn token(
        &self,
        person: &SignedIn,
        nonce: Option<String>,
        now: u64,
    ) -> Result<String, String> {
        let claims = self.claims(person, now).set_nonce(nonce.map(Nonce::new));
        let algorithm = CoreJwsSigningAlgorithm::EdDsa;
        let token = Token::new(claims, &self.key, algorithm, None, None)
            .map_err(|error| error.to_string())?;
        Ok(token.to_string())
    }

    fn claims(&self, person: &SignedIn, now: u64) -> Claims {
        let moment = |seconds| (SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).into();
        let acr = if person.satisfies() { CONTEXT } else { "c0" };
        Claims::new(
            self.issuer.clone(),
            vec![Audience::new(self.client_id.clone())],
            moment(now + LIFETIME),
            moment(now),
            standard(person),
            facts(person),
        )
        .set_auth_time(Some(moment(person.auth_time)))
        .set_auth_context_ref(Some(AuthenticationContextClass::new(acr.into())))
        .set_auth_method_refs(Some(methods(person)))
    }
}

fn standard(person: &SignedIn) -> StandardClaims<CoreGenderClaim> {
    let account = person.account;
    let mut name = LocalizedClaim::new();
    name.insert(None, EndUserName::new(account.name.into()));
    StandardClaims::new(SubjectIdentifier::new(account.sub.into()))
        .set_name(Some(name))
        .set_preferred_username(Some(EndUserUsername::new(account.email.into())))
        .set_email(Some(EndUserEmail::new(account.email.into())))
}

fn facts(person: &SignedIn) -> Facts {
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    Facts {
        acrs: if person.satisfies() {
            vec![CONTEXT.to_owned()]
        } else {
            vec![]
        },
        groups: owned(person.account.groups),
        device_tags: owned(person.account.device_tags),
    }
}

/// RFC 8176: `user` is a test of presence, which is all that choosing an account is.
fn methods(person: &SignedIn) -> Vec<AuthenticationMethodReference> {
    let names: &[&str] = if person.second_factor {
        &["user", "otp", "mfa"]
    } else {
        &["user"]
    };
    names
        .iter()
        .map(|name| AuthenticationMethodReference::new((*name).to_owned()))
        .collect()
}

fn pem(seed: [u8; 32]) -> String {
    let der = [PKCS8_ED25519.as_slice(), &seed].concat();
    let body = BASE64.encode(&der);
    format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")
}
