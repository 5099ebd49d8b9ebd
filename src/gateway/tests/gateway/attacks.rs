//! What a hostile client, link or app could have read one way by the gateway and another way by somebody else.

use crate::browser::Browser;
use crate::stage::Stage;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Response, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const NO_PROGRAMS: &str = r#"{"id":"no-exe","name":"No programs","description":"d","sessionControlType":"controlFileUpload",
    "activityTypes":["upload"],"conditions":{"filter":"extension","operator":"equals","values":["exe"]},"action":"block"}"#;

const NO_CARDS: &str = r#"{"id":"no-cards","name":"No cards","description":"d","sessionControlType":"blockActivities",
    "activityTypes":["sendItem"],"inspection":{"presetExpression":"paymentCard","minimumViolations":1},"action":"block"}"#;

const NO_PROGRAMS_OUT: &str = r#"{"id":"no-exe","name":"No programs","description":"d","sessionControlType":"controlFileDownload",
    "activityTypes":["download"],"conditions":{"filter":"extension","operator":"equals","values":["exe"]},"action":"block"}"#;

const PROVE: &str = r#"{"id":"prove","name":"Prove it","description":"d","sessionControlType":"controlFileDownload",
    "activityTypes":["download"],"action":"requireStepUp",
    "stepUp":{"authenticationContext":"c1","scope":"once","lifetime":120}}"#;

const CARD: &str = "4111 1111 1111 1111";

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

fn part(head: &str) -> String {
    format!("--edge\r\n{head}\r\n\r\nMZ\r\n--edge--\r\n")
}

#[tokio::test]
async fn a_file_in_a_form_is_found_whatever_the_reader_behind_makes_of_its_headers() {
    let (stage, browser) = stage(&[NO_PROGRAMS]).await;
    let form = "content-type: multipart/form-data; boundary=edge\r\n";
    let exe = "Content-Disposition: form-data; name=f; filename=tool.exe";
    let table = [
        // RFC 2231 continuations, RFC 2047 words, other quotes, escapes that some do not know.
        part("Content-Disposition: form-data; name=f; filename*0=\"tool.\"; filename*1=\"exe\""),
        part("Content-Disposition: form-data; name=f; filename*0*=utf-8''tool; filename*1*=%2Eexe"),
        part("Content-Disposition: form-data; name=f; filename=\"=?utf-8?B?dG9vbC5leGU=?=\""),
        part("Content-Disposition: form-data; name=f; filename=\"=?utf-8?Q?tool=2Eexe?=\""),
        part("Content-Disposition: form-data; name=f; filename='tool.exe'"),
        part("Content-Disposition: form-data; name=f; x='\"'; filename=\"tool.exe\""),
        part(
            "Content-Disposition: form-data; name=f; filename=\"a.txt\\\"; filename=tool.exe; x=\"",
        ),
        part("Content-Disposition: form-data; name=f; filename*=tool.exe"),
        part("Content-Disposition: form-data; name=f; filename*=unknown''tool.exe"),
        // A form in the form, a part that is encoded once more, a part behind the end.
        part(&format!(
            "Content-Disposition: form-data; name=f\r\nContent-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n{exe}\r\n\r\nMZ\r\n--in--"
        )),
        part("Content-Disposition: form-data; name=f\r\nContent-Transfer-Encoding: base64"),
        format!(
            "--edge\r\nContent-Disposition: form-data; name=t\r\n\r\nx\r\n--edge--\r\n{}",
            part(exe)
        ),
        format!(
            "--edge\r\nContent-Disposition: form-data; name=t\r\n\r\nx\r\n--edge--x\r\n{exe}\r\n\r\nMZ\r\n--edge--"
        ),
    ];
    for body in table {
        let status = raw(
            &stage,
            &browser,
            "POST /up",
            form.as_bytes(),
            body.as_bytes(),
        )
        .await;
        assert_eq!(status, 403, "{body}");
    }
    assert!(stage.app.received_at("/up").is_empty());
    let fine = [
        "Content-Disposition: form-data; name=\"f\"; filename=\"Bob's \\\"plan\\\".pdf\"",
        "Content-Disposition: form-data; name=\"f\"; filename=\"\u{dc}bersicht; alt.pdf\"; filename*=utf-8''%C3%9C.pdf",
        "Content-Disposition: form-data; name=\"f[]\"\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit",
    ];
    for head in fine {
        let body = part(head);
        let status = raw(
            &stage,
            &browser,
            "POST /up",
            form.as_bytes(),
            body.as_bytes(),
        )
        .await;
        assert_eq!(status, 200, "{body}");
    }
}

