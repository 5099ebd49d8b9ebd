//! The agent gets into every page, and into nothing else.

use crate::browser::{Answer, Browser};
use crate::stage::Stage;
use async_compression::tokio::bufread::{
    BrotliDecoder, BrotliEncoder, GzipDecoder, GzipEncoder, ZlibDecoder, ZlibEncoder, ZstdDecoder,
    ZstdEncoder,
};
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use bytes::Bytes;
use http::{Method, Response, StatusCode};
use stepgate_protocol::{Boot, ReadLimits};
use tokio::io::{AsyncRead, AsyncReadExt as _};

const POLICY: &str = r#"{"id":"p","name":"P","description":"d","sessionControlType":"monitorOnly",
    "activityTypes":["copy"],"action":"audit"}"#;

/// An app that answers every request with these headers and this body.
fn always(headers: &'static [(&'static str, &'static str)], body: impl Into<Bytes>) -> Router {
    let body: Bytes = body.into();
    Router::new().fallback(any(async move || {
        let mut response = Response::builder();
        for (name, value) in headers {
            response = response.header(*name, *value);
        }
        response.body(Body::from(body)).unwrap()
    }))
}

async fn visit(router: Router) -> (Stage, Browser, Answer) {
    let stage = Stage::start(POLICY, router).await;
    let mut browser = stage.browser_of("alex").await;
    let answer = browser.visit("/").await;
    (stage, browser, answer)
}

async fn read(mut reader: impl AsyncRead + Unpin) -> Vec<u8> {
    let mut out = Vec::new();
    reader.read_to_end(&mut out).await.unwrap();
    out
}

async fn encode(coding: &str, bytes: &[u8]) -> Vec<u8> {
    match coding {
        "gzip" => read(GzipEncoder::new(bytes)).await,
        "deflate" => read(ZlibEncoder::new(bytes)).await,
        "br" => read(BrotliEncoder::new(bytes)).await,
        "zstd" => read(ZstdEncoder::new(bytes)).await,
        _ => bytes.to_vec(),
    }
}

async fn decode(coding: &str, bytes: &[u8]) -> Vec<u8> {
    match coding {
        "gzip" => read(GzipDecoder::new(bytes)).await,
        "deflate" => read(ZlibDecoder::new(bytes)).await,
        "br" => read(BrotliDecoder::new(bytes)).await,
        "zstd" => read(ZstdDecoder::new(bytes)).await,
        _ => bytes.to_vec(),
    }
}

/// The tag, and the page without it.
fn take_out_tag(page: &str) -> (String, String) {
    let start = page
        .find("<script src=\"/.stepgate/agent-")
        .unwrap_or_else(|| panic!("no tag in {page}"));
    let end = start + page[start..].find("</script>").unwrap() + "</script>".len();
    (
        page[start..end].to_owned(),
        format!("{}{}", &page[..start], &page[end..]),
    )
}

#[tokio::test]
async fn the_tag_carries_the_session_and_the_policies_and_the_script_is_there() {
    let html = "<!doctype html><html><head><title>x</title></head><body>hello</body></html>";
    let (stage, mut browser, answer) = visit(always(
        &[("content-type", "text/html; charset=utf-8")],
        html,
    ))
    .await;
    let (tag, rest) = take_out_tag(&answer.text());
    assert_eq!(rest, html);
    assert!(
        answer
            .text()
            .starts_with("<!doctype html><html><head><script src=")
    );
    let attribute = tag
        .split("data-stepgate=\"")
        .nth(1)
        .unwrap()
        .split('"')
        .next()
        .unwrap();
    let bytes = Boot::attribute_bytes(attribute).unwrap();
    let boot = Boot::decode(&bytes).unwrap();
    assert_eq!(
        (boot.session.user.as_str(), boot.session.app.as_str()),
        ("alex@example.com", "files")
    );
    assert_eq!(
        stepgate_policy::Bundle::read(boot.bundle)
            .unwrap()
            .policy_count(),
        1
    );

    assert_eq!(boot.limits, ReadLimits::default());

    let path = tag.split('"').nth(1).unwrap();
    let script = stage.browser().fetch(path).await;
    assert_eq!(script.status, StatusCode::OK, "the script needs no session");
    assert_eq!(
        script.header("cache-control"),
        "public, max-age=31536000, immutable"
    );
    let compressed = browser.get(path, &[("accept-encoding", "gzip, br")]).await;
    let coding = compressed.header("content-encoding").to_owned();
    assert_eq!(decode(&coding, &compressed.body).await, script.body);
}

