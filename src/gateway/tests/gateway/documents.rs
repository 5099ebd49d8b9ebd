//! What is in a document is decided, whatever format it has, and by the label it carries.

use crate::browser::{Answer, Browser};
use crate::stage::Stage;
use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use bytes::Bytes;
use http::{Method, StatusCode};
use std::path::Path;

const CARDS: &str = r#"{"id":"cards","name":"Cards","sessionControlType":"blockActivities","activityTypes":["upload","download"],
    "inspection":{"presetExpression":"paymentCard"},"whenCannotBeScanned":{"passwordEncrypted":"WHEN"},"action":"block"}"#;

const UNLABELED: &str =
    include_str!("../../../../policies/templates/prevent-upload-unlabeled.json");

const LABELED: &str = r#"{"id":"secret","name":"Secret","sessionControlType":"blockActivities","activityTypes":["upload","download"],
    "conditions":{"filter":"sensitivityLabel","operator":"equals","values":["Top Secret"]},"action":"block"}"#;

const PROPERTY: &str = r#"{"id":"p","name":"P","sessionControlType":"blockActivities","activityTypes":["download"],
    "inspection":{"customExpression":{"substring":"subject: Payment of invoice"},"searchIn":["metadata"]},"action":"block"}"#;

fn made(name: &str) -> Bytes {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/files/made");
    std::fs::read(folder.join(name)).unwrap().into()
}

/// An app that has every file.
fn files() -> Router {
    Router::new().fallback(any(async |request: Request| {
        let name = request.uri().path().trim_start_matches('/').to_owned();
        let bytes = if *request.method() == Method::GET && name.contains('.') {
            made(&name)
        } else {
            Bytes::from_static(b"ok")
        };
        ([("content-type", "application/octet-stream")], bytes)
    }))
}

async fn stage(policy: &str, lines: &str) -> (Stage, Browser) {
    let stage = Stage::start_with(policy, files(), lines).await;
    let browser = stage.browser_of("alex").await;
    (stage, browser)
}

fn is_blocked(answer: &Answer) -> bool {
    match answer.status {
        StatusCode::OK => false,
        StatusCode::FORBIDDEN => true,
        status => panic!("{status}: {}", answer.text()),
    }
}

/// Uploads a file in a form.
async fn upload(browser: &mut Browser, name: &str, bytes: &[u8]) -> bool {
    let head = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"f\"; filename=\"{name}\"\r\n\r\n"
    );
    let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
    let form = "multipart/form-data; boundary=edge";
    is_blocked(&browser.post("/up", form, body).await)
}

#[tokio::test]
async fn a_number_in_a_document_is_found_on_its_way_in_and_out_whatever_its_name() {
    let policy = CARDS.replace("WHEN", "apply");
    let (_stage, mut browser) = stage(&policy, "").await;
    for (file, found) in [
        ("letter.docx", true),
        ("letter.pdf", true),
        ("note.odt", true),
        ("label-info.xlsx", false),
    ] {
        assert_eq!(
            is_blocked(&browser.get(&format!("/{file}"), &[]).await),
            found,
            "{file} out"
        );
        assert_eq!(
            upload(&mut browser, file, &made(file)).await,
            found,
            "{file} in"
        );
        assert_eq!(
            upload(&mut browser, "a.bin", &made(file)).await,
            found,
            "{file} renamed"
        );
    }
}

#[tokio::test]
async fn a_document_locked_with_a_password_is_what_the_policy_says() {
    for (word, blocked) in [("apply", true), ("ignore", false)] {
        let (_stage, mut browser) = stage(&CARDS.replace("WHEN", word), "").await;
        for file in ["locked.xlsx", "locked.pdf"] {
            assert_eq!(
                is_blocked(&browser.get(&format!("/{file}"), &[]).await),
                blocked,
                "{file} {word}"
            );
            assert_eq!(
                upload(&mut browser, file, &made(file)).await,
                blocked,
                "{file} {word}"
            );
        }
    }
}

#[tokio::test]
async fn what_a_document_says_about_itself_is_looked_into_where_a_policy_asks() {
    let (_stage, mut browser) = stage(PROPERTY, "").await;
    assert!(is_blocked(&browser.get("/letter.docx", &[]).await));
    assert!(!is_blocked(&browser.get("/note.docx", &[]).await));
}

