//! Are messages and notes kept as they were written?

use crate::apps::Apps;
use futures_util::{SinkExt, StreamExt};
use reqwest::StatusCode;
use serde_json::{Value, json};

#[tokio::test]
async fn a_message_is_kept_and_told_to_open_pages() {
    let apps = Apps::start().await;
    let (mut live, _) =
        tokio_tungstenite::connect_async(apps.files("/api/live").replace("http", "ws"))
            .await
            .unwrap();
    assert_eq!(
        apps.send("See you at nine <b>").await.status(),
        StatusCode::CREATED
    );
    let news: Value =
        serde_json::from_str(live.next().await.unwrap().unwrap().to_text().unwrap()).unwrap();
    assert_eq!(news["message"]["text"], "See you at nine <b>");
    let listing = apps.read(apps.files("/api/messages")).await;
    assert_eq!(
        listing["messages"].as_array().unwrap().last().unwrap(),
        &news["message"]
    );
    assert_eq!(
        apps.send("  ").await.status(),
        StatusCode::UNPROCESSABLE_ENTITY
    );
}

#[tokio::test]
async fn a_page_can_send_a_message_through_its_live_connection() {
    let apps = Apps::start().await;
    let (mut live, _) =
        tokio_tungstenite::connect_async(apps.files("/api/live").replace("http", "ws"))
            .await
            .unwrap();
    let said = json!({ "type": "message", "text": "by socket" }).to_string();
    live.send(said.into()).await.unwrap();
    let news: Value =
        serde_json::from_str(live.next().await.unwrap().unwrap().to_text().unwrap()).unwrap();
    assert_eq!(news["message"]["text"], "by socket");
    apps.demo.shutdown().await;
    assert!(live.next().await.unwrap().unwrap().is_close());
}

#[tokio::test]
async fn a_note_is_saved_changed_and_kept() {
    let apps = Apps::start().await;
    for text in ["first", "second"] {
        let request = apps
            .client
            .put(apps.notes("/api/notes"))
            .header("content-type", "application/json");
        let response = request
            .body(json!({ "id": "n1", "text": text }).to_string())
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::OK);
    }
    let notes = apps.read(apps.notes("/api/notes")).await;
    let same: Vec<_> = notes["notes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|note| note["id"] == "n1")
        .collect();
    assert_eq!(same.len(), 1);
    assert_eq!(same[0]["text"], "second");
    let kept = std::fs::read_to_string(apps.folder.path().join("notes.json")).unwrap();
    assert!(kept.contains("second") && !kept.contains("first"));
}