#[tokio::test]
async fn a_form_is_found_whatever_the_content_type_hides() {
    let (stage, browser) = stage(&[NO_PROGRAMS]).await;
    let body = part("Content-Disposition: form-data; name=f; filename=tool.exe");
    let wrapped =
        format!("--other\r\nContent-Disposition: form-data; name=t\r\n\r\n{body}\r\n--other--\r\n");
    let escaped = wrapped.replace("other", "ed\\\"ge");
    let table: [(&[u8], &str); 7] = [
        (
            b"content-type: Multipart/Form-Data; boundary=edge\r\n",
            &body,
        ),
        (
            b"content-type: multipart/form-data; boundary=edge; x=\xe9\r\n",
            &body,
        ),
        (
            b"content-type: text/plain\r\ncontent-type: multipart/form-data; boundary=edge\r\n",
            &body,
        ),
        (
            b"content-type: text/plain, multipart/form-data; boundary=edge\r\n",
            &body,
        ),
        (
            b"content-type: multipart/form-data; boundary=other; boundary=edge\r\n",
            &wrapped,
        ),
        (
            b"content-type: multipart/form-data; boundary=other; boundary*=utf-8''edge\r\n",
            &wrapped,
        ),
        (
            b"content-type: multipart/form-data; boundary=\"ed\\\"ge\"\r\n",
            &escaped,
        ),
    ];
    for (lines, body) in table {
        let status = raw(&stage, &browser, "POST /up", lines, body.as_bytes()).await;
        assert_eq!(status, 403, "{} {body}", String::from_utf8_lossy(lines));
    }
}

#[tokio::test]
async fn a_compressed_form_is_looked_at_uncompressed_too() {
    let (stage, browser) = stage(&[NO_PROGRAMS]).await;
    let hidden = part("Content-Disposition: form-data; name=f; filename=tool.exe");
    let shown = part("Content-Disposition: form-data; name=f; filename=plan.pdf");
    let mut compressed = Vec::new();
    let mut encoder = async_compression::tokio::bufread::GzipEncoder::new(shown.as_bytes());
    encoder.read_to_end(&mut compressed).await.unwrap();
    // A gzip header has room for anything: flag FEXTRA, its length, and then what an app that does not decompress reads.
    let mut body = compressed[..10].to_vec();
    body[3] = 4;
    let extra = format!("\r\n{hidden}");
    body.extend(u16::try_from(extra.len()).unwrap().to_le_bytes());
    body.extend(extra.as_bytes());
    body.extend(&compressed[10..]);
    for lines in [
        "content-type: multipart/form-data; boundary=edge\r\ncontent-encoding: gzip\r\n",
        "content-type: multipart/form-data; boundary=edge\r\ncontent-encoding: gzip\r\nconnection: content-encoding\r\n",
    ] {
        let status = raw(&stage, &browser, "POST /up", lines.as_bytes(), &body).await;
        assert_eq!(status, 403, "{lines}");
    }
}

#[tokio::test]
async fn a_file_as_a_body_has_every_name_the_request_gives_it() {
    let (stage, browser) = stage(&[NO_PROGRAMS]).await;
    let table: [(&str, &[u8]); 10] = [
        ("POST /up/tool.exe", b"x-file-name: a.txt\r\n"),
        (
            "POST /up/tool.exe",
            b"content-disposition: attachment; filename=a.txt\r\n",
        ),
        (
            "POST /up",
            b"x-file-name: a.txt\r\nx-file-name: tool.exe\r\n",
        ),
        (
            "POST /up",
            b"content-type: text/plain\r\nx-file-name: t\xe9ol.exe\r\n",
        ),
        (
            "POST /up",
            b"content-type: text/plain\r\nx_file_name: tool.exe\r\n",
        ),
        ("POST /up?name=tool.exe", b""),
        ("PUT /up?path=%2Fa%2Ftool%2Eexe", b""),
        ("PUT /up/tool.exe/", b""),
        ("PUT /up/tool.exe;v=1", b""),
        ("PATCH /up/tool.exe%2f", b""),
    ];
    for (start, lines) in table {
        let status = raw(&stage, &browser, start, lines, b"MZ").await;
        assert_eq!(status, 403, "{start} {}", String::from_utf8_lossy(lines));
    }
    assert_eq!(
        raw(&stage, &browser, "POST /up?name=plan.pdf", b"", b"MZ").await,
        200
    );
}

