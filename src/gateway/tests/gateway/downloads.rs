//! A file that must not leave does not leave, whatever the client.

use crate::browser::Answer;
use crate::stage::Stage;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::routing::any;
use http::{Method, Response, StatusCode};

const BLOCK_BY_NAME: &str = r#"{"id":"no-exe","name":"No programs","description":"d","sessionControlType":"controlFileDownload",
    "activityTypes":["download"],"conditions":{"filter":"extension","operator":"equals","values":["exe"]},
    "action":"block","message":"Ask the service desk."}"#;

const BLOCK_CARDS: &str = r#"{"id":"no-cards","name":"No cards","description":"d","sessionControlType":"controlFileDownload",
    "activityTypes":["download"],"inspection":{"presetExpression":"paymentCard","minimumViolations":1},"action":"block"}"#;

const STEP_UP_FOR_CONFIDENTIAL: &str = r#"{"id":"prove","name":"Prove it","description":"d","sessionControlType":"controlFileDownload",
    "activityTypes":["download"],"conditions":{"filter":"sensitivityLabel","operator":"equals","values":["Confidential"]},
    "action":"requireStepUp","stepUp":{"authenticationContext":"c1","scope":"once","lifetime":120}}"#;

/// Answers with the query's `d` as `Content-Disposition`, `t` as type, `l` as label and `b` as body.
fn files() -> Router {
    Router::new().fallback(any(async |request: Request| {
        let query: std::collections::HashMap<String, String> =
            url::form_urlencoded::parse(request.uri().query().unwrap_or_default().as_bytes())
                .into_owned()
                .collect();
        let mut response = Response::builder().header("cache-control", "max-age=60");
        for (key, name) in [
            ("d", "content-disposition"),
            ("t", "content-type"),
            ("l", "x-sensitivity-label"),
        ] {
            if let Some(value) = query.get(key) {
                response = response.header(name, value);
            }
        }
        if request.headers().contains_key("range") {
            response = response.status(206).header("content-range", "bytes 0-0/10");
        }
        response
            .body(Body::from(query.get("b").cloned().unwrap_or_default()))
            .unwrap()
    }))
}

fn ask(pairs: &[(&str, &str)]) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish();
    format!("/file?{query}")
}

fn is_blocked(answer: &Answer) -> bool {
    assert!(
        matches!(
            answer.status,
            StatusCode::OK | StatusCode::PARTIAL_CONTENT | StatusCode::FORBIDDEN
        ),
        "{answer:?}"
    );
    assert_eq!(
        answer.status == StatusCode::FORBIDDEN,
        answer.header("stepgate-action") == "block"
    );
    answer.status == StatusCode::FORBIDDEN
}

#[tokio::test]
async fn a_download_is_told_by_the_answer_and_its_name_by_every_way_to_write_it() {
    let stage = Stage::start(BLOCK_BY_NAME, files()).await;
    let mut browser = stage.browser_of("alex").await;
    let table: &[(&[(&str, &str)], bool)] = &[
        (&[("d", "attachment; filename=tool.exe")], true),
        (&[("d", "attachment; filename=\"tool.exe.txt\"")], true),
        (
            &[(
                "d",
                "attachment; filename*=UTF-8''tool%2Eexe; filename=tool.txt",
            )],
            true,
        ),
        (
            &[(
                "d",
                "attachment; filename=tool.txt; filename*=UTF-8''tool.exe",
            )],
            true,
        ),
        (&[("d", "attachment; filename=\"dir\\\\tool.exe\"")], true),
        (&[("d", "attachment; filename=plan.pdf")], false),
        (
            &[("d", "inline; filename=tool.exe"), ("t", "text/plain")],
            false,
        ),
        (
            &[
                ("d", "inline; filename=tool.exe"),
                ("t", "application/octet-stream"),
            ],
            true,
        ),
        (&[("t", "text/html")], false),
    ];
    for (pairs, blocked) in table {
        let answer = browser.visit(&ask(pairs)).await;
        assert_eq!(is_blocked(&answer), *blocked, "{pairs:?}");
    }
}

