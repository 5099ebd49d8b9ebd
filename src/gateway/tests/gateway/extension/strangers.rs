//! Does nobody but an extension get what is an extension's?

use super::{CONNECTED, PAGE, POLICY, WORKER, post, stage, stage_with, wish};
use bytes::Bytes;
use http::{Method, StatusCode};

#[tokio::test]
async fn no_web_page_speaks_for_an_extension() {
    let (stage, mut browser) = stage().await;
    let own = format!("http://gate.localhost:{}", stage.port);
    let table: [(&[(&str, &str)], bool); 9] = [
        (&[("stepgate-app", "files"), ("origin", WORKER)], true),
        (
            &[("stepgate-app", "files"), ("origin", "moz-extension://0a")],
            true,
        ),
        (
            &[
                ("stepgate-app", "files"),
                ("origin", "null"),
                ("sec-fetch-site", "cross-site"),
            ],
            true,
        ),
        (&[("stepgate-app", "files")], true),
        (
            &[
                ("stepgate-app", "files"),
                ("origin", "http://files.direct.localhost"),
            ],
            false,
        ),
        (
            &[
                ("stepgate-app", "files"),
                ("origin", "https://evil.example"),
            ],
            false,
        ),
        // Without the header it is the rule of every other host.
        (&[("origin", WORKER)], false),
        (
            &[
                ("origin", "http://files.direct.localhost"),
                ("sec-fetch-site", "same-site"),
            ],
            false,
        ),
        (&[("origin", "null")], false),
    ];
    for (headers, lets_in) in table {
        let body = Bytes::from(wish("prove", "print", PAGE, "popup"));
        let answer = browser
            .send(Method::POST, "/.stepgate/step-up", headers, body)
            .await;
        let expected = if lets_in {
            StatusCode::OK
        } else {
            StatusCode::FORBIDDEN
        };
        assert_eq!(answer.status, expected, "{headers:?}");
    }
    // One of the gateway's own pages, which has no site.
    let headers = [("origin", own.as_str())];
    let body = Bytes::from(wish("prove", "print", PAGE, "popup"));
    let answer = browser
        .send(Method::POST, "/.stepgate/step-up", &headers, body)
        .await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_preflight_is_never_granted_and_no_answer_is_shared_with_another_origin() {
    let (_stage, mut browser) = stage().await;
    let preflight = [
        ("origin", "http://files.direct.localhost"),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", "stepgate-app"),
    ];
    for address in [
        POLICY,
        CONNECTED,
        "/.stepgate/extension/keys",
        "/.stepgate/activities",
        "/.stepgate/step-up",
        "/.stepgate/step-up/1/status",
        "/.stepgate/step-up/1/cancel",
        "/.stepgate/sign-out",
        "/.stepgate/nothing",
    ] {
        for method in [Method::OPTIONS, Method::GET] {
            let answer = browser
                .send(method.clone(), address, &preflight, Bytes::new())
                .await;
            let shared = answer
                .headers
                .keys()
                .any(|name| name.as_str().starts_with("access-control-"));
            assert!(!shared, "{method} {address}");
            assert!(
                method == Method::GET || !answer.status.is_success(),
                "{address}"
            );
        }
    }
    let answer = browser.fetch(POLICY).await;
    assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("cache-control"), "no-store");
}

#[tokio::test]
async fn a_session_of_the_gateways_own_host_is_none_of_an_app_and_the_other_way_round() {
    let (stage, browser) = stage().await;
    let session = browser.cookies()["stepgate_session"].clone();
    let mut app = stage.browser();
    app.set_cookie("stepgate_session", &session);
    assert_eq!(app.fetch("/").await.status, StatusCode::UNAUTHORIZED);

    let session = stage.browser_of("alex").await.cookies()["stepgate_session"].clone();
    let mut gate = stage.browser().at_host("gate.localhost");
    gate.set_cookie("stepgate_session", &session);
    assert_eq!(gate.fetch(POLICY).await.status, StatusCode::UNAUTHORIZED);
    let body = wish("prove", "print", PAGE, "popup");
    let answer = post(&mut gate, "/.stepgate/step-up", "files", body).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn nothing_is_behind_the_gateways_own_host_and_apps_have_none_of_its_addresses() {
    let (stage, mut browser) = stage().await;
    let start = browser.visit("/").await;
    assert_eq!(start.header("location"), CONNECTED);
    assert_eq!(
        browser
            .visit("/.stepgate/extension")
            .await
            .header("location"),
        CONNECTED
    );
    assert_eq!(browser.visit("/?x").await.header("location"), CONNECTED);
    for path in ["/page", "//evil.example/", "/extension/policy"] {
        let answer = browser.visit(path).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{path}");
    }
    let mut app = stage.browser_of("alex").await;
    for address in [
        POLICY,
        CONNECTED,
        "/.stepgate/extension",
        "/.stepgate/extension/keys",
    ] {
        assert_eq!(
            app.fetch(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    let answer = app.get("/page", &[("stepgate-app", "nothing")]).await;
    assert_eq!(
        answer.status,
        StatusCode::OK,
        "elsewhere the header means nothing"
    );
    let received = stage.app.received_at("/page");
    assert!(
        !received[0].headers.contains_key("stepgate-app"),
        "and goes no further"
    );
}

#[tokio::test]
async fn a_gateway_without_extensions_has_none_of_this() {
    let stage = stage_with("").await;
    let mut gate = stage.browser().at_host("gate.localhost");
    assert_eq!(
        gate.fetch(POLICY).await.status,
        StatusCode::MISDIRECTED_REQUEST
    );
    let mut app = stage.browser_of("alex").await;
    for address in [POLICY, CONNECTED, "/.stepgate/extension/keys"] {
        assert_eq!(
            app.fetch(address).await.status,
            StatusCode::NOT_FOUND,
            "{address}"
        );
    }
    assert!(stage.gateway.extension().is_none());
}
