//! Is what people upload kept, and nowhere else?

use crate::apps::Apps;
use reqwest::StatusCode;

#[tokio::test]
async fn uploads_are_kept_byte_for_byte_and_survive_a_restart() {
    let apps = Apps::start().await;
    let body: Vec<u8> = (0..=255).cycle().take(300_000).collect();
    let response = apps.upload(&["日程表 – Übersicht.csv"], &body).await;
    assert_eq!(response.status(), StatusCode::CREATED);
    let kept = std::fs::read(apps.folder.path().join("uploads/日程表 – Übersicht.csv")).unwrap();
    assert_eq!(kept, body);
    let before = apps.read(apps.files("/api/uploads")).await;
    apps.demo.shutdown().await;
    let demo = stepgate_demo::start(apps.folder.path()).await.unwrap();
    let again = Apps {
        demo,
        client: apps.client,
        folder: apps.folder,
    };
    let after = again.read(again.files("/api/uploads")).await;
    assert_eq!(
        after["uploads"][0]["sha256"],
        before["uploads"][0]["sha256"]
    );
    assert_eq!(after["uploads"][0]["size"], 300_000);
}

#[tokio::test]
async fn an_upload_never_leaves_its_folder_or_replaces_another() {
    let apps = Apps::start().await;
    let sent = [
        "../../escape.txt",
        "..\\\\..\\\\escape.txt",
        "/tmp/escape.txt",
        "Site plan.png",
        "..",
        "a\u{202e}txt.exe",
    ];
    assert_eq!(apps.upload(&sent, b"x").await.status(), StatusCode::CREATED);
    let listing = apps.read(apps.files("/api/uploads")).await;
    let uploads = listing["uploads"].as_array().unwrap();
    let names: Vec<_> = uploads
        .iter()
        .map(|upload| upload["name"].as_str().unwrap())
        .collect();
    let expected = [
        "escape.txt",
        "escape (2).txt",
        "escape (3).txt",
        "Site plan (2).png",
        "upload",
        "atxt.exe",
    ];
    assert_eq!(names, expected);
    let on_disk = std::fs::read_dir(apps.folder.path().join("uploads"))
        .unwrap()
        .count();
    assert_eq!(on_disk, sent.len());
    assert!(!apps.folder.path().join("escape.txt").exists());
}

#[tokio::test]
async fn an_upload_without_a_file_is_refused_in_words() {
    let apps = Apps::start().await;
    let response = apps.upload(&[], b"").await;
    assert_eq!(response.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(response.text().await.unwrap(), "No file was sent.");
}
