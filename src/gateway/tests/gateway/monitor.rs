//! `monitorOnly` records every activity that is decided, and sign-ins; and the console says what conditions saw.

use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use http::StatusCode;
use serde_json::Value;

const POLICIES: &str = r#"
  {"id":"all","name":"Everything","description":"d","sessionControlType":"monitorOnly","action":"audit",
   "conditions":{"all":[{"filter":"user.domain","operator":"equals","values":["example.com"]},
     {"filter":"ip.address","operator":"equals","values":["127.0.0.0/8"]}]}},
  {"id":"never","name":"Never","description":"d","sessionControlType":"blockActivities",
   "activityTypes":["custom:signIn"],"action":"block"}"#;

#[tokio::test]
async fn everything_decided_is_recorded_and_sign_ins_too() {
    let stage = Stage::start(POLICIES, Router::new().fallback(any(async || "ok"))).await;
    let mut browser = stage.browser_of("adele").await;
    let sent = browser.post("/chat", "text/plain", "hello").await;
    assert_eq!(
        sent.status,
        StatusCode::OK,
        "signed in, whatever a policy says of it"
    );
    let list = browser.fetch("/.stepgate/console/api/activities").await;
    let list: Value = serde_json::from_slice(&list.body).unwrap();
    let seen: Vec<&str> = list["activities"]
        .as_array()
        .unwrap()
        .iter()
        .rev()
        .map(|one| {
            assert_eq!(one["policy"]["id"], "all");
            assert_eq!(
                (one["action"].as_str(), one["outcome"].as_str()),
                (Some("audit"), Some("performed"))
            );
            one["activity"].as_str().unwrap()
        })
        .collect();
    assert_eq!(seen, ["custom:signIn", "sendItem"]);

    let id = list["activities"][0]["id"].as_str().unwrap();
    let one = browser
        .fetch(&format!("/.stepgate/console/api/activities/{id}"))
        .await;
    assert!(!one.text().contains("hello"));
    let one: Value = serde_json::from_slice(&one.body).unwrap();
    let conditions = &one["explanation"]["policies"][0]["conditions"];
    assert!(
        conditions[1]["saw"]
            .as_str()
            .unwrap()
            .contains("example.com"),
        "{conditions}"
    );
    assert!(
        conditions[2]["saw"].as_str().unwrap().contains("127.0.0.1"),
        "{conditions}"
    );
}
