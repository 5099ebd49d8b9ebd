//! An issuer that answers with whatever a test wants it to.

use crate::{CLIENT, config, now, parameter, redirect_uri};
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use stepgate_identity::{
    Callback, Challenge, ClaimNames, FinishError, Person, RelyingParty, Started,
};
use tokio::net::TcpListener;
use url::Url;

/// The subject every forged token is about, unless it says otherwise.
pub const SUB: &str = "sub-1";

/// What the issuer answers with.
pub struct Answers {
    /// Laid over the discovery document.
    pub discovery: Value,
    /// The names of the keys at `/jwks`.
    pub published: Vec<&'static str>,
    /// The token's header and claims, and the name of the key that signs it.
    pub header: Value,
    pub claims: Value,
    pub key: &'static str,
    issuer: String,
}

/// The issuer, and a relying party that trusts it.
pub struct Forger {
    pub party: RelyingParty,
    pub answers: Arc<Mutex<Answers>>,
}

impl Forger {
    pub async fn start() -> Self {
        Self::with_claims(ClaimNames::default()).await
    }

    /// The relying party reads these claims, and has read discovery.
    pub async fn with_claims(claims: ClaimNames) -> Self {
        let (issuer, answers) = serve().await;
        let mut config = config(&issuer);
        config.claims = claims;
        let party = RelyingParty::discover(config).await.unwrap();
        Self { party, answers }
    }

    pub fn name(&self) -> String {
        self.answers.lock().unwrap().issuer.clone()
    }

    /// A round trip in which the person is sent back at once, with a good token changed by `change`.
    pub async fn trip(
        &self,
        challenge: Option<Challenge>,
        change: impl FnOnce(&mut Answers),
    ) -> Result<Person, FinishError> {
        let started = self
            .party
            .begin(&redirect_uri(), challenge, now())
            .await
            .unwrap();
        let callback = self.callback(&started);
        self.set(&started, change);
        crate::finish(&self.party, started, &callback).await
    }

    /// What a good token says, then `change`.
    pub fn set(&self, started: &Started, change: impl FnOnce(&mut Answers)) {
        let mut answers = self.answers.lock().unwrap();
        answers.header = json!({"alg": "EdDSA", "kid": "one"});
        answers.key = "one";
        answers.claims = json!({
            "iss": answers.issuer, "sub": SUB, "aud": CLIENT.0, "iat": now(), "exp": now() + 300,
            "nonce": parameter(&started.authorize_url, "nonce"), "email": "alex@example.com",
        });
        change(&mut answers);
    }

    pub fn callback(&self, started: &Started) -> Callback {
        Callback {
            code: Some("code".into()),
            state: Some(parameter(&started.authorize_url, "state")),
            iss: Some(self.name()),
            ..Callback::default()
        }
    }
}

/// An issuer, and what it will say.
pub async fn serve() -> (Url, Arc<Mutex<Answers>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let answers = Arc::new(Mutex::new(Answers {
        discovery: json!({}),
        published: vec!["one"],
        header: Value::Null,
        claims: Value::Null,
        key: "one",
        issuer: issuer.clone(),
    }));
    let routes = Router::new()
        .route("/.well-known/openid-configuration", get(discovery))
        .route("/jwks", get(keys))
        .route("/token", post(token))
        .with_state(Arc::clone(&answers));
    tokio::spawn(async { axum::serve(listener, routes).await });
    (Url::parse(&issuer).unwrap(), answers)
}

type Shared = State<Arc<Mutex<Answers>>>;

async fn discovery(State(answers): Shared) -> Json<Value> {
    let answers = answers.lock().unwrap();
    let issuer = &answers.issuer;
    let mut document = json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"), "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    });
    for (name, value) in answers.discovery.as_object().unwrap() {
        document[name] = value.clone();
    }
    Json(document)
}

async fn keys(State(answers): Shared) -> Json<Value> {
    let published = &answers.lock().unwrap().published;
    let keys: Vec<_> = published
        .iter()
        .map(|name| key(name).as_verification_key())
        .collect();
    Json(json!({"keys": keys}))
}

async fn token(State(answers): Shared) -> Json<Value> {
    let answers = answers.lock().unwrap();
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(&answers.header), part(&answers.claims));
    let signature = key(answers.key)
        .sign(&CoreJwsSigningAlgorithm::EdDsa, signed.as_bytes())
        .unwrap();
    let token = format!("{signed}.{}", BASE64URL_NOPAD.encode(&signature));
    Json(json!({"access_token": "a", "token_type": "Bearer", "id_token": token}))
}

/// The key of this name; the name is its seed, and the part before `-` its `kid`.
fn key(name: &str) -> CoreEdDsaPrivateSigningKey {
    let mut der = vec![
        0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20,
    ];
    der.extend(name.bytes().cycle().take(32));
    let body = BASE64.encode(&der);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n");
    let kid = name.split('-').next().unwrap();
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new(kid.into()))).unwrap()
}
