//! Requests and answers cross as they are, but for what a gateway has to change.

use crate::stage::Stage;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::{any, get};
use bytes::Bytes;
use http::{HeaderMap, Method, Response, StatusCode};
use http_body_util::{BodyExt as _, StreamBody};
use hyper::body::Frame;
use std::convert::Infallible;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// An answer with these headers and this body.
fn answer(status: u16, headers: &[(&str, &str)], body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(*name, *value);
    }
    response.body(body.into()).unwrap()
}

#[tokio::test]
async fn the_app_hears_of_the_way_what_the_gateway_knows_and_nothing_else() {
    let stage = Stage::start("", Router::new().fallback(any(async || "ok"))).await;
    let mut browser = stage.browser_of("alex").await;
    browser.set_cookie("own", "kept");
    let headers = [
        ("x-forwarded-for", "6.6.6.6"),
        ("forwarded", "for=6.6.6.6"),
        ("x-real-ip", "6.6.6.6"),
        ("remote-user", "root"),
        ("stepgate-action", "allow"),
        ("connection", "x-hop, keep-alive"),
        ("x-hop", "gone"),
        ("te", "trailers"),
        ("expect-not", "kept"),
        ("accept-language", "de"),
    ];
    browser.get("/seen", &headers).await;
    let seen = &stage.app.received_at("/seen")[0];
    let value = |name: &str| {
        seen.headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    };
    let table = [
        ("host", format!("127.0.0.1:{}", stage.app.port)),
        ("x-forwarded-for", "127.0.0.1".into()),
        (
            "x-forwarded-host",
            format!("files.localhost:{}", stage.port),
        ),
        ("x-forwarded-proto", "http".into()),
        (
            "forwarded",
            format!(
                "for=127.0.0.1;host=\"files.localhost:{}\";proto=http",
                stage.port
            ),
        ),
        ("via", "1.1 stepgate".into()),
        ("x-real-ip", String::new()),
        ("remote-user", String::new()),
        ("stepgate-action", String::new()),
        ("x-hop", String::new()),
        ("te", "trailers".into()),
        ("expect-not", "kept".into()),
        ("accept-language", "de".into()),
        ("cookie", "own=kept".into()),
    ];
    for (name, expected) in table {
        assert_eq!(value(name), expected, "{name}");
    }
}

#[tokio::test]
async fn bytes_ranges_validators_and_codings_that_are_no_page_pass_untouched() {
    let odd: Bytes = (0..=255).cycle().take(300_000).collect::<Vec<u8>>().into();
    let shared = odd.clone();
    let router = Router::new().fallback(any(async move |request: Request| {
        let range = request.headers().contains_key("range");
        let known = request.headers().contains_key("if-none-match");
        let base = [
            ("etag", "\"v1\""),
            ("accept-ranges", "bytes"),
            ("content-type", "application/wasm"),
        ];
        match request.uri().path() {
            "/range" if range => {
                let headers = [
                    base[0],
                    base[1],
                    base[2],
                    ("content-range", "bytes 10-19/300000"),
                ];
                answer(206, &headers, shared.slice(10..20))
            }
            "/known" if known => answer(304, &base[..1], Body::empty()),
            "/gzip" => answer(
                200,
                &[("content-encoding", "gzip"), ("content-type", "text/css")],
                shared,
            ),
            "/br" => answer(
                200,
                &[("content-encoding", "br"), ("content-type", "text/css")],
                shared,
            ),
            "/zstd" => answer(
                200,
                &[("content-encoding", "zstd"), ("content-type", "text/css")],
                shared,
            ),
            "/odd" => answer(
                200,
                &[("content-encoding", "dcb"), ("content-type", "text/css")],
                shared,
            ),
            _ => answer(200, &base, shared),
        }
    }));
    let stage = Stage::start("", router).await;
    let mut browser = stage.browser_of("alex").await;
    let whole = browser.fetch("/whole").await;
    assert_eq!(whole.body, odd);
    assert_eq!(
        (whole.header("etag"), whole.header("content-length")),
        ("\"v1\"", "300000")
    );
    let part = browser.get("/range", &[("range", "bytes=10-19")]).await;
    assert_eq!(
        (part.status, part.header("content-range")),
        (StatusCode::PARTIAL_CONTENT, "bytes 10-19/300000")
    );
    assert_eq!(part.body, odd.slice(10..20));
    let known = browser.get("/known", &[("if-none-match", "\"v1\"")]).await;
    assert_eq!(
        (known.status, known.body.len()),
        (StatusCode::NOT_MODIFIED, 0)
    );
    for coding in ["gzip", "br", "zstd", "odd"] {
        let answer = browser
            .get(
                &format!("/{coding}"),
                &[("accept-encoding", "gzip, br, zstd")],
            )
            .await;
        assert_eq!(answer.body, odd, "{coding}");
        assert_eq!(
            answer.header("content-encoding"),
            if coding == "odd" { "dcb" } else { coding }
        );
    }
    let head = browser
        .send(Method::HEAD, "/whole", &[], Bytes::new())
        .await;
    assert_eq!(
        (head.header("content-length"), head.body.len()),
        ("300000", 0)
    );
}

