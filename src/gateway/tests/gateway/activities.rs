//! Every activity is stored exactly once, as what it is, and the console shows it and why.

use crate::browser::Browser;
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use http::StatusCode;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};

const POLICIES: &str = r#"{"id":"audit","name":"Record copying","description":"d","sessionControlType":"monitorOnly",
    "activityTypes":["copy"],"conditions":{"filter":"app","operator":"equals","values":["files"]},"action":"audit"},
    {"id":"no-exe","name":"No programs","description":"d","sessionControlType":"controlFileUpload",
    "activityTypes":["upload"],"conditions":{"filter":"extension","operator":"equals","values":["exe"]},"action":"block"}"#;

async fn stage() -> (Stage, Browser) {
    let stage = Stage::start(POLICIES, Router::new().fallback(any(async || "ok"))).await;
    let browser = stage.browser_of("alex").await;
    (stage, browser)
}

fn copy(stage: &Stage, number: u32, revision: &str) -> Value {
    json!({
        "id": format!("{number:032x}"), "time": 1_700_000_000_000_u64, "activity": "copy", "action": "audit",
        "policy": "audit", "outcome": "performed", "url": format!("{}/doc?secret=1", stage.origin()), "file": null,
        "matches": ["audit"], "failure": null, "revision": revision,
        "trace": [{"policy": 0, "matched": true, "satisfied": false, "conditions": [true], "inspection": null}],
        "source": "agent", "detail": null
    })
}

fn batch(activities: &[Value]) -> String {
    json!({ "activities": activities }).to_string()
}

async fn list(browser: &mut Browser, query: &str) -> Vec<Value> {
    let answer = browser
        .fetch(&format!("/.stepgate/console/api/activities{query}"))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let value: Value = serde_json::from_slice(&answer.body).unwrap();
    value["activities"].as_array().unwrap().clone()
}

/// An activity of the gateway's own, and the revision it was decided by.
async fn provoke(stage: &Stage, browser: &mut Browser) -> (Browser, String) {
    let answer = browser
        .post("/up/tool.exe", "application/octet-stream", "MZ")
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let mut administrator = stage.browser_of("adele").await;
    let all = list(&mut administrator, "").await;
    let revision = all[0]["revision"].as_str().unwrap().to_owned();
    (administrator, revision)
}

#[tokio::test]
async fn a_batch_sent_twice_is_stored_once_and_who_comes_from_the_session() {
    let (stage, mut browser) = stage().await;
    let (mut administrator, revision) = provoke(&stage, &mut browser).await;
    let sent = batch(&[copy(&stage, 1, &revision), copy(&stage, 2, &revision)]);
    for _ in 0..2 {
        let answer = browser
            .post(
                "/.stepgate/activities",
                "text/plain;charset=UTF-8",
                sent.clone(),
            )
            .await;
        assert_eq!(
            (answer.status, answer.header("stepgate-rejected")),
            (StatusCode::NO_CONTENT, "")
        );
    }
    let overlapping = batch(&[copy(&stage, 2, &revision), copy(&stage, 3, &revision)]);
    browser
        .post("/.stepgate/activities", "application/json", overlapping)
        .await;
    let copies = list(&mut administrator, "?activity=copy").await;
    let ids: Vec<_> = copies
        .iter()
        .map(|activity| activity["id"].as_str().unwrap())
        .collect();
    let expected = [3, 2, 1].map(|number| format!("{number:032x}"));
    assert_eq!(ids, expected);
    let first = &copies[0];
    assert_eq!(first["user"], "alex@example.com");
    assert_eq!(first["app"], "files");
    assert_eq!(
        first["policy"],
        json!({"id": "audit", "name": "Record copying"})
    );
    assert_eq!(
        first["url"],
        format!("{}/doc", stage.origin()),
        "a query is not kept"
    );
    assert_eq!(first["source"], "agent");
}

#[tokio::test]
async fn what_cannot_be_is_rejected_and_takes_nothing_with_it() {
    let (stage, mut browser) = stage().await;
    let (mut administrator, revision) = provoke(&stage, &mut browser).await;
    let with = |number: u32, key: &str, value: Value| {
        let mut activity = copy(&stage, number, &revision);
        activity[key] = value;
        activity
    };
    let wrong = [
        with(10, "policy", json!("unknown")),
        with(11, "matches", json!(["unknown"])),
        with(12, "revision", json!("0000000000000000")),
        with(13, "url", json!("http://evil.example/")),
        with(
            14,
            "trace",
            json!([{"policy": 99, "matched": true, "satisfied": false, "conditions": [], "inspection": null}]),
        ),
        with(15, "id", json!("short")),
        with(16, "activity", json!("fly")),
        with(17, "user", json!("root")),
        with(18, "detail", json!("x".repeat(5000))),
        json!(7),
    ];
    let mut all = wrong.to_vec();
    all.push(copy(&stage, 1, &revision));
    let answer = browser
        .post("/.stepgate/activities", "text/plain", batch(&all))
        .await;
    assert_eq!(
        (answer.status, answer.header("stepgate-rejected")),
        (StatusCode::NO_CONTENT, "10")
    );
    assert_eq!(list(&mut administrator, "?activity=copy").await.len(), 1);
}

