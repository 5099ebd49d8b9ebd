//! What a file is by its content counts, whatever it is called, and where it happens counts too.

use crate::stage::Stage;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use bytes::Bytes;
use http::{Method, Response, StatusCode};
use sha2::{Digest as _, Sha256};
use tokio::io::AsyncReadExt as _;

/// The beginning of a program for Windows (PE format, "MS-DOS Stub").
fn program() -> Bytes {
    let mut out = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0".to_vec();
    out.resize(0x80, 0);
    out.extend(b"PE\0\0\x64\x86");
    out.resize(200_000, 7); // more than is looked at
    out.into()
}

fn document() -> Bytes {
    let mut out = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    out.resize(200_000, b'x');
    out.into()
}

/// The policy people find by name.
fn malware() -> String {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../policies/templates/block-potential-malware.json"
    );
    let all: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    all["policies"][0].to_string()
}

/// Takes everything, and answers at `/file` with the body it was last sent at `/keep`.
fn keeps() -> Router {
    let kept = std::sync::Arc::new(std::sync::Mutex::new((Bytes::new(), String::new())));
    Router::new().fallback(any(async move |request: Request| {
        let (parts, body) = request.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
        let coding = parts
            .headers
            .get("x-coding")
            .map_or("", |coding| coding.to_str().unwrap());
        let mut kept = kept.lock().unwrap();
        if parts.uri.path() == "/keep" {
            *kept = (body, coding.to_owned());
            return Response::new(Body::empty());
        }
        let mut response =
            Response::builder().header("content-disposition", "attachment; filename=invoice.pdf");
        if !kept.1.is_empty() {
            response = response.header("content-encoding", kept.1.as_str());
        }
        if parts.headers.contains_key("range") {
            response = response
                .status(206)
                .header("content-range", "bytes 0-9/200000");
            return response.body(Body::from(kept.0.slice(..10))).unwrap();
        }
        response.body(Body::from(kept.0.clone())).unwrap()
    }))
}

/// A form with one file.
fn form(name: &str, content: &[u8]) -> Bytes {
    let mut body = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"f\"; filename=\"{name}\"\r\n\r\n"
    )
    .into_bytes();
    body.extend(content);
    body.extend(b"\r\n--edge--\r\n");
    body.into()
}

async fn zipped(bytes: &[u8]) -> Bytes {
    let mut out = Vec::new();
    let mut encoder = async_compression::tokio::bufread::GzipEncoder::new(bytes);
    encoder.read_to_end(&mut out).await.unwrap();
    out.into()
}

const FORM: &str = "multipart/form-data; boundary=edge";
const BYTES: &str = "application/octet-stream";

#[tokio::test]
async fn a_program_that_calls_itself_a_document_is_not_uploaded_and_a_document_is_byte_for_byte() {
    let stage = Stage::start(&malware(), keeps()).await;
    let mut browser = stage.browser_of("alex").await;
    let table = [
        (FORM, form("invoice.pdf", &program()), false),
        (FORM, form("invoice.pdf", &program()[..100]), false),
        (BYTES, program(), false),
        (FORM, form("invoice.pdf", &document()), true),
        (FORM, form("setup.exe", &program()), true),
        (FORM, form("empty.pdf", b""), true),
        (BYTES, document(), true),
    ];
    for (content_type, body, goes) in table {
        let before = stage.app.received_at("/up/invoice.pdf").len();
        let answer = browser
            .post("/up/invoice.pdf", content_type, body.clone())
            .await;
        let received = stage.app.received_at("/up/invoice.pdf").split_off(before);
        if goes {
            assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
            assert_eq!(received[0].body, Some(body));
        } else {
            assert_eq!(answer.header("stepgate-policy"), "block-potential-malware");
            assert!(received.is_empty());
        }
    }
}

#[tokio::test]
async fn a_coding_hides_no_program_whether_it_is_there_or_only_said() {
    let stage = Stage::start(&malware(), keeps()).await;
    let mut browser = stage.browser_of("alex").await;
    let origin = stage.origin();
    for (coding, body, goes) in [
        ("gzip", zipped(&program()).await, false),
        ("gzip", program(), false),
        ("unheard-of", program(), false),
        ("gzip", zipped(&document()).await, true),
    ] {
        let headers = [
            ("content-type", BYTES),
            ("content-encoding", coding),
            ("origin", &origin),
        ];
        let answer = browser
            .send(Method::POST, "/up/invoice.pdf", &headers, body)
            .await;
        assert_eq!(answer.status == StatusCode::OK, goes, "{coding}");
    }
}

