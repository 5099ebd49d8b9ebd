//! What must not reach the app does not reach it.

use crate::browser::{Answer, Browser};
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use bytes::Bytes;
use http::{Method, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const NO_PROGRAMS: &str = r#"{"id":"no-exe","name":"No programs","description":"d","sessionControlType":"controlFileUpload",
    "activityTypes":["upload"],"conditions":{"filter":"extension","operator":"equals","values":["exe"]},"action":"block"}"#;

const NO_CARDS: &str = r#"{"id":"no-cards","name":"No cards","description":"d","sessionControlType":"blockActivities",
    "activityTypes":["sendItem"],"inspection":{"presetExpression":"paymentCard","minimumViolations":1},"action":"block"}"#;

const CARD: &str = "4111 1111 1111 1111";

async fn stage(policies: &[&str], lines: &str) -> (Stage, Browser) {
    let stage = Stage::start_with(
        &policies.join(","),
        Router::new().fallback(any(async || "ok")),
        lines,
    )
    .await;
    let browser = stage.browser_of("alex").await;
    (stage, browser)
}

/// A form of parts: name, file name (or nothing), content.
fn form(parts: &[(&str, &str, &str)]) -> String {
    let mut body = String::new();
    for (name, file, content) in parts {
        let file = if file.is_empty() {
            String::new()
        } else {
            format!("; filename=\"{file}\"")
        };
        body.push_str(&format!(
            "--edge\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n"
        ));
    }
    body + "--edge--\r\n"
}

const FORM: &str = "multipart/form-data; boundary=edge";

/// Posts, and checks that the app got all of it or nothing.
async fn post(
    stage: &Stage,
    browser: &mut Browser,
    content_type: &str,
    body: impl Into<Bytes>,
) -> Answer {
    let body = body.into();
    let before = stage.app.received_at("/up").len();
    let answer = browser.post("/up", content_type, body.clone()).await;
    let received = stage.app.received_at("/up").split_off(before);
    match answer.status {
        StatusCode::OK => assert_eq!(received[0].body.as_ref(), Some(&body)),
        StatusCode::FORBIDDEN => {
            assert_eq!(answer.header("stepgate-action"), "block");
            assert!(received.is_empty(), "the app got {received:?}");
        }
        status => panic!("{status}: {}", answer.text()),
    }
    answer
}