#[tokio::test]
async fn the_name_is_the_addresss_where_the_answer_has_none() {
    let stage = Stage::start(BLOCK_BY_NAME, files()).await;
    let mut browser = stage.browser_of("alex").await;
    assert!(is_blocked(
        &browser
            .visit("/a/tool%2Eexe?t=application/x-msdownload")
            .await
    ));
    assert!(is_blocked(&browser.visit("/a/tool.exe?d=attachment").await));
    assert!(!is_blocked(
        &browser.visit("/a/tool.zip?d=attachment").await
    ));
    // A script that fetches bytes is the agent's to watch, unless the app itself says that it is a file.
    let fetched = [("sec-fetch-dest", "empty")];
    assert!(!is_blocked(
        &browser
            .get("/a/tool.exe?t=application/octet-stream", &fetched)
            .await
    ));
    assert!(is_blocked(
        &browser.get("/a/tool.exe?d=attachment", &fetched).await
    ));
    // A plain client does not say what it asks for.
    assert!(is_blocked(
        &browser
            .fetch("/a/tool.exe?t=application/octet-stream")
            .await
    ));
}

#[tokio::test]
async fn a_blocked_download_is_blocked_in_parts_and_as_a_question_too() {
    let stage = Stage::start(BLOCK_BY_NAME, files()).await;
    let mut browser = stage.browser_of("alex").await;
    let address = ask(&[("d", "attachment; filename=tool.exe"), ("b", "secret")]);
    assert!(is_blocked(
        &browser.get(&address, &[("range", "bytes=0-0")]).await
    ));
    let head = browser.send(Method::HEAD, &address, &[], "".into()).await;
    assert_eq!(head.status, StatusCode::FORBIDDEN);
    let page = browser.visit(&address).await;
    let text = page.text();
    assert!(text.contains("Download blocked"), "{text}");
    assert!(
        text.contains(
            "Downloading <b>tool.exe</b> is blocked by your organization&#39;s security policy."
        ) || text.contains(
            "Downloading <b>tool.exe</b> is blocked by your organization's security policy."
        ),
        "{text}"
    );
    assert!(text.contains("Ask the service desk.") && !text.contains("secret"));
    assert_eq!(
        (
            page.header("stepgate-policy"),
            page.header("stepgate-object")
        ),
        ("no-exe", "tool%2Eexe")
    );
    let plain = browser.fetch(&address).await;
    assert_eq!(
        plain.text(),
        "Downloading tool.exe is blocked by your organization's security policy. Ask the service desk.\n"
    );
}

#[tokio::test]
async fn content_is_looked_into_behind_its_coding_and_what_cannot_be_read_is_not_let_go() {
    let card = "number 4111 1111 1111 1111";
    let router = Router::new().fallback(any(async move |request: Request| {
        let response =
            Response::builder().header("content-disposition", "attachment; filename=a.txt");
        match request.uri().path() {
            "/card" => response
                .header("content-type", "text/plain")
                .body(Body::from(card)),
            "/gzip" => {
                let mut bytes = Vec::new();
                let mut encoder =
                    async_compression::tokio::bufread::GzipEncoder::new(card.as_bytes());
                tokio::io::AsyncReadExt::read_to_end(&mut encoder, &mut bytes)
                    .await
                    .unwrap();
                response
                    .header("content-encoding", "gzip")
                    .header("content-type", "text/plain")
                    .body(Body::from(bytes))
            }
            "/binary" => response.body(Body::from(vec![0_u8, 159, 146, 150])),
            "/large" => response.body(Body::from("x".repeat(3000))),
            _ => response
                .header("content-type", "text/plain")
                .body(Body::from("nothing to see")),
        }
        .unwrap()
    }));
    let stage = Stage::start_with(BLOCK_CARDS, router, "inspection.bytes = 2000").await;
    let mut browser = stage.browser_of("alex").await;
    for (path, blocked) in [
        ("/card", true),
        ("/gzip", true),
        ("/binary", true),
        ("/large", true),
        ("/clean", false),
    ] {
        let answer = browser.visit(path).await;
        assert_eq!(is_blocked(&answer), blocked, "{path}");
    }
    assert!(
        browser
            .visit("/binary")
            .await
            .text()
            .contains("could not be checked")
    );
    assert_eq!(browser.visit("/clean").await.text(), "nothing to see");
}

#[tokio::test]
async fn a_file_that_was_decided_is_not_kept_by_the_browser() {
    let stage = Stage::start(BLOCK_BY_NAME, files()).await;
    let mut browser = stage.browser_of("alex").await;
    let watched = browser
        .visit(&ask(&[("d", "attachment; filename=plan.pdf")]))
        .await;
    assert_eq!(watched.header("cache-control"), "no-store");
    let shown = browser
        .get(&ask(&[("t", "text/css")]), &[("sec-fetch-dest", "style")])
        .await;
    assert_eq!(shown.header("cache-control"), "max-age=60");
}

