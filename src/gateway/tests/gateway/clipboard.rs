//! What seals copies that stay within a person's apps: the same in all their sessions, nobody else's, and gone with the last.

use crate::browser::Browser;
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use serde_json::Value;
use sqlx::{Connection as _, SqliteConnection};
use stepgate_protocol::Boot;

const BOUNDARY: &str = r#"{"id":"boundary","name":"B","description":"d","sessionControlType":"blockActivities",
    "activityTypes":["copy","cut","paste"],"action":"block","conditions":{"all":[
    {"filter":"app","operator":"equals","values":["files"]},
    {"filter":"destination","operator":"doesNotEqual","values":["files"]}]}}"#;
const PRINT: &str = r#"{"id":"print","name":"P","description":"d","sessionControlType":"blockActivities",
    "activityTypes":["print","upload"],"action":"block",
    "conditions":{"filter":"destination","operator":"doesNotEqual","values":["files"]}}"#;

const EXTENSION: &str = r#"
    [extension]
    host = "gate.localhost"
    lifetime = 600
    key = "extension-key.pem"
    [[extension.sites]]
    name = "wiki"
    title = "Wiki"
    matches = ["https://*.wiki.example/*"]
"#;

async fn stage(policies: &str) -> Stage {
    let page = || async { ([("content-type", "text/html")], "<!doctype html><p>page") };
    Stage::start_with(policies, Router::new().fallback(any(page)), EXTENSION).await
}

/// The key in a page of this browser.
async fn key(browser: &mut Browser) -> Vec<u8> {
    let page = browser.visit("/").await;
    let cache = page.header("cache-control");
    assert!(
        cache.contains("private") && cache.contains("no-cache"),
        "{cache}"
    );
    key_of(&page.between("data-stepgate=\"", "\""))
}

fn key_of(attribute: &str) -> Vec<u8> {
    let bytes = Boot::attribute_bytes(attribute).unwrap();
    Boot::decode(&bytes).unwrap().clipboard_key.to_vec()
}

/// The key the extension gets.
async fn key_of_extension(stage: &Stage, person: &str) -> Vec<u8> {
    let mut browser = stage.browser().at_host("gate.localhost");
    browser.sign_in(person, "/.stepgate/extension/").await;
    let token = browser.fetch("/.stepgate/extension/policy").await.text();
    let claims = token.split('.').nth(1).unwrap();
    let claims = data_encoding::BASE64URL_NOPAD
        .decode(claims.as_bytes())
        .unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    key_of(claims["sites"][0]["boot"].as_str().unwrap())
}

#[tokio::test]
async fn all_sessions_of_a_person_share_a_key_and_no_other_person_has_it() {
    let stage = stage(BOUNDARY).await;
    let mut first = stage.browser_of("alex").await;
    let alex = key(&mut first).await;
    assert_eq!(alex.len(), 32);
    let mut second = stage.browser_of("alex").await;
    assert_eq!(key(&mut second).await, alex);
    assert_eq!(key_of_extension(&stage, "alex").await, alex);
    let newer = first.fetch("/.stepgate/policies").await;
    assert_eq!(key_of(newer.text().trim()), alex);
    let mut megan = stage.browser_of("megan").await;
    let megan = key(&mut megan).await;
    assert_eq!(megan.len(), 32);
    assert_ne!(megan, alex);
}

#[tokio::test]
async fn a_key_lasts_until_the_last_session_is_signed_out() {
    let stage = stage(BOUNDARY).await;
    let mut first = stage.browser_of("alex").await;
    let mut second = stage.browser_of("alex").await;
    let old = key(&mut first).await;
    first.submit("/.stepgate/sign-out", &[]).await;
    assert_eq!(key(&mut second).await, old);
    second.submit("/.stepgate/sign-out", &[]).await;
    let mut again = stage.browser_of("alex").await;
    let new = key(&mut again).await;
    assert_eq!(new.len(), 32);
    assert_ne!(new, old);
}

#[tokio::test]
async fn a_key_does_not_outlive_sessions_that_ran_out() {
    let stage = stage(BOUNDARY).await;
    let mut first = stage.browser_of("alex").await;
    let old = key(&mut first).await;
    let store = stage.folder.path().join("stepgate.sqlite");
    let mut store = SqliteConnection::connect(&format!("sqlite://{}", store.display()))
        .await
        .unwrap();
    sqlx::query("UPDATE sessions SET expires = 1")
        .execute(&mut store)
        .await
        .unwrap();
    let mut again = stage.browser_of("alex").await;
    assert_ne!(key(&mut again).await, old);
    let kept: i64 = sqlx::query_scalar("SELECT count(*) FROM clipboard_keys")
        .fetch_one(&mut store)
        .await
        .unwrap();
    assert_eq!(kept, 1);
}

#[tokio::test]
async fn where_no_policy_on_the_clipboard_names_a_side_no_page_has_a_key() {
    let stage = stage(PRINT).await;
    let mut browser = stage.browser_of("alex").await;
    assert!(key(&mut browser).await.is_empty());
    assert!(key_of_extension(&stage, "alex").await.is_empty());
}