#[tokio::test]
async fn pages_are_injected_in_every_coding_and_come_back_in_it() {
    let html = format!(
        "<html><head></head><body>{}</body></html>",
        "caf\u{e9} ".repeat(20_000)
    );
    for coding in ["gzip", "deflate", "br", "zstd"] {
        let body = encode(coding, html.as_bytes()).await;
        let router = Router::new().fallback(any(async move || {
            Response::builder()
                .header("content-type", "text/html; charset=utf-8")
                .header("content-encoding", coding)
                .header("content-length", body.len())
                .header("content-md5", "x")
                .body(Body::from(body))
                .unwrap()
        }));
        let (stage, mut browser, _) = visit(router).await;
        let headers = [
            ("accept", "text/html"),
            ("accept-encoding", "gzip, deflate, br, zstd, dcb"),
        ];
        let answer = browser.get("/", &headers).await;
        assert_eq!(answer.header("content-encoding"), coding);
        assert_eq!(answer.header("content-md5"), "");
        let page = decode(coding, &answer.body).await;
        assert_eq!(
            take_out_tag(&String::from_utf8(page).unwrap()).1,
            html,
            "{coding}"
        );
        let asked = stage.app.received().pop().unwrap();
        assert_eq!(asked.headers["accept-encoding"], "gzip, deflate, br, zstd");
    }
}

#[tokio::test]
async fn a_page_in_a_coding_that_cannot_be_read_is_not_shown() {
    let headers = &[
        ("content-type", "text/html"),
        ("content-encoding", "compress"),
    ];
    let (_stage, _, answer) = visit(always(headers, "x")).await;
    assert_eq!(answer.status, StatusCode::BAD_GATEWAY);
    assert!(answer.text().contains("`compress`"), "{}", answer.text());
}

#[tokio::test]
async fn every_encoding_is_read_as_without_the_tag() {
    let text =
        "<html><head><title>\u{3042}\u{30a2}\u{4e9c}</title></head><body>\u{3044}</body></html>";
    let in_utf16 = |big: bool, mark: bool| {
        let units = mark
            .then_some(0xFEFF)
            .into_iter()
            .chain(text.encode_utf16());
        units
            .flat_map(|unit| {
                if big {
                    unit.to_be_bytes()
                } else {
                    unit.to_le_bytes()
                }
            })
            .collect::<Vec<u8>>()
    };
    let in_encoding = |name: &str, text: &str| {
        encoding_rs::Encoding::for_label(name.as_bytes())
            .unwrap()
            .encode(text)
            .0
            .into_owned()
    };
    let with_meta = |name: &str| text.replace("<head>", &format!("<head><meta charset={name}>"));
    // Header, bytes, the header that comes back.
    let table: Vec<(&'static str, Vec<u8>, &str)> = vec![
        (
            "text/html; charset=utf-8",
            text.into(),
            "text/html; charset=utf-8",
        ),
        (
            "text/html; charset=Shift_JIS",
            in_encoding("shift_jis", text),
            "text/html; charset=Shift_JIS",
        ),
        (
            "text/html",
            in_encoding("euc-jp", &with_meta("euc-jp")),
            "text/html; charset=EUC-JP",
        ),
        (
            "text/html",
            with_meta("utf-8").into(),
            "text/html; charset=UTF-8",
        ),
        (
            "text/html",
            in_utf16(false, true),
            "text/html; charset=utf-8",
        ),
        (
            "text/html; charset=utf-8",
            in_utf16(true, true),
            "text/html; charset=utf-8",
        ),
        (
            "text/html; charset=utf-16be",
            in_utf16(true, false),
            "text/html; charset=utf-8",
        ),
        (
            "text/html; charset=iso-2022-jp",
            in_encoding("iso-2022-jp", text),
            "text/html; charset=utf-8",
        ),
        (
            "text/html",
            in_encoding("iso-2022-jp", &with_meta("iso-2022-jp")),
            "text/html; charset=utf-8",
        ),
        ("text/html", "<html><head></head>plain".into(), "text/html"),
    ];
    for (header, bytes, expected) in table {
        let headers: &'static [_] = Box::leak(Box::new([("content-type", header)]));
        let (_stage, _, answer) = visit(always(headers, bytes)).await;
        assert_eq!(answer.header("content-type"), expected);
        let label = expected.split("charset=").nth(1).unwrap_or("windows-1252");
        let page = encoding_rs::Encoding::for_label(label.as_bytes())
            .unwrap()
            .decode(&answer.body)
            .0;
        let (_, rest) = take_out_tag(&page);
        let plain = rest
            .replace("<meta charset=iso-2022-jp>", "")
            .replace("<meta charset=utf-8>", "")
            .replace("<meta charset=euc-jp>", "");
        let same = plain == text || plain == "<html><head></head>plain";
        assert!(same, "{header}: {plain}");
    }
}

