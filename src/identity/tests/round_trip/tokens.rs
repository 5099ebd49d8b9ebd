//! Which ID tokens are believed, and which contexts they carry.

use crate::forger::{Answers, Forger, SUB};
use crate::now;
use serde::Deserialize;
use serde_json::{Value, json};
use stepgate_identity::{Challenge, ClaimNames};
use stepgate_policy::AuthenticationContext;

fn challenge(forger: &Forger, context: &str, fresh: bool) -> Challenge {
    Challenge {
        context: AuthenticationContext::parse(context).unwrap(),
        subject: format!("{}|{SUB}", forger.name()),
        user: "alex@example.com".into(),
        fresh,
    }
}

#[tokio::test]
async fn a_token_is_believed_only_if_everything_about_it_is_right() {
    type Change = fn(&mut Answers);
    let refused: [(&str, Change, &str); 14] = [
        (
            "another nonce",
            |a| a.claims["nonce"] = "other".into(),
            "nonce",
        ),
        ("no nonce", |a| a.claims["nonce"] = Value::Null, "nonce"),
        (
            "another issuer",
            |a| a.claims["iss"] = "http://127.0.0.1:1".into(),
            "issuer",
        ),
        (
            "another audience",
            |a| a.claims["aud"] = "other".into(),
            "audience",
        ),
        (
            "an audience too many",
            |a| a.claims["aud"] = json!(["stepgate", "other"]),
            "audience",
        ),
        (
            "another authorized party",
            |a| a.claims["azp"] = "other".into(),
            "azp",
        ),
        (
            "expired",
            |a| a.claims["exp"] = (now() - 61).into(),
            "Expired",
        ),
        (
            "from the future",
            |a| a.claims["iat"] = (now() + 90).into(),
            "clock",
        ),
        (
            "another key by the same name",
            |a| a.key = "one-forged",
            "signature",
        ),
        (
            "a key nobody knows",
            |a| a.header["kid"] = "three".into(),
            "No matching key",
        ),
        (
            "no signature",
            |a| a.header["alg"] = "none".into(),
            "No signature",
        ),
        (
            "a shared secret",
            |a| a.header["alg"] = "HS256".into(),
            "algorithm",
        ),
        (
            "another algorithm",
            |a| a.header["alg"] = "RS256".into(),
            "key",
        ),
        (
            "nobody's",
            |a| a.claims["email"] = Value::Null,
            "`preferred_username` nor `email`",
        ),
    ];
    let forger = Forger::start().await;
    forger.trip(None, |_| ()).await.unwrap();
    for (about, change, expected) in refused {
        let error = forger.trip(None, change).await.unwrap_err();
        assert_eq!(error.keyword(), "failed", "{about}: {error}");
        let text = error.to_string().to_lowercase();
        assert!(text.contains(&expected.to_lowercase()), "{about}: {error}");
        assert!(!text.contains("alex@example.com"), "{about}: {error}");
    }
}

#[tokio::test]
async fn a_clock_that_is_off_by_less_than_a_minute_does_no_harm() {
    let forger = Forger::start().await;
    let changed = forger.trip(None, |answers| {
        answers.claims["iat"] = (now() + 50).into();
        answers.claims["exp"] = (now() - 50).into();
    });
    changed.await.unwrap();
}

#[tokio::test]
async fn new_keys_of_the_issuer_are_fetched_when_a_token_names_one() {
    let forger = Forger::start().await;
    let person = forger.trip(None, |answers| {
        answers.published = vec!["two"];
        answers.header["kid"] = "two".into();
        answers.key = "two";
    });
    person.await.unwrap();
    let old = forger.trip(None, |_| ()).await.unwrap_err();
    assert!(old.to_string().contains("No matching key"), "{old}");
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Case {
    name: String,
    required: String,
    claims: Value,
    contexts_claim: Option<String>,
    satisfied: bool,
}

#[tokio::test]
async fn a_context_counts_only_where_the_configured_claim_names_it() {
    let text = include_str!("../../../../tests/cases/identity/token-contexts.json");
    let file: Value = serde_json::from_str(text).unwrap();
    let cases: Vec<Case> = serde_json::from_value(file["cases"].clone()).unwrap();
    assert!(!cases.is_empty());
    let standard = ClaimNames {
        contexts: "acr".into(),
        ..ClaimNames::default()
    };
    let forgers = [
        ("acrs", Forger::start().await),
        ("acr", Forger::with_claims(standard).await),
    ];
    for case in cases {
        let reads = case.contexts_claim.as_deref().unwrap_or("acrs");
        let (_, forger) = forgers.iter().find(|(name, _)| *name == reads).unwrap();
        let challenge = challenge(forger, &case.required, false);
        let ended = forger.trip(Some(challenge), |answers| {
            merge(&mut answers.claims, &case.claims)
        });
        let keyword = ended
            .await
            .map_or_else(|error| error.keyword(), |_| "satisfied");
        let expected = if case.satisfied {
            "satisfied"
        } else {
            "notSatisfied"
        };
        assert_eq!(keyword, expected, "{}", case.name);
    }
}

#[tokio::test]
async fn a_fresh_proof_is_one_made_after_it_was_asked_for() {
    let cases = [
        (json!(now()), true, "satisfied"),
        (json!(now() - 50), true, "satisfied"),
        (json!(now() - 70), true, "notSatisfied"),
        (Value::Null, true, "notSatisfied"),
        (json!(now() - 7000), false, "satisfied"),
        (Value::Null, false, "satisfied"),
    ];
    let forger = Forger::start().await;
    for (auth_time, fresh, expected) in cases {
        let claims = json!({"acrs": ["c1"], "auth_time": auth_time});
        let challenge = challenge(&forger, "c1", fresh);
        let ended = forger.trip(Some(challenge), |answers| {
            merge(&mut answers.claims, &claims)
        });
        let keyword = ended
            .await
            .map_or_else(|error| error.keyword(), |_| "satisfied");
        assert_eq!(keyword, expected, "{auth_time} {fresh}");
    }
}

#[tokio::test]
async fn the_context_in_somebody_elses_token_is_worth_nothing() {
    let forger = Forger::start().await;
    let claims = json!({"sub": "sub-2", "acrs": ["c1"]});
    let challenge = challenge(&forger, "c1", false);
    let ended = forger.trip(Some(challenge), |answers| {
        merge(&mut answers.claims, &claims)
    });
    assert_eq!(ended.await.unwrap_err().keyword(), "wrongUser");
}

fn merge(claims: &mut Value, more: &Value) {
    for (name, value) in more.as_object().unwrap() {
        claims[name] = value.clone();
    }
}
