//! Where a person comes from and with what browser: in the page and in the gateway's own decisions.

use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use bytes::Bytes;
use http::{Method, StatusCode};
use stepgate_policy::{DeviceType, IpCategory};
use stepgate_protocol::Boot;

const OFFICE: &str = r#"
    [[networks]]
    name = "office"
    category = "corporate"
    tags = ["berlin"]
    ranges = ["192.0.2.0/24"]
    [trusted_proxies]
    ranges = ["127.0.0.0/8"]
    country_header = "x-country"
"#;

/// Uploads from phones outside of the office are stopped.
const OUTSIDE: &str = r#"{"id":"outside","name":"Outside","description":"d","sessionControlType":"controlFileUpload",
    "activityTypes":["upload"],"action":"block","conditions":{"all":[
      {"not":{"filter":"ip.category","operator":"equals","values":["corporate"]}},
      {"filter":"device.type","operator":"equals","values":["mobile"]},
      {"filter":"user.domain","operator":"equals","values":["example.com"]}]}}"#;

const PHONE: &str =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) Version/17.4 Mobile/15E148";

fn router() -> Router {
    let page = || async { ([("content-type", "text/html")], "<!doctype html><p>page") };
    Router::new().fallback(any(page))
}

#[tokio::test]
async fn the_gateway_decides_by_where_the_request_comes_from() {
    let stage = Stage::start_with(OUTSIDE, router(), OFFICE).await;
    let mut browser = stage.browser_of("alex").await;
    let origin = stage.origin();
    let mut upload = async |from: &str, agent: &str| {
        let headers = [
            ("x-forwarded-for", from),
            ("user-agent", agent),
            ("origin", origin.as_str()),
            ("content-type", "application/octet-stream"),
        ];
        let body = Bytes::from_static(b"MZ");
        let answer = browser
            .send(Method::POST, "/up/a.bin", &headers, body)
            .await;
        answer.status
    };
    assert_eq!(upload("198.51.100.7", PHONE).await, StatusCode::FORBIDDEN);
    assert_eq!(upload("192.0.2.7", PHONE).await, StatusCode::OK);
    assert_eq!(upload("198.51.100.7", "curl/8").await, StatusCode::OK);
    // Everything before the entry of the trusted proxy is the client's own invention.
    let lie = upload("192.0.2.7, 198.51.100.7", PHONE).await;
    assert_eq!(lie, StatusCode::FORBIDDEN);
    let received = stage.app.received_at("/up/a.bin");
    assert_eq!(received[0].headers["x-forwarded-for"], "192.0.2.7");
}

#[tokio::test]
async fn the_page_begins_with_the_same_facts() {
    let stage = Stage::start_with(OUTSIDE, router(), OFFICE).await;
    let mut browser = stage.browser_of("alex").await;
    let headers = [
        ("accept", "text/html"),
        ("sec-fetch-mode", "navigate"),
        ("sec-fetch-dest", "document"),
        ("x-forwarded-for", "192.0.2.7"),
        ("x-country", "DE"),
        ("user-agent", PHONE),
    ];
    let page = browser.get("/", &headers).await;
    let bytes = Boot::attribute_bytes(&page.between("data-stepgate=\"", "\"")).unwrap();
    let session = Boot::decode(&bytes).unwrap().session;
    assert_eq!(session.ip_address, Some("192.0.2.7".parse().unwrap()));
    assert_eq!(session.ip_category, Some(IpCategory::Corporate));
    assert_eq!(session.ip_tags, ["berlin"]);
    assert_eq!(session.country, "DE");
    assert_eq!(session.device_type, Some(DeviceType::Mobile));
    assert_eq!(session.user_agent, PHONE);
    assert_eq!(session.user_domain(), "example.com");
}

#[tokio::test]
async fn without_a_trusted_proxy_headers_say_nothing() {
    let stage = Stage::start(OUTSIDE, router()).await;
    let mut browser = stage.browser_of("alex").await;
    let headers = [
        ("accept", "text/html"),
        ("x-forwarded-for", "192.0.2.7"),
        ("x-country", "DE"),
    ];
    let page = browser.get("/", &headers).await;
    let bytes = Boot::attribute_bytes(&page.between("data-stepgate=\"", "\"")).unwrap();
    let session = Boot::decode(&bytes).unwrap().session;
    assert_eq!(session.ip_address, Some("127.0.0.1".parse().unwrap()));
    assert_eq!(session.country, "");
}
