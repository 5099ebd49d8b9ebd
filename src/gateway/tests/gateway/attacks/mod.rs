//! What a hostile client, link or app could have read one way by the gateway and another way by somebody else.

mod downloads;
mod pages;
mod uploads;

use crate::browser::Browser;
use crate::stage::Stage;
use axum::Router;
use axum::body::Body;
use axum::routing::any;
use http::{HeaderName, HeaderValue, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

const NO_PROGRAMS_OUT: &str = r#"{"id":"no-exe","name":"No programs","description":"d","sessionControlType":"controlFileDownload",
    "activityTypes":["download"],"conditions":{"filter":"extension","operator":"equals","values":["exe"]},"action":"block"}"#;

async fn stage(policies: &[&str]) -> (Stage, Browser) {
    let app = Router::new().fallback(any(async || "ok"));
    let stage = Stage::start(&policies.join(","), app).await;
    let browser = stage.browser_of("alex").await;
    (stage, browser)
}

/// An app that always answers with these headers.
async fn answers(
    policies: &str,
    headers: &'static [(&'static str, &'static str)],
    body: &'static str,
) -> (Stage, Browser) {
    let app = Router::new().fallback(any(async move || {
        let mut response = Response::new(Body::from(body));
        for (name, value) in headers {
            response.headers_mut().append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        response
    }));
    let stage = Stage::start(policies, app).await;
    let browser = stage.browser_of("alex").await;
    (stage, browser)
}

/// Sends a body with these header lines, byte for byte, and gives the status.
async fn raw(stage: &Stage, browser: &Browser, start: &str, lines: &[u8], body: &[u8]) -> u16 {
    let mut stream = TcpStream::connect(("127.0.0.1", stage.port)).await.unwrap();
    let head = format!(
        "{start} HTTP/1.1\r\nhost: files.localhost\r\ncookie: stepgate_session={}\r\nconnection: close\r\n\
         content-length: {}\r\n",
        browser.cookies()["stepgate_session"],
        body.len()
    );
    let request = [head.as_bytes(), lines, b"\r\n", body].concat();
    stream.write_all(&request).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[9..12]).parse().unwrap()
}