#[tokio::test]
async fn what_is_no_page_is_not_touched() {
    let html = "<html><head></head><body>fragment</body></html>";
    let (_stage, mut browser, _) = visit(always(
        &[
            ("content-type", "text/html"),
            ("cache-control", "max-age=60"),
        ],
        html,
    ))
    .await;
    let table: [&[(&str, &str)]; 3] = [
        &[("sec-fetch-dest", "empty"), ("accept", "text/html")],
        &[("accept", "*/*")],
        &[
            ("accept", "text/html"),
            ("x-requested-with", "XMLHttpRequest"),
        ],
    ];
    for headers in table {
        let answer = browser.get("/", headers).await;
        assert_eq!(answer.text(), html, "{headers:?}");
        assert_eq!(
            answer.header("cache-control"),
            "no-store",
            "it could come back out of the cache as a page"
        );
    }
    let frame = browser.get("/", &[("sec-fetch-dest", "iframe")]).await;
    assert!(frame.text().contains("data-stepgate"));
}

#[tokio::test]
async fn documents_that_are_no_pages_are_sandboxed_but_for_those_with_a_viewer() {
    for (content_type, policy) in [
        ("image/svg+xml", "sandbox"),
        ("text/xml", "sandbox"),
        ("text/plain", "sandbox"),
        ("application/pdf", ""),
        ("video/mp4", ""),
    ] {
        let headers: &'static [_] = Box::leak(Box::new([("content-type", content_type)]));
        let (_stage, mut browser, answer) = visit(always(headers, "<svg/>")).await;
        assert_eq!(
            answer.header("content-security-policy"),
            policy,
            "{content_type}"
        );
        assert_eq!(answer.text(), "<svg/>");
        let image = browser.get("/", &[("sec-fetch-dest", "image")]).await;
        assert_eq!(image.header("content-security-policy"), "");
    }
}

#[tokio::test]
async fn an_injected_page_is_asked_for_whole_and_never_reused() {
    let html = "<html><head></head><body>0123456789</body></html>";
    let router = Router::new().fallback(any(async move |request: Request| {
        let headers = request.headers();
        let response = Response::builder()
            .header("content-type", "text/html; charset=utf-8")
            .header("etag", "\"v1\"")
            .header("last-modified", "Sat, 01 Jan 2022 00:00:00 GMT")
            .header("cache-control", "public, max-age=600");
        if headers.contains_key("if-none-match") || headers.contains_key("if-modified-since") {
            return response.status(304).body(Body::empty()).unwrap();
        }
        if headers.contains_key("range") {
            return response
                .status(206)
                .header("content-range", "bytes 0-9/48")
                .body(Body::from(&html[..10]))
                .unwrap();
        }
        response.body(Body::from(html)).unwrap()
    }));
    let (_stage, mut browser, answer) = visit(router).await;
    assert_eq!(answer.header("etag"), "W/\"v1\"");
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    assert_eq!(
        answer.header("last-modified"),
        "Sat, 01 Jan 2022 00:00:00 GMT"
    );
    let conditional = [
        ("accept", "text/html"),
        ("if-none-match", "W/\"v1\""),
        ("if-modified-since", "Sat, 01 Jan 2022 00:00:00 GMT"),
    ];
    let again = browser.get("/", &conditional).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(take_out_tag(&again.text()).1, html);
    let part = browser
        .get("/", &[("accept", "text/html"), ("range", "bytes=0-9")])
        .await;
    assert_eq!(
        (part.status, take_out_tag(&part.text()).1.as_str()),
        (StatusCode::OK, html)
    );
    let head = browser
        .send(Method::HEAD, "/", &[("accept", "text/html")], Bytes::new())
        .await;
    assert_eq!((head.status, head.body.len()), (StatusCode::OK, 0));
    assert_eq!(
        head.header("content-length"),
        "",
        "the length of the page without the tag would be wrong"
    );
    let fetched = browser
        .get(
            "/",
            &[("sec-fetch-dest", "empty"), ("if-none-match", "\"v1\"")],
        )
        .await;
    assert_eq!(fetched.status, StatusCode::NOT_MODIFIED);
}