#[tokio::test]
async fn forms_are_decided_part_by_part_and_reach_the_app_whole_or_not_at_all() {
    let (stage, mut browser) = stage(&[NO_PROGRAMS, NO_CARDS], "").await;
    let table = [
        (
            form(&[("note", "", "hello"), ("f", "plan.pdf", CARD)]),
            StatusCode::OK,
        ),
        (form(&[("f", "tool.exe", "MZ")]), StatusCode::FORBIDDEN),
        (
            form(&[("f", "a.txt", "x"), ("g", "tool.EXE.txt", "MZ")]),
            StatusCode::FORBIDDEN,
        ),
        (
            form(&[("f", "a.txt\"; filename*=\"utf-8''tool.exe", "MZ")]),
            StatusCode::FORBIDDEN,
        ),
        (
            form(&[("f", "C:\\x\\tool.exe", "MZ")]),
            StatusCode::FORBIDDEN,
        ),
        (
            form(&[("f", "plan.pdf", "x"), ("note", "", CARD)]),
            StatusCode::FORBIDDEN,
        ),
        (form(&[("empty", "", ""), ("f", "", "")]), StatusCode::OK),
        ("no form at all".to_owned(), StatusCode::FORBIDDEN),
        (
            form(&[("f", "plan.pdf", "x")]).replace("--edge--", ""),
            StatusCode::FORBIDDEN,
        ),
    ];
    for (body, status) in table {
        assert_eq!(
            post(&stage, &mut browser, FORM, body.clone()).await.status,
            status,
            "{body}"
        );
    }
    assert_eq!(
        post(&stage, &mut browser, "multipart/form-data", form(&[]))
            .await
            .status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn messages_are_looked_into_behind_their_encoding() {
    let (stage, mut browser) = stage(&[NO_CARDS], "").await;
    let json = format!("{{\"text\":\"{CARD}\"}}");
    let escaped = "{\"text\":\"4111\\u00201111\\u00201111\\u00201111\"}".to_owned();
    let table = [
        ("application/json", json, StatusCode::FORBIDDEN),
        ("application/json", escaped, StatusCode::FORBIDDEN),
        (
            "application/x-www-form-urlencoded",
            "m=4111+1111+1111%201111".into(),
            StatusCode::FORBIDDEN,
        ),
        (
            "text/plain;charset=UTF-8",
            CARD.into(),
            StatusCode::FORBIDDEN,
        ),
        ("text/plain", "4111 1111 1111 1112".into(), StatusCode::OK),
        (
            "application/json",
            "{\"text\":\"hello\"}".into(),
            StatusCode::OK,
        ),
        // A file is not a message.
        ("application/octet-stream", CARD.into(), StatusCode::OK),
    ];
    for (content_type, body, status) in table {
        assert_eq!(
            post(&stage, &mut browser, content_type, body.clone())
                .await
                .status,
            status,
            "{body}"
        );
    }
}

#[tokio::test]
async fn files_as_bodies_are_told_by_every_name_they_have() {
    let (stage, mut browser) = stage(&[NO_PROGRAMS], "").await;
    let origin = stage.origin();
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], StatusCode);
    let table: &[Case<'_>] = &[
        (
            "/up/tool.exe",
            &[("content-type", "application/octet-stream")],
            StatusCode::FORBIDDEN,
        ),
        (
            "/up/tool.exe",
            &[("content-type", "text/plain")],
            StatusCode::FORBIDDEN,
        ),
        (
            "/up/plan.pdf",
            &[("content-type", "application/pdf")],
            StatusCode::OK,
        ),
        (
            "/up/x",
            &[("content-disposition", "attachment; filename=tool.exe")],
            StatusCode::FORBIDDEN,
        ),
        (
            "/up/x",
            &[
                ("content-type", "text/plain"),
                ("x-file-name", "tool%2Eexe"),
            ],
            StatusCode::FORBIDDEN,
        ),
        (
            "/up/x",
            &[("content-type", "application/json")],
            StatusCode::OK,
        ),
    ];
    for (path, headers, status) in table {
        let headers = [&[("origin", origin.as_str())], *headers].concat();
        let answer = browser.send(Method::PUT, path, &headers, "MZ".into()).await;
        assert_eq!(answer.status, *status, "{path} {headers:?}");
    }
    assert_eq!(stage.app.received_at("/up/tool.exe").len(), 0);
}

#[tokio::test]
async fn what_cannot_be_read_is_decided_by_the_default_behaviour() {
    for (behavior, status) in [("block", StatusCode::FORBIDDEN), ("allow", StatusCode::OK)] {
        let lines = format!("inspection.bytes = 1000\ndefault_behavior = \"{behavior}\"");
        let (stage, mut browser) = stage(&[NO_CARDS], &lines).await;
        let large = "x".repeat(5000);
        assert_eq!(
            post(&stage, &mut browser, "text/plain", large).await.status,
            status,
            "{behavior}"
        );
        assert_eq!(
            post(
                &stage,
                &mut browser,
                "text/plain",
                b"\x89PNG\r\n\x1a\n\0\0".as_slice()
            )
            .await
            .status,
            status,
            "{behavior}"
        );
    }
}

