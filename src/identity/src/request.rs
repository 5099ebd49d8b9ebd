//! What the issuer is asked for, beyond signing in: the `claims` parameter (OpenID Connect Core 5.5).

use crate::Challenge;
use serde_json::{Value, json};

/// The `claims` parameter of a step-up: one essential context in the claim named `contexts`, the same
/// person, and the time of the proof. `sub` is the person's `sub` at this issuer.
///
/// One context only: what Microsoft Entra ID does with several is not documented.
pub fn claims(challenge: &Challenge, contexts: &str, sub: &str) -> Value {
    json!({"id_token": {
        contexts: {"essential": true, "value": challenge.context.to_string()},
        "sub": {"value": sub},
        "auth_time": {"essential": true},
    }})
}

/// The person's identity for ever, from the two claims that make it.
pub fn subject(issuer: &str, sub: &str) -> String {
    format!("{issuer}|{sub}")
}

/// The `sub` in [`subject`], if it was made by this issuer.
pub fn sub<'a>(subject: &'a str, issuer: &str) -> Option<&'a str> {
    subject.strip_prefix(issuer)?.strip_prefix('|')
}
