//! What the client asks directly: discovery, keys, and a token for a code.

use crate::provider::store::{Granted, secret};
use crate::provider::{Issuing, Options};
use axum::Form;
use axum::Json;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use openidconnect::core::CoreJsonWebKeySet;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// OpenID Connect Discovery section 3.
pub async fn discovery(State(issuing): State<Arc<Issuing>>) -> Json<Value> {
    let issuer = issuing.options.issuer_name();
    Json(json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/jwks"),
        "end_session_endpoint": format!("{issuer}/sign-out"),
        "scopes_supported": ["openid", "profile", "email"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": ["c0", "c1"],
        "claims_supported": [
            "sub", "iss", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "acrs", "name",
            "preferred_username", "email", "groups", "device_tags",
        ],
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
    }))
}

/// The public key.
pub async fn keys(State(issuing): State<Arc<Issuing>>) -> Json<CoreJsonWebKeySet> {
    Json(issuing.signer.keys())
}

/// RFC 6749 section 4.1.3.
#[derive(Deserialize)]
pub struct TokenRequest {
    grant_type: Option<String>,
    code: Option<String>,
    redirect_uri: Option<String>,
    code_verifier: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
}

/// A token for a code.
pub async fn token(
    State(issuing): State<Arc<Issuing>>,
    headers: HeaderMap,
    Form(request): Form<TokenRequest>,
) -> Response {
    if !is_client(&issuing.options, &headers, &request) {
        return refuse(
            StatusCode::UNAUTHORIZED,
            "invalid_client",
            "client id or secret is wrong",
        );
    }
    if request.grant_type.as_deref() != Some("authorization_code") {
        let code = "unsupported_grant_type";
        return refuse(
            StatusCode::BAD_REQUEST,
            code,
            "only `authorization_code` is supported",
        );
    }
    let (mut store, now) = issuing.store();
    let granted = request
        .code
        .as_deref()
        .and_then(|code| store.take_code(code));
    let Some(granted) = granted.filter(|granted| belongs(granted, &request)) else {
        let words = "the code is unknown, used, expired, or another request's";
        return refuse(StatusCode::BAD_REQUEST, "invalid_grant", words);
    };
    match issuing.signer.token(&granted.person, granted.ask.nonce, now) {
        Ok(id_token) => Json(json!({
            "access_token": secret(), "token_type": "Bearer", "expires_in": 300, "id_token": id_token,
        }))
        .into_response(),
        Err(why) => refuse(StatusCode::INTERNAL_SERVER_ERROR, "server_error", &why),
    }
}

/// The code was sent to this address, for the one who knows the PKCE verifier (RFC 7636 section 4.6).
fn belongs(granted: &Granted, request: &TokenRequest) -> bool {
    let verifier = request.code_verifier.as_deref().unwrap_or_default();
    let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(verifier));
    challenge == granted.ask.code_challenge
        && request.redirect_uri.as_deref() == Some(granted.ask.back.redirect_uri.as_str())
}

/// The secret in the header or in the body (RFC 6749 section 2.3.1).
fn is_client(options: &Options, headers: &HeaderMap, request: &TokenRequest) -> bool {
    let in_body = || Some((request.client_id.clone()?, request.client_secret.clone()?));
    let Some((id, secret)) = basic(headers).or_else(in_body) else {
        return false;
    };
    // Digests are compared, so that the time it takes tells nothing about the secret.
    let same = |a: &str, b: &str| Sha256::digest(a) == Sha256::digest(b);
    same(&id, &options.client_id) & same(&secret, &options.client_secret)
}

fn basic(headers: &HeaderMap) -> Option<(String, String)> {
    let encoded = headers
        .get(AUTHORIZATION)?
        .to_str()
        .ok()?
        .strip_prefix("Basic ")?;
    let text = String::from_utf8(BASE64.decode(encoded.as_bytes()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((form_decoded(id)?, form_decoded(secret)?))
}

fn form_decoded(text: &str) -> Option<String> {
    let pair = format!("v={text}");
    Some(
        url::form_urlencoded::parse(pair.as_bytes())
            .next()?
            .1
            .into_owned(),
    )
}

fn refuse(status: StatusCode, error: &str, description: &str) -> Response {
    let body = Json(json!({"error": error, "error_description": description}));
    let mut response = (status, body).into_response();
    if status == StatusCode::UNAUTHORIZED {
        let realm = axum::http::HeaderValue::from_static("Basic realm=\"demo provider\"");
        response.headers_mut().insert(WWW_AUTHENTICATE, realm);
    }
    response
}
