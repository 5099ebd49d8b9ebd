//! Open pages get newer policies without being loaded again.

use crate::browser::Browser;
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use http::StatusCode;
use std::time::{Duration, Instant};
use stepgate_policy::Bundle;
use stepgate_protocol::Boot;

const PRINT: &str = r#"{"id":"print","name":"P","description":"d","sessionControlType":"blockActivities",
    "activityTypes":["print"],"action":"block","severity":"high","category":"secret category"}"#;
const OTHERS: &str = r#",{"id":"others","name":"O","description":"d","sessionControlType":"blockActivities",
    "activityTypes":["copy"],"action":"block","conditions":{"filter":"user.groups","operator":"contains","values":["finance"]}}"#;

async fn stage() -> (Stage, Browser) {
    let page = || async { ([("content-type", "text/html")], "<!doctype html><p>page") };
    let stage = Stage::start(
        &format!("{PRINT}{OTHERS}"),
        Router::new().fallback(any(page)),
    )
    .await;
    let browser = stage.browser_of("alex").await;
    (stage, browser)
}

/// The revision and the ids of the policies in a boot.
fn read(attribute: &str) -> (String, Vec<String>) {
    let bytes = Boot::attribute_bytes(attribute).unwrap();
    assert!(!String::from_utf8_lossy(&bytes).contains("secret category"));
    let boot = Boot::decode(&bytes).unwrap();
    assert_eq!(boot.session.user, "alex@example.com");
    let bundle = Bundle::read(boot.bundle).unwrap();
    let ids = bundle
        .policies()
        .map(|(_, policy)| policy.id().to_owned())
        .collect();
    (format!("{:016x}", bundle.revision()), ids)
}

#[tokio::test]
async fn a_page_has_what_can_matter_to_it_and_gets_newer_policies_when_they_come() {
    let (stage, mut browser) = stage().await;
    let page = browser.visit("/").await;
    let (revision, ids) = read(&page.between("data-stepgate=\"", "\""));
    assert_eq!(ids, ["print"], "what is for other groups is left out");
    let ask = |revision: &str| format!("/.stepgate/policies?revision={revision}");
    let same = browser.fetch(&ask(&revision)).await;
    assert_eq!(
        (same.status, same.text().as_str()),
        (StatusCode::NO_CONTENT, "")
    );
    assert_eq!(same.header("stepgate-revision"), revision);

    let mut waiting = browser.clone();
    let wait = format!("{}&wait", ask(&revision));
    let answer = tokio::spawn(async move { waiting.fetch(&wait).await });
    stage.write_policies(&PRINT.replace("print\",\"name", "print2\",\"name"));
    let newer = answer.await.unwrap();
    assert_eq!(newer.status, StatusCode::OK);
    assert_eq!(newer.header("cache-control"), "no-store");
    let (other, ids) = read(newer.text().trim());
    assert_ne!(other, revision);
    assert_eq!(ids, ["print2"]);
    assert_eq!(
        browser.fetch(&ask(&other)).await.status,
        StatusCode::NO_CONTENT
    );
    let unknown = browser.fetch("/.stepgate/policies").await;
    assert_eq!(read(unknown.text().trim()).0, other);
}

#[tokio::test]
async fn few_pages_of_a_session_wait_at_once() {
    let (_stage, mut browser) = stage().await;
    let page = browser.visit("/").await;
    let (revision, _) = read(&page.between("data-stepgate=\"", "\""));
    let wait = format!("/.stepgate/policies?revision={revision}&wait");
    let mut asked = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let (mut browser, wait) = (browser.clone(), wait.clone());
        asked.spawn(async move { browser.fetch(&wait).await.status });
    }
    let first = asked.join_next().await.unwrap().unwrap();
    assert_eq!(first, StatusCode::TOO_MANY_REQUESTS);
    let without = wait.trim_end_matches("&wait");
    assert_eq!(browser.fetch(without).await.status, StatusCode::NO_CONTENT);
    assert!(asked.try_join_next().is_none(), "the others wait");
}

#[tokio::test]
async fn waiting_ends_with_the_session() {
    let (_stage, mut browser) = stage().await;
    let page = browser.visit("/").await;
    let (revision, _) = read(&page.between("data-stepgate=\"", "\""));
    let wait = format!("/.stepgate/policies?revision={revision}&wait");
    let mut waiting = browser.clone();
    let begun = Instant::now();
    let answer = tokio::spawn(async move { waiting.fetch(&wait).await });
    tokio::task::yield_now().await;
    browser.submit("/.stepgate/sign-out", &[]).await;
    let answer = answer.await.unwrap();
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    assert!(begun.elapsed() < Duration::from_secs(15));
}

#[tokio::test]
async fn without_a_session_there_are_no_policies() {
    let (stage, _) = stage().await;
    let answer = stage.browser().fetch("/.stepgate/policies").await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}
