//! What the browser brings back, and which of it belongs to the round trip that began.

use crate::forger::{Forger, SUB};
use crate::{finish, now, parameter, redirect_uri};
use serde_json::{Value, json};
use stepgate_identity::{
    Callback, Challenge, IdentityError, PENDING_LIFETIME, Pending, state_hash,
};
use stepgate_policy::AuthenticationContext;

fn c1(forger: &Forger) -> Challenge {
    Challenge {
        context: AuthenticationContext::parse("c1").unwrap(),
        subject: format!("{}|{SUB}", forger.name()),
        user: "alex@example.com".into(),
        fresh: true,
    }
}

#[tokio::test]
async fn a_step_up_asks_for_one_context_of_one_person_proved_now() {
    let forger = Forger::start().await;
    let started = forger
        .party
        .begin(&redirect_uri(), Some(c1(&forger)), 7)
        .await
        .unwrap();
    let asked = |name| parameter(&started.authorize_url, name);
    let claims: Value = serde_json::from_str(&asked("claims")).unwrap();
    let expected = json!({"id_token": {
        "acrs": {"essential": true, "value": "c1"},
        "sub": {"value": SUB},
        "auth_time": {"essential": true},
    }});
    assert_eq!(claims, expected);
    assert_eq!(asked("code_challenge_method"), "S256");
    assert_eq!(asked("login_hint"), "alex@example.com");
    assert_eq!(
        (asked("max_age"), asked("prompt")),
        ("0".into(), "login".into())
    );
    assert_eq!(started.pending.state_hash, state_hash(&asked("state")));
}

#[tokio::test]
async fn what_is_kept_survives_storage_and_does_not_hold_the_state() {
    let forger = Forger::start().await;
    let started = forger
        .party
        .begin(&redirect_uri(), Some(c1(&forger)), 7)
        .await
        .unwrap();
    let stored = serde_json::to_string(&started.pending).unwrap();
    assert!(!stored.contains(&parameter(&started.authorize_url, "state")));
    let read: Pending = serde_json::from_str(&stored).unwrap();
    assert_eq!(read, started.pending);
    let shown = format!("{:?}", started.pending);
    assert!(!shown.contains(&parameter(&started.authorize_url, "nonce")));
}

#[tokio::test]
async fn an_answer_to_another_round_trip_is_refused() {
    type Change = fn(&mut Callback);
    let cases: [(&str, Change, &str); 5] = [
        (
            "another state",
            |c| c.state = Some("other".into()),
            "another round trip's",
        ),
        ("no state", |c| c.state = None, "no `state`"),
        (
            "another issuer",
            |c| c.iss = Some("http://127.0.0.1:1".into()),
            "`iss`",
        ),
        ("no code", |c| c.code = None, "no `code`"),
        (
            "an error with another state",
            |c| {
                c.state = Some("other".into());
                c.error = Some("access_denied".into());
            },
            "another round trip's",
        ),
    ];
    let forger = Forger::start().await;
    for (about, change, expected) in cases {
        let started = forger
            .party
            .begin(&redirect_uri(), None, now())
            .await
            .unwrap();
        forger.set(&started, |_| ());
        let mut callback = forger.callback(&started);
        change(&mut callback);
        let error = finish(&forger.party, started, &callback).await.unwrap_err();
        assert!(error.to_string().contains(expected), "{about}: {error}");
    }
}

#[tokio::test]
async fn an_issuer_that_promises_its_name_in_every_answer_is_held_to_it() {
    for (promised, refused) in [(true, true), (false, false)] {
        let (issuer, answers) = crate::forger::serve().await;
        answers.lock().unwrap().discovery =
            json!({"authorization_response_iss_parameter_supported": promised});
        let party = stepgate_identity::RelyingParty::new(crate::config(&issuer)).unwrap();
        let forger = Forger { party, answers };
        let started = forger
            .party
            .begin(&redirect_uri(), None, now())
            .await
            .unwrap();
        forger.set(&started, |_| ());
        let callback = Callback {
            iss: None,
            ..forger.callback(&started)
        };
        assert_eq!(
            finish(&forger.party, started, &callback).await.is_err(),
            refused
        );
    }
}

#[tokio::test]
async fn a_round_trip_ends_after_five_minutes() {
    let forger = Forger::start().await;
    for (later, expected) in [(PENDING_LIFETIME - 1, true), (PENDING_LIFETIME, false)] {
        let began = now() - later;
        let started = forger
            .party
            .begin(&redirect_uri(), None, began)
            .await
            .unwrap();
        forger.set(&started, |_| ());
        let callback = forger.callback(&started);
        let ended = forger
            .party
            .finish(&redirect_uri(), started.pending, &callback, began + later)
            .await;
        assert_eq!(ended.is_ok(), expected, "{later}");
    }
}

#[tokio::test]
async fn each_error_of_an_issuer_has_its_meaning() {
    let cases = [
        ("access_denied", "", true, "cancelled"),
        ("access_denied", "", false, "cancelled"),
        (
            "access_denied",
            "AADSTS53003: blocked by Conditional Access",
            true,
            "notSatisfied",
        ),
        (
            "access_denied",
            "AADSTS53003: blocked by Conditional Access",
            false,
            "failed",
        ),
        (
            "unmet_authentication_requirements",
            "",
            true,
            "notSatisfied",
        ),
        ("interaction_required", "", true, "notSatisfied"),
        ("login_required", "", true, "wrongUser"),
        ("login_required", "", false, "failed"),
        ("server_error", "", true, "failed"),
        ("anything", "", false, "failed"),
    ];
    let forger = Forger::start().await;
    for (error, description, step_up, expected) in cases {
        let challenge = step_up.then(|| c1(&forger));
        let started = forger
            .party
            .begin(&redirect_uri(), challenge, now())
            .await
            .unwrap();
        let callback = Callback {
            code: None,
            error: Some(error.into()),
            error_description: Some(description.into()),
            ..forger.callback(&started)
        };
        let ended = finish(&forger.party, started, &callback).await.unwrap_err();
        assert_eq!(ended.keyword(), expected, "{error} {description} {step_up}");
    }
}

#[tokio::test]
async fn a_session_of_another_issuer_cannot_be_stepped_up_here() {
    let forger = Forger::start().await;
    let other = Challenge {
        subject: format!("https://other.example|{SUB}"),
        ..c1(&forger)
    };
    let refused = forger
        .party
        .begin(&redirect_uri(), Some(other), now())
        .await
        .unwrap_err();
    assert!(
        matches!(refused, IdentityError::OtherIssuer { .. }),
        "{refused}"
    );
}
