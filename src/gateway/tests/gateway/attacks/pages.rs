//! Pages, links, cookies and headers that the gateway and somebody else could read in two ways.

use super::{NO_PROGRAMS_OUT, answers, raw, stage};
use crate::stage::Stage;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use http::{HeaderValue, Method, Response, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

#[tokio::test]
async fn only_what_browsers_surely_save_is_left_without_the_agent() {
    for disposition in ["\"attachment\"; filename=a.html", "attachment x", "name=x"] {
        let app = Router::new().fallback(any(async move || {
            Response::builder()
                .header("content-type", "text/html")
                .header("content-disposition", disposition)
                .body(Body::from("<p>"))
                .unwrap()
        }));
        let stage = Stage::start("", app).await;
        let answer = stage.browser_of("alex").await.visit("/").await;
        assert!(answer.text().contains("/.stepgate/agent-"), "{disposition}");
    }
}

#[tokio::test]
async fn a_link_with_two_slashes_leads_nowhere_else() {
    let (stage, _) = stage(&[]).await;
    let mut browser = stage.browser();
    let first = browser.visit("//evil.example/x").await;
    let provider = browser.follow(first).await;
    let base: url::Url = provider.address.parse().unwrap();
    let csrf = provider.between("name=\"csrf\" value=\"", "\"");
    let action = base.join(&provider.between("action=\"", "\"")).unwrap();
    let body = format!("csrf={csrf}&answer=alex");
    let origin = base.origin().ascii_serialization();
    let headers = [
        ("content-type", "application/x-www-form-urlencoded"),
        ("origin", origin.as_str()),
    ];
    let mut answer = browser
        .send(Method::POST, action.as_str(), &headers, body.into())
        .await;
    while answer.status.is_redirection() {
        let base: url::Url = answer.address.parse().unwrap();
        let next = base.join(answer.header("location")).unwrap();
        assert_ne!(next.host_str(), Some("evil.example"));
        answer = browser.visit(next.as_str()).await;
    }
    assert!(answer.text().contains("is monitored"), "{}", answer.text());
}

#[tokio::test]
async fn a_part_of_a_page_is_asked_for_again_without_what_came_with_the_first_question() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (heads, mut heard) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let heads = heads.clone();
            tokio::spawn(async move {
                let mut buffer = vec![0; 65536];
                while let Ok(read @ 1..) = stream.read(&mut buffer).await {
                    let head = String::from_utf8_lossy(&buffer[..read]).to_ascii_lowercase();
                    let status = if head.contains("\nrange:") {
                        "206 Partial"
                    } else {
                        "200 OK"
                    };
                    let answer = format!(
                        "HTTP/1.1 {status}\r\ncontent-type: text/html\r\ncontent-length: 3\r\n\r\n<p>"
                    );
                    heads.send(head).unwrap();
                    stream.write_all(answer.as_bytes()).await.unwrap();
                }
            });
        }
    });
    let stage = Stage::start_before("", port).await;
    let browser = stage.browser_of("alex").await;
    while heard.try_recv().is_ok() {}
    let lines = b"accept: text/html\r\nrange: bytes=0-0\r\ncontent-type: text/plain\r\n";
    assert_eq!(
        raw(&stage, &browser, "GET /page", lines, b"12345").await,
        200
    );
    heard.recv().await.unwrap();
    while let Some(head) = heard.recv().await {
        // The first question's body may come apart from its head.
        if head.starts_with("get ") {
            assert!(!head.contains("content-length"), "{head}");
            break;
        }
    }
}