#[tokio::test]
async fn policies_of_the_page_let_the_agent_run() {
    let html = "<html><head><meta http-equiv=content-security-policy content=\"default-src 'none'\"></head></html>";
    let headers = &[
        ("content-type", "text/html; charset=utf-8"),
        (
            "content-security-policy",
            "script-src 'nonce-abc123' 'strict-dynamic'; connect-src 'none'",
        ),
        ("content-security-policy-report-only", "script-src 'none'"),
    ];
    let (stage, _, answer) = visit(always(headers, html)).await;
    let origin = stage.origin();
    let policy = answer.header("content-security-policy");
    let (_, worker) = policy.rsplit_once(' ').unwrap();
    assert!(
        worker.starts_with(&format!("{origin}/.stepgate/reader-")),
        "{worker}"
    );
    assert_eq!(
        policy,
        format!(
            "script-src 'nonce-abc123' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src {origin}/.stepgate/; \
             worker-src 'nonce-abc123' 'strict-dynamic' {worker}"
        )
    );
    let report_only = answer.header("content-security-policy-report-only");
    assert!(
        report_only.starts_with(&format!("script-src {origin}/.stepgate/agent-")),
        "{report_only}"
    );
    let (tag, rest) = take_out_tag(&answer.text());
    assert!(tag.ends_with(" nonce=\"abc123\"></script>"), "{tag}");
    let meta = format!(
        "content=\"default-src 'none' 'wasm-unsafe-eval'; worker-src {worker}; connect-src {origin}/.stepgate/\""
    );
    let meta = meta.replace("'none' 'wasm", "'wasm");
    assert!(rest.contains(&meta), "{rest}");
}

#[tokio::test]
async fn xhtml_stays_well_formed() {
    let page = "<?xml version=\"1.0\"?><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>x</title></head><body/></html>";
    let (_stage, _, answer) =
        visit(always(&[("content-type", "application/xhtml+xml")], page)).await;
    let text = answer.text();
    assert!(
        text.contains(
            "<head><script xmlns=\"http://www.w3.org/1999/xhtml\" src=\"/.stepgate/agent-"
        ),
        "{text}"
    );
}

#[tokio::test]
async fn pages_of_errors_are_injected_and_redirects_are_not() {
    let router = Router::new().fallback(any(async |request: Request| {
        let status = if request.uri().path() == "/moved" {
            302
        } else {
            500
        };
        Response::builder()
            .status(status)
            .header("content-type", "text/html")
            .header("location", "/elsewhere")
            .body(Body::from("<p>oops"))
            .unwrap()
    }));
    let (_stage, mut browser, answer) = visit(router).await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert!(answer.text().contains("data-stepgate"));
    assert_eq!(browser.visit("/moved").await.text(), "<p>oops");
}

#[tokio::test]
async fn a_compressed_page_without_a_body_is_no_trouble() {
    let headers = &[
        ("content-type", "text/html; charset=utf-8"),
        ("content-encoding", "gzip"),
        ("content-length", "0"),
    ];
    let (_stage, mut browser, answer) = visit(always(headers, "")).await;
    assert_eq!(
        (answer.status, answer.header("content-encoding")),
        (StatusCode::OK, "")
    );
    assert!(answer.text().contains("data-stepgate"));
    let head = browser
        .send(Method::HEAD, "/", &[("accept", "text/html")], Bytes::new())
        .await;
    assert_eq!(
        (head.status, head.header("content-encoding")),
        (StatusCode::OK, "gzip")
    );
}

#[tokio::test]
async fn a_page_that_is_saved_as_a_file_is_left_as_it_is() {
    let headers = &[
        ("content-type", "text/html"),
        ("content-disposition", "attachment; filename=report.html"),
    ];
    let (_stage, _, answer) = visit(always(headers, "<html><head></head></html>")).await;
    assert_eq!(answer.text(), "<html><head></head></html>");
    assert_eq!(answer.header("content-security-policy"), "");
}
