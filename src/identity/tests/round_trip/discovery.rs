//! Finding the issuer: later than the gateway starts, or not at all.

use crate::forger::serve;
use crate::{config, now, redirect_uri};
use axum::Router;
use axum::routing::get;
use serde_json::json;
use std::net::SocketAddr;
use stepgate_identity::RelyingParty;
use stepgate_identity::provider::Provider;
use tokio::net::TcpListener;
use url::Url;

async fn why_not(issuer: &str) -> String {
    let issuer = Url::parse(issuer).unwrap();
    RelyingParty::discover(config(&issuer))
        .await
        .unwrap_err()
        .to_string()
}

#[tokio::test]
async fn an_issuer_that_starts_later_is_found_at_the_next_try() {
    let unused = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr: SocketAddr = unused.local_addr().unwrap();
    drop(unused);
    let issuer = Url::parse(&format!("http://localhost:{}", addr.port())).unwrap();
    let party = RelyingParty::new(config(&issuer)).unwrap();
    let refused = party
        .begin(&redirect_uri(), None, now())
        .await
        .unwrap_err()
        .to_string();
    assert!(refused.contains("cannot be reached"), "{refused}");
    assert!(refused.contains("/.well-known/openid-configuration` opens from this machine"));

    let mut options = crate::demo_provider::options();
    options.issuer = issuer;
    let provider = Provider::bind(addr, options).await.unwrap();
    tokio::spawn(provider.serve(std::future::pending()));
    party.begin(&redirect_uri(), None, now()).await.unwrap();
}

#[tokio::test]
async fn an_issuer_by_another_name_is_refused_with_the_name_to_write() {
    let (issuer, answers) = serve().await;
    answers.lock().unwrap().discovery = json!({"issuer": "https://login.example/tenant"});
    let why = why_not(issuer.as_str()).await;
    assert!(
        why.contains("calls itself `https://login.example/tenant`"),
        "{why}"
    );
}

#[tokio::test]
async fn an_origin_is_the_same_issuer_with_and_without_its_slash() {
    let (issuer, answers) = serve().await;
    answers.lock().unwrap().discovery = json!({"issuer": issuer.as_str()});
    assert!(issuer.as_str().ends_with('/'));
    RelyingParty::discover(config(&issuer)).await.unwrap();
}

#[tokio::test]
async fn a_website_that_is_no_issuer_is_said_to_be_none() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let hello = Router::new().fallback(get(|| async { "hello" }));
    tokio::spawn(async { axum::serve(listener, hello).await });
    let why = why_not(&issuer).await;
    assert!(
        why.contains("does not answer as an OpenID Connect issuer"),
        "{why}"
    );
}

#[tokio::test]
async fn an_address_no_issuer_can_have_is_refused_without_asking_it() {
    let cases = [
        ("http://login.example/", "use https"),
        ("http://127.0.0.1.example/", "use https"),
        ("ftp://login.example/", "use https"),
        ("https://login.example/?tenant=1", "query or fragment"),
    ];
    for (issuer, expected) in cases {
        let why = why_not(issuer).await;
        assert!(why.contains(expected), "{issuer}: {why}");
    }
}

#[tokio::test]
async fn the_secret_is_never_shown() {
    let config = config(&Url::parse("https://login.example").unwrap());
    assert!(!format!("{config:?}").contains(&config.client_secret));
    let party = RelyingParty::new(config.clone()).unwrap();
    assert!(!format!("{party:?}").contains(&config.client_secret));
}