#[tokio::test]
async fn a_page_without_policies_reports_what_its_default_behaviour_did() {
    let (stage, mut browser) = stage().await;
    let (mut administrator, _) = provoke(&stage, &mut browser).await;
    let mut undecided = copy(&stage, 1, "0000000000000000");
    for (key, value) in [
        ("action", json!("block")),
        ("outcome", json!("stopped")),
        ("policy", json!(null)),
        ("matches", json!([])),
        ("trace", json!([])),
        ("failure", json!("noPolicy")),
    ] {
        undecided[key] = value;
    }
    let answer = browser
        .post("/.stepgate/activities", "text/plain", batch(&[undecided]))
        .await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let kept = list(&mut administrator, "?activity=copy").await;
    assert_eq!(kept[0]["failure"], "noPolicy");
}

#[tokio::test]
async fn a_batch_that_is_none_is_refused_whole() {
    let (stage, mut browser) = stage().await;
    let many = batch(
        &(0..101)
            .map(|number| copy(&stage, number, "0"))
            .collect::<Vec<_>>(),
    );
    for (body, status) in [
        ("not json".to_owned(), StatusCode::BAD_REQUEST),
        (
            "{\"activities\":[],\"more\":1}".to_owned(),
            StatusCode::BAD_REQUEST,
        ),
        (many, StatusCode::BAD_REQUEST),
        (" ".repeat(300 * 1024), StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        let answer = browser
            .post("/.stepgate/activities", "text/plain", body)
            .await;
        assert_eq!(answer.status, status, "{}", answer.text());
    }
    let foreign = [("origin", "http://evil.example")];
    let answer = browser
        .send(
            http::Method::POST,
            "/.stepgate/activities",
            &foreign,
            batch(&[]).into(),
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    let nobody = stage
        .browser()
        .post("/.stepgate/activities", "text/plain", batch(&[]))
        .await;
    assert_eq!(nobody.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn the_console_is_for_administrators() {
    let (stage, mut browser) = stage().await;
    let page = browser.visit("/.stepgate/console/").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert!(page.text().contains("The console is for administrators"));
    assert_eq!(
        browser
            .fetch("/.stepgate/console/api/activities")
            .await
            .status,
        StatusCode::FORBIDDEN
    );
    let mut administrator = stage.browser();
    let page = administrator.sign_in("adele", "/.stepgate/console/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert!(
        page.header("content-security-policy")
            .starts_with("default-src 'self'")
    );
    assert!(!page.text().contains("data-stepgate"));
    for file in ["console.js", "console.css", "base.css", "favicon.svg"] {
        let answer = administrator
            .fetch(&format!("/.stepgate/console/{file}"))
            .await;
        assert_eq!(answer.status, StatusCode::OK, "{file}");
    }
}

#[tokio::test]
async fn the_console_filters_pages_and_explains_by_the_policies_of_the_time() {
    let (stage, mut browser) = stage().await;
    let (mut administrator, revision) = provoke(&stage, &mut browser).await;
    let copies: Vec<_> = (0..7)
        .map(|number| copy(&stage, number, &revision))
        .collect();
    browser
        .post("/.stepgate/activities", "text/plain", batch(&copies))
        .await;

    assert_eq!(list(&mut administrator, "?action=block").await.len(), 1);
    assert_eq!(list(&mut administrator, "?person=nobody").await.len(), 0);
    assert_eq!(
        list(
            &mut administrator,
            "?person=alex@example.com&app=files&activity=copy"
        )
        .await
        .len(),
        7
    );
    let answer = administrator
        .fetch("/.stepgate/console/api/activities?activity=copy&limit=5")
        .await;
    let first: Value = serde_json::from_slice(&answer.body).unwrap();
    let next = first["next"].as_i64().unwrap();
    assert_eq!(
        list(
            &mut administrator,
            &format!("?activity=copy&limit=5&before={next}")
        )
        .await
        .len(),
        2
    );
    let facets = administrator.fetch("/.stepgate/console/api/facets").await;
    let facets: Value = serde_json::from_slice(&facets.body).unwrap();
    assert_eq!(
        facets,
        json!({"people": ["alex@example.com"], "apps": ["files"], "activities": ["copy", "upload"], "actions": ["audit", "block"]})
    );

    // The policies change; what was decided before is explained as it was.
    stage.write_policies("");
    let id = format!("{:032x}", 3);
    let answer = administrator
        .fetch(&format!("/.stepgate/console/api/activities/{id}"))
        .await;
    let one: Value = serde_json::from_slice(&answer.body).unwrap();
    let policy = &one["explanation"]["policies"][0];
    assert_eq!(
        (policy["id"].as_str(), policy["matched"].as_bool()),
        (Some("audit"), Some(true))
    );
    assert_eq!(policy["conditions"][0]["result"], true);
    assert_eq!(one["revision"], revision);
    assert_eq!(
        administrator
            .fetch("/.stepgate/console/api/activities/none")
            .await
            .status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn the_console_sees_activities_as_they_happen() {
    let (stage, mut browser) = stage().await;
    let mut administrator = stage.browser_of("adele").await;
    let client: hyper_util::client::legacy::Client<_, http_body_util::Empty<bytes::Bytes>> =
        hyper_util::client::legacy::Client::builder(hyper_util::rt::TokioExecutor::new())
            .build_http();
    let request = http::Request::get(format!(
        "http://127.0.0.1:{}/.stepgate/console/api/events",
        stage.port
    ))
    .header("host", format!("files.localhost:{}", stage.port))
    .header(
        "cookie",
        format!(
            "stepgate_session={}",
            administrator.cookies()["stepgate_session"]
        ),
    )
    .body(http_body_util::Empty::new())
    .unwrap();
    let mut events = client.request(request).await.unwrap();
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    browser
        .post("/up/tool.exe", "application/octet-stream", "MZ")
        .await;
    let frame = events.frame().await.unwrap().unwrap().into_data().unwrap();
    let text = String::from_utf8(frame.to_vec()).unwrap();
    let data: Value = serde_json::from_str(text.strip_prefix("data: ").unwrap().trim()).unwrap();
    assert_eq!(
        (data["activity"].as_str(), data["outcome"].as_str()),
        (Some("upload"), Some("stopped"))
    );
    assert_eq!(data["file"]["name"], "tool.exe");

    administrator.submit("/.stepgate/sign-out", &[]).await;
    browser
        .post("/up/tool.exe", "application/octet-stream", "MZ")
        .await;
    let after = events.frame().await;
    assert!(after.is_none(), "who has left sees nothing: {after:?}");
}

#[tokio::test]
async fn activities_and_sessions_survive_a_restart() {
    let (stage, mut browser) = stage().await;
    let (administrator, _) = provoke(&stage, &mut browser).await;
    let folder = stage.folder;
    stage.gateway.shutdown().await;
    let config = crate::stage::configuration("", "http://127.0.0.1:9", stage.app.port);
    let config =
        stepgate_gateway::Config::parse(&config, &folder.path().join("stepgate.toml")).unwrap();
    let gateway = stepgate_gateway::Gateway::start(config).await.unwrap();
    let mut again = Browser::at(gateway.addr().port());
    again.set_cookie(
        "stepgate_session",
        &administrator.cookies()["stepgate_session"],
    );
    assert_eq!(list(&mut again, "").await.len(), 1);
    gateway.shutdown().await;
}

#[tokio::test]
async fn an_activity_by_policies_in_the_format_of_another_release_is_shown_and_says_so() {
    let (stage, mut browser) = stage().await;
    let (mut administrator, revision) = provoke(&stage, &mut browser).await;
    let store = format!(
        "sqlite:{}",
        stage.folder.path().join("stepgate.sqlite").display()
    );
    let store = sqlx::SqlitePool::connect(&store).await.unwrap();
    let id = list(&mut administrator, "").await[0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let older = "0123456789abcdef";
    sqlx::query("INSERT INTO policy_revisions (revision, bundle, first_used) VALUES (?, ?, 1)")
        .bind(older)
        .bind(b"SGPB\x01\0\0\0\0\0\0\0\0".as_slice())
        .execute(&store)
        .await
        .unwrap();
    let changed = sqlx::query("UPDATE activities SET revision = ? WHERE revision = ?")
        .bind(older)
        .bind(revision)
        .execute(&store)
        .await
        .unwrap();
    assert!(changed.rows_affected() > 0);
    let answer = administrator
        .fetch(&format!("/.stepgate/console/api/activities/{id}"))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let shown: Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(shown["id"], id);
    assert_eq!(shown["explanation"], Value::Null);
    let said = shown["unexplained"].as_str().unwrap();
    assert!(
        said.contains("another release") && said.contains("version `1`"),
        "{said}"
    );
    store.close().await;
}