#[tokio::test]
async fn a_page_leads_through_the_check_back_to_the_file_once() {
    let stage = Stage::start(STEP_UP_FOR_CONFIDENTIAL, files()).await;
    let mut browser = stage.browser_of("alex").await;
    let address = ask(&[
        ("d", "attachment; filename=plan.pdf"),
        ("l", "Confidential"),
        ("b", "the plan"),
    ]);
    let page = browser.visit(&address).await;
    assert_eq!(page.status, StatusCode::UNAUTHORIZED);
    assert!(page.text().contains("Security check required"));
    assert_eq!(
        page.header("www-authenticate"),
        "Bearer realm=\"\", error=\"insufficient_claims\", \
         claims=\"eyJhY2Nlc3NfdG9rZW4iOnsiYWNycyI6eyJlc3NlbnRpYWwiOnRydWUsInZhbHVlIjoiYzEifX19\", cc_type=\"authcontext\""
    );
    let go = page.between("class=\"button primary\" href=\"", "\"");
    let first = browser.visit(&go).await;
    let provider = browser.follow(first).await;
    let done = browser.prove(&provider).await;
    assert!(
        done.text().contains("Security check passed"),
        "{}",
        done.text()
    );
    let to = done.between("content=\"0;url=", "\"").replace("&amp;", "&");
    assert_eq!(to, address);
    let head = browser.send(Method::HEAD, &to, &[], "".into()).await;
    assert_eq!(
        head.status,
        StatusCode::OK,
        "asking does not use the grant up"
    );
    let file = browser.visit(&to).await;
    assert_eq!(
        (file.status, file.text().as_str()),
        (StatusCode::OK, "the plan")
    );
    assert_eq!(
        browser.visit(&to).await.status,
        StatusCode::UNAUTHORIZED,
        "once is once"
    );
}

#[tokio::test]
async fn one_grant_is_good_for_one_of_many_requests_at_once() {
    let stage = Stage::start(STEP_UP_FOR_CONFIDENTIAL, files()).await;
    let mut browser = stage.browser_of("alex").await;
    let address = ask(&[
        ("d", "attachment; filename=plan.pdf"),
        ("l", "Confidential"),
    ]);
    let page = browser.visit(&address).await;
    let first = browser
        .visit(&page.between("class=\"button primary\" href=\"", "\""))
        .await;
    let provider = browser.follow(first).await;
    browser.prove(&provider).await;
    let other = ask(&[
        ("d", "attachment; filename=other.pdf"),
        ("l", "Confidential"),
    ]);
    assert_eq!(
        browser.visit(&other).await.status,
        StatusCode::UNAUTHORIZED,
        "another file is another object"
    );
    let requests = (0..8).map(|_| {
        let (mut browser, address) = (browser.clone(), address.clone());
        async move { browser.fetch(&address).await.status }
    });
    let statuses = futures_util::future::join_all(requests).await;
    let granted = statuses
        .iter()
        .filter(|status| **status == StatusCode::OK)
        .count();
    assert_eq!(granted, 1, "{statuses:?}");
}

#[tokio::test]
async fn a_managed_device_downloads_freely() {
    let policy = STEP_UP_FOR_CONFIDENTIAL.replace(
        r#"{"filter":"sensitivityLabel","operator":"equals","values":["Confidential"]}"#,
        r#"{"all":[{"filter":"sensitivityLabel","operator":"equals","values":["Confidential"]},
            {"not":{"filter":"device.tags","operator":"equals","values":["intuneCompliant"]}}]}"#,
    );
    let stage = Stage::start(&policy, files()).await;
    let address = ask(&[
        ("d", "attachment; filename=plan.pdf"),
        ("l", "Confidential"),
    ]);
    for (person, status) in [
        ("megan", StatusCode::OK),
        ("alex", StatusCode::UNAUTHORIZED),
    ] {
        let mut browser = stage.browser_of(person).await;
        assert_eq!(browser.visit(&address).await.status, status, "{person}");
    }
}

#[tokio::test]
async fn an_app_cannot_speak_as_the_gateway() {
    let router = Router::new().fallback(any(async || {
        Response::builder()
            .header("stepgate-action", "requireStepUp")
            .body(Body::empty())
            .unwrap()
    }));
    let stage = Stage::start("", router).await;
    let answer = stage.browser_of("alex").await.fetch("/").await;
    assert_eq!(answer.header("stepgate-action"), "");
}