#[tokio::test]
async fn a_card_is_found_whatever_the_message_says_of_itself() {
    let (stage, browser) = stage(&[NO_CARDS]).await;
    let escaped = "4111\\u00201111\\u00201111\\u0020111\\u0031";
    let deep = format!("{}\"{escaped}\"{}", "[".repeat(200), "]".repeat(200));
    let table: [(&str, Bytes); 11] = [
        ("text/plain; charset=utf-16", CARD.into()),
        ("text/plain; charset=hz-gb-2312", CARD.into()),
        ("text/plain", [b"\xfe\xff".as_slice(), CARD.as_bytes()].concat().into()),
        ("application/json", format!("{{\"t\":\"{escaped}\",\"t\":\"\"}}").into()),
        ("application/json", deep.into()),
        ("application/json", format!("{{\"t\":\"{escaped}\",}}").into()),
        ("application/x-ndjson", format!("{{}}\n{{\"t\":\"{escaped}\"}}").into()),
        ("text/plain", format!("{{\"t\":\"{escaped}\"}}").into()),
        (
            "application/x-www-form-urlencoded; x=\u{e9}",
            "m=4111%201111%201111%20111%31".into(),
        ),
        ("application/xml", "<t>4111&#32;1111&#x20;1111 111&#49;</t>".into()),
        (
            "multipart/form-data; boundary=edge",
            format!("--edge\r\nContent-Disposition: form-data; name=t\r\nContent-Type: text/plain; charset=utf-16\r\n\r\n{CARD}\r\n--edge--\r\n").into(),
        ),
    ];
    for (content_type, body) in table {
        let lines = format!("content-type: {content_type}\r\n");
        let status = raw(&stage, &browser, "POST /up", lines.as_bytes(), &body).await;
        assert_eq!(status, 403, "{content_type} {body:?}");
    }
}

#[tokio::test]
async fn a_download_is_found_in_several_headers_and_several_parts() {
    let (_one, mut browser) = answers(
        NO_PROGRAMS_OUT,
        &[
            ("content-disposition", "inline"),
            ("content-disposition", "attachment; filename=tool.exe"),
        ],
        "MZ",
    )
    .await;
    assert_eq!(browser.fetch("/x").await.status, StatusCode::FORBIDDEN);
    let (_two, mut browser) = answers(
        NO_PROGRAMS_OUT,
        &[("content-type", "multipart/byteranges; boundary=x")],
        "--x\r\ncontent-type: application/octet-stream\r\n\r\nMZ\r\n--x--",
    )
    .await;
    let parts = [("range", "bytes=0-0,1-99")];
    for path in [
        "/tool.exe",
        "/tool.exe;v=1",
        "/tool.exe/",
        "/get?file=tool.exe",
    ] {
        let answer = browser.get(path, &parts).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{path}");
    }
}

#[tokio::test]
async fn a_file_with_two_names_needs_one_step_up() {
    let (_stage, mut browser) = answers(
        PROVE,
        &[(
            "content-disposition",
            "attachment; filename=\"Uebersicht.pdf\"; filename*=UTF-8''%C3%9Cbersicht.pdf",
        )],
        "the plan",
    )
    .await;
    let page = browser.visit("/plan").await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    let first = browser
        .visit(&page.between("class=\"button primary\" href=\"", "\""))
        .await;
    let provider = browser.follow(first).await;
    browser.prove(&provider).await;
    let file = browser.visit("/plan").await;
    assert_eq!(
        (file.status, file.text().as_str()),
        (StatusCode::OK, "the plan")
    );
    assert_eq!(
        browser.visit("/plan").await.status,
        StatusCode::UNAUTHORIZED
    );
}

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