#[tokio::test]
async fn compressed_bodies_are_looked_into_and_pass_as_they_were() {
    let (stage, mut browser) = stage(&[NO_PROGRAMS, NO_CARDS], "").await;
    let origin = stage.origin();
    let gzip = async |text: &str| {
        let mut bytes = Vec::new();
        let mut encoder = async_compression::tokio::bufread::GzipEncoder::new(text.as_bytes());
        tokio::io::AsyncReadExt::read_to_end(&mut encoder, &mut bytes)
            .await
            .unwrap();
        Bytes::from(bytes)
    };
    let table = [
        ("text/plain", gzip("hello").await, "gzip", StatusCode::OK),
        (
            "text/plain",
            gzip(CARD).await,
            "gzip",
            StatusCode::FORBIDDEN,
        ),
        (
            FORM,
            gzip(&form(&[("f", "plan.pdf", "x")])).await,
            "gzip",
            StatusCode::OK,
        ),
        (
            FORM,
            gzip(&form(&[("f", "tool.exe", "x")])).await,
            "gzip",
            StatusCode::FORBIDDEN,
        ),
        (FORM, Bytes::from("?"), "mystery", StatusCode::FORBIDDEN),
    ];
    for (content_type, body, coding, status) in table {
        let headers = [
            ("origin", origin.as_str()),
            ("content-type", content_type),
            ("content-encoding", coding),
        ];
        let answer = browser
            .send(Method::POST, "/up", &headers, body.clone())
            .await;
        assert_eq!(answer.status, status, "{content_type} {coding}");
        if status == StatusCode::OK {
            assert_eq!(stage.app.received_at("/up").pop().unwrap().body, Some(body));
        }
    }
    assert_eq!(stage.app.received_at("/up").len(), 2);
}

#[tokio::test]
async fn a_large_form_streams_and_a_part_that_is_stopped_late_never_reaches_the_app() {
    let (stage, mut browser) = stage(&[NO_PROGRAMS], "").await;
    let large = "x".repeat(5 * 1024 * 1024);
    let good = form(&[("f", "large.bin", &large), ("g", "plan.pdf", "y")]);
    assert_eq!(
        browser.post("/up", FORM, good.clone()).await.status,
        StatusCode::OK
    );
    assert!(stage.app.received_at("/up")[0].body.as_deref() == Some(good.as_bytes()));
    let bad = form(&[
        ("f", "large.bin", &large),
        ("g", "tool.exe", "MZ-the-program"),
    ]);
    let answer = browser.post("/up", FORM, bad).await;
    assert_eq!(
        (answer.status, answer.header("stepgate-policy")),
        (StatusCode::FORBIDDEN, "no-exe")
    );
    for received in stage.app.received_at("/up").iter().skip(1) {
        assert_eq!(received.body, None, "the request broke off");
    }
}

#[tokio::test]
async fn a_name_stops_a_file_before_its_content_is_sent() {
    let (stage, browser) = stage(&[NO_PROGRAMS], "").await;
    let mut stream = TcpStream::connect(("127.0.0.1", stage.port)).await.unwrap();
    let head = format!(
        "POST /up HTTP/1.1\r\nhost: files.localhost\r\ncookie: stepgate_session={}\r\ncontent-type: {FORM}\r\n\
         content-length: 99999999\r\n\r\n--edge\r\nContent-Disposition: form-data; name=f; filename=tool.exe\r\n\r\nMZ",
        browser.cookies()["stepgate_session"]
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 403");
    assert!(stage.app.received_at("/up").is_empty());
}

#[tokio::test]
async fn a_form_a_person_sends_is_answered_with_a_page() {
    let (stage, mut browser) = stage(&[NO_CARDS], "").await;
    let page = browser.submit("/chat", &[("text", CARD)]).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text().contains("Message blocked"), "{}", page.text());
    assert!(!page.text().contains(CARD), "content is never repeated");
    assert!(stage.app.received_at("/chat").is_empty());
}

#[tokio::test]
async fn a_client_that_sends_on_reads_why_it_was_stopped() {
    let (stage, mut browser) = stage(&[NO_PROGRAMS], "").await;
    let large = "x".repeat(20 * 1024 * 1024);
    let answer = browser
        .post("/up", FORM, form(&[("f", "tool.exe", &large)]))
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let answer = browser
        .post("/up/tool.exe", "application/octet-stream", large)
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(stage.app.received_at("/up").is_empty());
}