#[tokio::test]
async fn a_body_without_a_length_passes_in_chunks_with_its_trailers() {
    let router = Router::new().fallback(get(async || {
        let mut trailers = HeaderMap::new();
        trailers.insert("x-sum", "42".parse().unwrap());
        let frames = [
            Frame::data(Bytes::from("one")),
            Frame::data(Bytes::from("two")),
            Frame::trailers(trailers),
        ];
        let body = StreamBody::new(futures_util::stream::iter(frames.map(Ok::<_, Infallible>)));
        answer(
            200,
            &[("trailer", "x-sum"), ("content-type", "text/plain")],
            Body::new(body),
        )
    }));
    let stage = Stage::start("", router).await;
    let browser = stage.browser_of("alex").await;
    let mut stream = TcpStream::connect(("127.0.0.1", stage.port)).await.unwrap();
    let session = &browser.cookies()["stepgate_session"];
    let request = format!(
        "GET /t HTTP/1.1\r\nhost: files.localhost\r\ncookie: stepgate_session={session}\r\nte: trailers\r\nconnection: te, close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut text = String::new();
    stream.read_to_string(&mut text).await.unwrap();
    assert!(text.contains("transfer-encoding: chunked"), "{text}");
    assert!(text.ends_with("0\r\nx-sum: 42\r\n\r\n"), "{text}");
}

#[tokio::test]
async fn redirects_and_cookies_of_the_app_itself_become_the_public_hosts() {
    let router = Router::new().fallback(any(async |request: Request| {
        let host = request.headers()["host"].to_str().unwrap().to_owned();
        let location = format!("http://{host}/next?x=1");
        answer(
            302,
            &[
                ("location", &location),
                ("set-cookie", "a=1; Domain=127.0.0.1; Path=/"),
            ],
            Body::empty(),
        )
    }));
    let stage = Stage::start("", router).await;
    let mut browser = stage.browser();
    browser.sign_in("alex", "/").await;
    browser
        .send(
            Method::POST,
            "/.stepgate/notice",
            &[
                ("origin", &stage.origin()),
                ("content-type", "application/x-www-form-urlencoded"),
            ],
            "to=/".into(),
        )
        .await;
    let answer = browser.visit("/").await;
    assert_eq!(
        answer.header("location"),
        format!("{}/next?x=1", stage.origin())
    );
    assert_eq!(answer.header("set-cookie"), "a=1; Path=/");
}

#[tokio::test]
async fn an_unknown_host_and_an_app_that_is_down_are_said_readably() {
    let stage = Stage::start("", Router::new()).await;
    let unknown = stage.browser().at_host("other.localhost").visit("/").await;
    assert_eq!(unknown.status, StatusCode::MISDIRECTED_REQUEST);
    assert!(unknown.text().contains("other.localhost"));
    let mut browser = stage.browser().at_host("gone.localhost");
    browser.sign_in("alex", "/").await;
    let down = browser.accept_notice("/x").await;
    assert_eq!(down.status, StatusCode::BAD_GATEWAY);
    assert!(
        down.text().contains("Gone is not available"),
        "{}",
        down.text()
    );
    assert!(down.text().contains("href=\"/x\""));
}

#[tokio::test]
async fn a_websocket_is_carried_both_ways_and_nothing_else_is_an_upgrade() {
    let router = Router::new().fallback(any(async |mut request: Request| {
        if !request.headers().contains_key("upgrade") {
            return answer(200, &[], "no upgrade");
        }
        let upgrade = hyper::upgrade::on(&mut request);
        tokio::spawn(async move {
            let mut stream = hyper_util::rt::TokioIo::new(upgrade.await.unwrap());
            let mut bytes = [0; 5];
            stream.read_exact(&mut bytes).await.unwrap();
            bytes.reverse();
            stream.write_all(&bytes).await.unwrap();
        });
        answer(
            101,
            &[("connection", "upgrade"), ("upgrade", "websocket")],
            Body::empty(),
        )
    }));
    let stage = Stage::start("", router).await;
    let browser = stage.browser_of("alex").await;
    let session = browser.cookies()["stepgate_session"].clone();
    let ask = async |upgrade: &str| {
        let mut stream = TcpStream::connect(("127.0.0.1", stage.port)).await.unwrap();
        let request = format!(
            "GET /socket HTTP/1.1\r\nhost: files.localhost\r\ncookie: stepgate_session={session}\r\n\
             connection: Upgrade\r\nupgrade: {upgrade}\r\n\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        (String::from_utf8(head).unwrap(), stream)
    };
    let (head, mut stream) = ask("websocket").await;
    assert!(head.starts_with("HTTP/1.1 101 "), "{head}");
    stream.write_all(b"hello").await.unwrap();
    let mut echo = [0; 5];
    stream.read_exact(&mut echo).await.unwrap();
    assert_eq!(&echo, b"olleh");
    let (head, _) = ask("h2c").await;
    assert!(head.starts_with("HTTP/1.1 200 "), "{head}");
}

#[tokio::test]
async fn service_workers_are_refused_until_the_configuration_allows_them() {
    let stage = Stage::start("", Router::new().fallback(get(async || "self.x = 1"))).await;
    let mut browser = stage.browser_of("alex").await;
    let worker = [
        ("service-worker", "script"),
        ("sec-fetch-dest", "serviceworker"),
    ];
    let answer = browser.get("/sw.js", &worker).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(answer.text().contains("service_workers = true"));
    assert_eq!(browser.fetch("/sw.js").await.status, StatusCode::OK);
}

#[tokio::test]
async fn methods_that_would_reflect_or_tunnel_are_not_carried() {
    let stage = Stage::start("", Router::new().fallback(any(async || "ok"))).await;
    let mut browser = stage.browser_of("alex").await;
    let answer = browser.send(Method::TRACE, "/", &[], Bytes::new()).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
}
#[tokio::test]
async fn a_long_answer_streams_before_it_ends() {
    let (more, receiver) = tokio::sync::mpsc::channel::<Result<Bytes, Infallible>>(1);
    let receiver = std::sync::Arc::new(std::sync::Mutex::new(Some(receiver)));
    let router = Router::new().route(
        "/events",
        get(async move || {
            let receiver = receiver.lock().unwrap().take().unwrap();
            let stream = futures_util::stream::unfold(receiver, async |mut receiver| {
                Some((receiver.recv().await?, receiver))
            });
            answer(
                200,
                &[("content-type", "text/event-stream")],
                Body::from_stream(stream),
            )
        }),
    );
    let stage = Stage::start("", router).await;
    let browser = stage.browser_of("alex").await;
    let client: hyper_util::client::legacy::Client<_, http_body_util::Empty<Bytes>> =
        hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new())
            .build_http();
    let request = http::Request::get(format!("http://127.0.0.1:{}/events", stage.port))
        .header("host", format!("files.localhost:{}", stage.port))
        .header(
            "cookie",
            format!("stepgate_session={}", browser.cookies()["stepgate_session"]),
        )
        .body(http_body_util::Empty::new())
        .unwrap();
    let mut response = client.request(request).await.unwrap();
    for n in 0..3 {
        more.send(Ok(Bytes::from(format!("data: {n}\n\n"))))
            .await
            .unwrap();
        let frame = response
            .frame()
            .await
            .unwrap()
            .unwrap()
            .into_data()
            .unwrap();
        assert_eq!(frame, format!("data: {n}\n\n"));
    }
}