#[tokio::test]
async fn a_cookie_beside_ours_hides_and_replaces_nothing() {
    let app = Router::new().fallback(any(async || {
        let mut response = Response::new(Body::from("ok"));
        for cookie in [
            "=stepgate_session=stolen",
            "\tstepgate_session=stolen",
            "good=1",
        ] {
            let value = HeaderValue::from_str(cookie).unwrap();
            response.headers_mut().append("set-cookie", value);
        }
        response
    }));
    let stage = Stage::start("", app).await;
    let mut browser = stage.browser_of("alex").await;
    let answer = browser.fetch("/").await;
    let cookies: Vec<_> = answer.headers.get_all("set-cookie").iter().collect();
    assert_eq!(cookies, ["good=1"]);
    let mut stream = TcpStream::connect(("127.0.0.1", stage.port)).await.unwrap();
    let head = format!(
        "GET / HTTP/1.1\r\nhost: files.localhost\r\nconnection: close\r\ncookie: name=\u{e9}; stepgate_session={}\r\n\r\n",
        browser.cookies()["stepgate_session"]
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = [0; 12];
    stream.read_exact(&mut answer).await.unwrap();
    assert_eq!(&answer, b"HTTP/1.1 200");
}

#[tokio::test]
async fn headers_that_some_apps_read_alike_are_dropped_alike() {
    let (stage, mut browser) = stage(&[]).await;
    let spoofed = [
        ("x_forwarded_for", "6.6.6.6"),
        ("remote_user", "root"),
        ("x-forwarded-ssl", "on"),
        ("x_custom", "stays"),
    ];
    browser.get("/", &spoofed).await;
    let received = stage.app.received().pop().unwrap().headers;
    for (name, _) in &spoofed[..3] {
        assert!(!received.contains_key(*name), "{name}");
    }
    assert_eq!(received["x_custom"], "stays");
}

#[tokio::test]
async fn a_page_without_a_type_is_a_page() {
    let (_stage, mut browser) = answers(NO_PROGRAMS_OUT, &[], "\n <!DOCTYPE html><p>hello").await;
    let answer = browser.visit("/tool.exe").await;
    assert_eq!(answer.header("content-type"), "text/html");
    assert!(
        answer.text().contains("/.stepgate/agent-"),
        "{}",
        answer.text()
    );
    let (_stage, mut browser) = answers(NO_PROGRAMS_OUT, &[], "MZ").await;
    assert_eq!(
        browser.visit("/tool.exe").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn what_a_script_fetched_does_not_come_back_as_a_document() {
    for (content_type, kept) in [
        ("text/html", "no-store"),
        ("image/svg+xml", "sec-fetch-dest"),
        ("", "no-store"),
    ] {
        let app = Router::new().fallback(any(async move |_: Request| {
            let mut response = Response::new(Body::from("<svg/>"));
            if !content_type.is_empty() {
                response
                    .headers_mut()
                    .insert("content-type", HeaderValue::from_static(content_type));
            }
            response
        }));
        let stage = Stage::start("", app).await;
        let mut browser = stage.browser_of("alex").await;
        let answer = browser.get("/x", &[("sec-fetch-dest", "empty")]).await;
        let said = format!(
            "{} {}",
            answer.header("cache-control"),
            answer.header("vary")
        );
        assert!(said.contains(kept), "{content_type}: {said}");
    }
}

#[tokio::test]
async fn a_redirect_that_leads_nowhere_is_a_page() {
    for (status, location) in [(302, ""), (300, "/elsewhere")] {
        let moved = any(async move || {
            let mut response = Response::builder()
                .status(status)
                .header("content-type", "text/html");
            if !location.is_empty() {
                response = response.header("location", location);
            }
            response.body(Body::from("<p>")).unwrap()
        });
        let app = Router::new().route("/", any(async || "ok")).fallback(moved);
        let stage = Stage::start("", app).await;
        let answer = stage.browser_of("alex").await.visit("/moved").await;
        assert!(answer.text().contains("/.stepgate/agent-"), "{status}");
    }
}

#[tokio::test]
async fn an_app_names_no_way_round_the_gateway() {
    let headers = &[("alt-svc", "h3=\"app.internal:443\"; ma=86400")];
    let (_stage, mut browser) = answers("", headers, "ok").await;
    assert_eq!(browser.fetch("/").await.header("alt-svc"), "");
}
