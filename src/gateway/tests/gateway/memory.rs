//! What is held until it is decided takes no more memory than the configuration allows; what finds none waits.

use crate::browser::Browser;
use crate::policies::wait_until;
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use bytes::Bytes;
use futures_util::future::join_all;
use http::{Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Blocks what has a card, and what was not read in time.
const CARDS: &str = r#"{"id":"cards","name":"Cards","sessionControlType":"blockActivities","activityTypes":["upload"],
    "inspection":{"presetExpression":"paymentCard"},"whenCannotBeScanned":{"timedOut":"apply"},"action":"block"}"#;

/// Room for one body of a megabyte, and for reading one.
const ONE: &str = "bytes = 1_000_000, memory = 150_108_864";

const BINARY: &str = "application/octet-stream";

async fn stage(lines: &str) -> (Stage, Browser) {
    let app = Router::new().fallback(any(async || "ok"));
    let lines = format!("default_behavior = \"allow\"\ninspection = {{ {lines} }}");
    let stage = Stage::start_with(CARDS, app, &lines).await;
    let browser = stage.browser_of("alex").await;
    (stage, browser)
}

fn text(length: usize, end: &str) -> Bytes {
    let mut text = "words ".repeat(length / 6);
    text.push_str(end);
    text.into()
}

#[tokio::test]
async fn many_large_uploads_at_once_are_all_decided_one_after_the_other() {
    let (stage, browser) = stage(ONE).await;
    let origin = stage.origin();
    let mut gzip = Vec::new();
    let card = text(600_000, "card 4111 1111 1111 1111");
    let mut encoder = async_compression::tokio::bufread::GzipEncoder::new(card.as_ref());
    encoder.read_to_end(&mut gzip).await.unwrap();
    let head: &[u8] =
        b"--edge\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\n\r\n";
    let form = |content: &[u8]| Bytes::from([head, content, b"\r\n--edge--\r\n"].concat());
    let clean = text(600_000, "");
    let multipart = "multipart/form-data; boundary=edge";
    let kinds: [(&str, &str, Bytes, StatusCode); 5] = [
        (BINARY, "identity", clean.clone(), StatusCode::OK),
        (BINARY, "identity", card.clone(), StatusCode::FORBIDDEN),
        (BINARY, "gzip", gzip.into(), StatusCode::FORBIDDEN),
        (multipart, "identity", form(&clean), StatusCode::OK),
        (multipart, "identity", form(&card), StatusCode::FORBIDDEN),
    ];
    let all = kinds
        .iter()
        .cycle()
        .take(20)
        .map(|(kind, coding, body, status)| {
            let (mut browser, origin) = (browser.clone(), origin.clone());
            async move {
                let headers = [
                    ("origin", origin.as_str()),
                    ("content-type", *kind),
                    ("content-encoding", *coding),
                ];
                let answer = browser
                    .send(Method::POST, "/up/a.bin", &headers, body.clone())
                    .await;
                assert_eq!(answer.status, *status, "{kind} {coding}");
            }
        });
    join_all(all).await;
}

#[tokio::test]
async fn what_finds_no_memory_in_time_is_out_of_time_and_there_is_some_again_afterwards() {
    let (stage, mut browser) = stage(&format!("{ONE}, wait_seconds = 1")).await;
    let mut slow = TcpStream::connect(("127.0.0.1", stage.port)).await.unwrap();
    let head = format!(
        "POST /up/slow.bin HTTP/1.1\r\nhost: files.localhost\r\ncookie: stepgate_session={}\r\ncontent-type: {BINARY}\r\n\
         content-length: 900000\r\nconnection: close\r\n\r\n",
        browser.cookies()["stepgate_session"]
    );
    slow.write_all(head.as_bytes()).await.unwrap();
    slow.write_all(&text(300_000, "")).await.unwrap();
    // As soon as the gateway holds that, nothing is left for another.
    let other = text(900_000, "");
    wait_until(async || {
        let answer = browser.post("/up/b.bin", BINARY, other.clone()).await;
        answer.status != StatusCode::OK
    })
    .await;
    let small = browser.post("/up/c.bin", BINARY, text(6_000, "")).await;
    assert_eq!(small.status, StatusCode::OK, "small ones wait for nobody");

    slow.write_all(&text(600_000, "")).await.unwrap();
    let mut answer = Vec::new();
    slow.read_to_end(&mut answer).await.unwrap();
    assert!(
        answer.starts_with(b"HTTP/1.1 200"),
        "{}",
        String::from_utf8_lossy(&answer)
    );
    let again = browser.post("/up/b.bin", BINARY, other).await;
    assert_eq!(again.status, StatusCode::OK);
}

#[tokio::test]
async fn a_file_that_says_it_is_too_large_is_not_held_and_goes_on_whole() {
    let (stage, mut browser) = stage("bytes = 1000").await;
    let large = text(3_000_000, "card 4111 1111 1111 1111");
    let answer = browser.post("/up/d.bin", BINARY, large.clone()).await;
    assert_eq!(answer.status, StatusCode::OK, "the default is to allow");
    let received = stage.app.received_at("/up/d.bin");
    assert_eq!(received[0].body.as_ref(), Some(&large));
}