#[tokio::test]
async fn a_label_has_the_name_that_the_configuration_gives_its_guid() {
    let lines = r#"labels = { "{2F2A9D6E-9C3B-4D1C-8A6C-0F1D7F0B9A11}" = "Top Secret" }"#;
    let (_stage, mut browser) = stage(LABELED, lines).await;
    for (file, labeled) in [
        ("label-info.xlsx", true),
        ("label-info.pdf", true),
        ("letter.docx", false),
    ] {
        assert_eq!(
            is_blocked(&browser.get(&format!("/{file}"), &[]).await),
            labeled,
            "{file}"
        );
        assert_eq!(
            upload(&mut browser, file, &made(file)).await,
            labeled,
            "{file}"
        );
    }
}

#[tokio::test]
async fn what_has_a_label_is_uploaded_and_what_has_none_is_not() {
    let set: serde_json::Value = serde_json::from_str(UNLABELED).unwrap();
    let mut policy = set["policies"][0].clone();
    policy["enabled"] = true.into();
    let (_stage, mut browser) = stage(&policy.to_string(), "").await;
    assert!(!upload(&mut browser, "a.xlsx", &made("label-info.xlsx")).await);
    assert!(!upload(&mut browser, "a.xlsx", &made("label-custom.xlsx")).await);
    assert!(upload(&mut browser, "a.xlsx", &made("label-removed.xlsx")).await);
    assert!(upload(&mut browser, "a.docx", &made("letter.docx")).await);
}

const TENANT: &str = "72f988bf-86f1-41af-91ab-2d7cd011db47";

#[tokio::test]
async fn any_of_a_files_labels_counts_bound_to_its_tenant_and_within_other_files() {
    let lines = r#"labels = { "7b1c0e52-3f44-4f0a-9d55-6a1e2c3d4e5f" = "Top Secret" }"#;
    let bound = LABELED.replace("Top Secret", &format!("Top Secret@{TENANT}"));
    let (_stage, mut browser) = stage(&bound, lines).await;
    assert!(
        is_blocked(&browser.get("/label-info.xlsx", &[]).await),
        "the second label of two"
    );
    assert!(
        !is_blocked(&browser.get("/label-info.pdf", &[]).await),
        "another label"
    );
    let other = bound.replace(TENANT, "00000000-0000-4000-8000-000000000000");
    let (_stage, mut browser) = stage(&other, lines).await;
    assert!(!is_blocked(&browser.get("/label-info.xlsx", &[]).await));
    let guid = LABELED.replace("Top Secret", "2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11");
    let (_stage, mut browser) = stage(&guid, "").await;
    assert!(
        is_blocked(&browser.get("/embedded.xlsx", &[]).await),
        "of a document within the workbook"
    );
}

#[tokio::test]
async fn the_name_that_stands_in_a_file_is_not_believed() {
    let named = LABELED.replace("Top Secret", "Outdated name");
    let (_stage, mut browser) = stage(&named, "").await;
    assert!(!is_blocked(&browser.get("/label-info.xlsx", &[]).await));
}

#[tokio::test]
async fn a_label_within_does_not_label_what_it_is_within() {
    let set: serde_json::Value = serde_json::from_str(UNLABELED).unwrap();
    let mut policy = set["policies"][0].clone();
    policy["enabled"] = true.into();
    let (_stage, mut browser) = stage(&policy.to_string(), "").await;
    assert!(upload(&mut browser, "a.xlsx", &made("embedded.xlsx")).await);
}

const MISMATCH: &str = r#"{"id":"hidden","name":"Hidden","sessionControlType":"blockActivities","activityTypes":["upload","download"],
    "conditions":{"filter":"extensionMismatch","operator":"equals","values":["true"]},"action":"block"}"#;

#[tokio::test]
async fn a_name_that_hides_what_a_file_is_is_decided_and_recorded() {
    let (stage, mut browser) = stage(MISMATCH, "").await;
    assert!(upload(&mut browser, "holiday.jpg", b"\x7fELF\x02\x01\x01\0").await);
    assert!(!upload(&mut browser, "holiday.elf", b"\x7fELF\x02\x01\x01\0").await);
    assert!(!upload(&mut browser, "note.txt", b"as it says").await);
    assert!(is_blocked(&browser.get("/disguised.jpg", &[]).await));
    let mut administrator = stage.browser_of("adele").await;
    let answer = administrator
        .fetch("/.stepgate/console/api/activities")
        .await;
    let list: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let file = &list["activities"][1]["file"];
    assert_eq!(file["name"], "holiday.jpg");
    assert_eq!(file["fileType"], "executable");
    assert_eq!(file["mismatch"], true);
}