#[tokio::test]
async fn a_program_that_calls_itself_a_document_is_not_downloaded_and_a_document_is_byte_for_byte()
{
    let stage = Stage::start(&malware(), keeps()).await;
    let mut browser = stage.browser_of("alex").await;
    let origin = stage.origin();
    for (coding, body, goes) in [
        ("", program(), false),
        ("", document(), true),
        ("gzip", zipped(&program()).await, false),
        ("gzip", zipped(&document()).await, true),
    ] {
        let headers = [
            ("origin", origin.as_str()),
            ("x-coding", coding),
            ("content-type", "text/plain"),
        ];
        let kept = browser
            .send(Method::POST, "/keep", &headers, body.clone())
            .await;
        assert_eq!(kept.status, StatusCode::OK);
        let answer = browser.visit("/file").await;
        if goes {
            assert_eq!((answer.status, &answer.body), (StatusCode::OK, &body));
        } else {
            assert_eq!(answer.header("stepgate-policy"), "block-potential-malware");
        }
        // A part shows nothing: the default behaviour decides, which is to block.
        let part = browser
            .get(
                "/file",
                &[("range", "bytes=0-9"), ("sec-fetch-dest", "document")],
            )
            .await;
        assert_eq!(part.header("stepgate-action"), "block");
    }
}

#[tokio::test]
async fn a_known_file_is_stopped_by_its_hash_as_far_as_a_body_is_held() {
    let known = Bytes::from_static(b"a file that is known");
    let hash: String = Sha256::digest(&known)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let policy = format!(
        r#"{{"id":"known","name":"Known","sessionControlType":"blockActivities","activityTypes":["upload","download"],
        "conditions":{{"filter":"sha256","operator":"equals","values":["{hash}"]}},"action":"block"}},
        {{"id":"unread","name":"Unread","sessionControlType":"controlFileUpload","activityTypes":["upload"],
        "conditions":{{"filter":"sha256","operator":"isNotSet"}},"action":"block"}}"#
    );
    let stage = Stage::start_with(&policy, keeps(), "inspection.bytes = 1000").await;
    let mut browser = stage.browser_of("alex").await;
    let large = vec![b'x'; 5000];
    for (body, policy) in [
        (form("a.txt", &known), "known"),
        (form("a.txt", b"another file"), ""),
        (form("a.txt", &large), "unread"),
    ] {
        let answer = browser.post("/up", FORM, body).await;
        assert_eq!(answer.header("stepgate-policy"), policy);
    }
    let origin = stage.origin();
    let headers = [("origin", origin.as_str()), ("content-type", "text/plain")];
    browser.send(Method::POST, "/keep", &headers, known).await;
    assert_eq!(
        browser.visit("/file").await.header("stepgate-policy"),
        "known"
    );
}

#[tokio::test]
async fn policies_can_say_where_it_happens_and_how_much_moves() {
    let rule = |id: &str, activity: &str, condition: &str| {
        format!(
            r#"{{"id":"{id}","name":"{id}","sessionControlType":"blockActivities","activityTypes":["{activity}"],
            "conditions":{condition},"action":"block"}}"#
        )
    };
    let policies = [
        rule(
            "into-files",
            "upload",
            r#"{"all":[{"filter":"destination","operator":"equals","values":["files"]},
                {"filter":"url","operator":"endsWith","values":["/secret"]}]}"#,
        ),
        rule(
            "elsewhere",
            "upload",
            r#"{"filter":"destination","operator":"doesNotEqual","values":["files"]}"#,
        ),
        rule(
            "much",
            "sendItem",
            r#"{"filter":"dataSize","operator":"greaterThan","values":["1 KB"]}"#,
        ),
        rule(
            "large",
            "upload",
            r#"{"filter":"fileSize","operator":"greaterThan","values":["1 KB"]}"#,
        ),
        rule(
            "selected",
            "sendItem",
            r##"{"filter":"selector","operator":"equals","values":["#secret"]}"##,
        ),
    ];
    let stage = Stage::start(&policies.join(","), keeps()).await;
    let mut browser = stage.browser_of("alex").await;
    let origin = stage.origin();
    let much = "x".repeat(2000);
    let page = |path: &str| format!("{origin}{path}?a#b");
    let table = [
        (page("/secret"), FORM, form("a.txt", b"x"), "into-files"),
        (page("/open"), FORM, form("a.txt", b"x"), ""),
        (page("/open"), FORM, form("a.txt", much.as_bytes()), "large"),
        (page("/open"), "text/plain", much.clone().into(), "much"),
        (page("/open"), "text/plain", "little".into(), ""),
        (
            "http://elsewhere.example/secret".into(),
            FORM,
            form("a.txt", b"x"),
            "",
        ),
    ];
    for (referer, content_type, body, policy) in table {
        let headers = [
            ("content-type", content_type),
            ("origin", &origin),
            ("referer", &referer),
        ];
        let answer = browser.send(Method::POST, "/up", &headers, body).await;
        assert_eq!(
            answer.header("stepgate-policy"),
            policy,
            "{referer} {content_type}"
        );
    }
}
