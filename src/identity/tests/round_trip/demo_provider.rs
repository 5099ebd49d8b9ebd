//! The demo provider by itself: where it listens, and what its pages and its token endpoint refuse.

use crate::browser::Browser;
use crate::{CLIENT, REDIRECT_URI, config, finish, now, redirect_uri};
use serde_json::Value;
use std::net::SocketAddr;
use stepgate_identity::RelyingParty;
use stepgate_identity::provider::{Options, Provider, ProviderError};
use tokio::sync::oneshot;
use url::Url;

/// A provider that runs until it is dropped.
pub struct Demo {
    pub issuer: Url,
    pub party: RelyingParty,
    _stop: oneshot::Sender<()>,
}

pub fn options() -> Options {
    Options {
        issuer: Url::parse("http://127.0.0.1:0").unwrap(),
        client_id: CLIENT.0.into(),
        client_secret: CLIENT.1.into(),
        redirect_uris: vec![redirect_uri()],
    }
}

pub async fn demo() -> Demo {
    let provider = Provider::bind(any_port(), options()).await.unwrap();
    let issuer = provider.issuer().clone();
    let (stop, stopped) = oneshot::channel::<()>();
    tokio::spawn(provider.serve(async {
        let _ = stopped.await;
    }));
    let party = RelyingParty::discover(config(&issuer)).await.unwrap();
    Demo {
        issuer,
        party,
        _stop: stop,
    }
}

fn any_port() -> SocketAddr {
    "127.0.0.1:0".parse().unwrap()
}

#[tokio::test]
async fn it_refuses_every_address_another_machine_could_reach() {
    for addr in ["0.0.0.0:0", "192.0.2.1:8081", "[::]:0"] {
        let refused = Provider::bind(addr.parse().unwrap(), options())
            .await
            .unwrap_err();
        assert!(matches!(refused, ProviderError::NotLoopback(_)), "{addr}");
    }
}

#[tokio::test]
async fn a_port_in_use_is_said_in_one_sentence_that_names_it() {
    let first = Provider::bind(any_port(), options()).await.unwrap();
    let second = Provider::bind(first.local_addr(), options())
        .await
        .unwrap_err();
    let port = first.local_addr().port();
    let expected =
        format!("port {port} is in use: stop what listens there, or choose another port");
    assert_eq!(second.to_string(), expected);
}

#[tokio::test]
async fn it_stops_when_told_even_while_a_connection_is_open() {
    let provider = Provider::bind(any_port(), options()).await.unwrap();
    let idle = tokio::net::TcpStream::connect(provider.local_addr())
        .await
        .unwrap();
    let (stop, stopped) = oneshot::channel::<()>();
    let serving = tokio::spawn(provider.serve(async {
        let _ = stopped.await;
    }));
    stop.send(()).unwrap();
    serving.await.unwrap().unwrap();
    drop(idle);
}

#[tokio::test]
async fn an_unregistered_return_address_is_never_redirected_to() {
    let demo = demo().await;
    let url = demo
        .party
        .begin(&redirect_uri(), None, now())
        .await
        .unwrap()
        .authorize_url;
    for other in [
        "http://evil.example/.stepgate/callback",
        "http://files.localhost:8080/other",
    ] {
        let pairs: Vec<_> = url.query_pairs().into_owned().collect();
        let mut changed = url.clone();
        changed
            .query_pairs_mut()
            .clear()
            .extend_pairs(pairs.iter().map(|(key, value)| {
                (
                    key.as_str(),
                    if key == "redirect_uri" {
                        other
                    } else {
                        value.as_str()
                    },
                )
            }));
        let page = Browser::new().open(&changed).await.page();
        assert_eq!(
            (page.status, page.title()),
            (400, "Cannot begin"),
            "{other}"
        );
    }
}

#[tokio::test]
async fn each_page_says_what_it_is_and_runs_no_script() {
    let demo = demo().await;
    let url = demo
        .party
        .begin(&redirect_uri(), None, now())
        .await
        .unwrap()
        .authorize_url;
    let page = Browser::new().open(&url).await.page();
    assert!(page.html.contains("Demo identity provider"));
    assert!(
        page.security_policy
            .starts_with("default-src 'none'; style-src 'self';")
    );
    assert!(page.security_policy.contains("frame-ancestors 'none'"));
    assert!(
        page.security_policy
            .ends_with("form-action 'self' http://files.localhost:8080")
    );
}

#[tokio::test]
async fn a_form_without_the_browsers_own_mark_does_nothing() {
    let demo = demo().await;
    let url = demo
        .party
        .begin(&redirect_uri(), None, now())
        .await
        .unwrap()
        .authorize_url;
    let mut browser = Browser::new();
    let page = browser.open(&url).await.page();
    let forged = browser.send(&page, "alex", "", "guess").await.page();
    let foreign = Browser::new()
        .send(&page, "alex", "", page.csrf())
        .await
        .page();
    assert_eq!((forged.title(), foreign.title()), ("Ended", "Ended"));
    let callback = browser.press(&page, "alex").await.back();
    assert!(callback.code.is_some());
}

#[tokio::test]
async fn a_code_is_bound_to_client_address_and_verifier_and_lost_by_a_wrong_try() {
    let right = [
        ("grant_type", "authorization_code"),
        ("redirect_uri", REDIRECT_URI),
        ("client_id", CLIENT.0),
        ("client_secret", CLIENT.1),
    ];
    let cases = [
        ("grant_type", "client_credentials", "unsupported_grant_type"),
        (
            "redirect_uri",
            "http://files.localhost:8080/",
            "invalid_grant",
        ),
        ("client_id", "other", "invalid_client"),
        ("client_secret", "guess", "invalid_client"),
        (
            "code_verifier",
            "guess-guess-guess-guess-guess-guess-guess-guess",
            "invalid_grant",
        ),
    ];
    let demo = demo().await;
    for (field, value, expected) in cases {
        let started = demo
            .party
            .begin(&redirect_uri(), None, now())
            .await
            .unwrap();
        let mut browser = Browser::new();
        let page = browser.open(&started.authorize_url).await.page();
        let callback = browser.press(&page, "alex").await.back();
        let code = callback.code.clone().unwrap();
        let mut fields: Vec<_> = right
            .into_iter()
            .filter(|(name, _)| *name != field)
            .collect();
        fields.extend([("code", code.as_str()), (field, value)]);
        assert_eq!(
            token_error(&demo.issuer, &fields).await,
            expected,
            "{field}"
        );
        let late = finish(&demo.party, started, &callback).await;
        assert_eq!(late.is_err(), expected == "invalid_grant", "{field}");
    }
}

async fn token_error(issuer: &Url, fields: &[(&str, &str)]) -> String {
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = http
        .post(issuer.join("token").unwrap())
        .form(fields)
        .send()
        .await
        .unwrap();
    let json: Value = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    json["error"].as_str().unwrap().to_owned()
}
