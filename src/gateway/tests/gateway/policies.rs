//! Starting, and policies that change while the gateway runs.

use crate::log::Log;
use crate::stage::{Stage, configuration};
use axum::Router;
use axum::routing::any;
use http::StatusCode;
use std::time::{Duration, Instant};
use stepgate_gateway::{Config, Gateway};

const NO_PROGRAMS: &str = r#"{"id":"no-exe","name":"No programs","description":"d","sessionControlType":"controlFileUpload",
    "activityTypes":["upload"],"conditions":{"filter":"extension","operator":"equals","values":["exe"]},"action":"block"}"#;

#[tokio::test]
async fn policies_come_into_force_when_their_files_change_and_a_bad_change_keeps_the_old() {
    let log = Log::begin();
    let stage = Stage::start("", Router::new().fallback(any(async || "ok"))).await;
    let mut browser = stage.browser_of("alex").await;
    let mut upload = async || {
        browser
            .post("/up/tool.exe", "application/octet-stream", "MZ")
            .await
            .status
    };
    assert_eq!(upload().await, StatusCode::OK);
    stage.write_policies(NO_PROGRAMS);
    wait_until(async || upload().await == StatusCode::FORBIDDEN).await;

    stage.write_policies(&NO_PROGRAMS.replace("\"block\"", "\"blok\""));
    wait_until(async || {
        tokio::task::yield_now().await;
        log.text().contains("the old ones stay in force")
    })
    .await;
    assert!(log.text().contains("`blok`"), "{}", log.text());
    let mut administrator = stage.browser_of("adele").await;
    let mut state = async || {
        let answer = administrator.fetch("/.stepgate/console/api/policies").await;
        serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap()
    };
    let kept = state().await;
    assert_eq!(kept["policies"], 1);
    assert!(
        kept["refused"]["reason"]
            .as_str()
            .unwrap()
            .contains("`blok`")
    );
    assert_eq!(upload().await, StatusCode::FORBIDDEN);
    stage.write_policies(&NO_PROGRAMS.replace("[\"exe\"]", "[\"msi\"]"));
    wait_until(async || upload().await == StatusCode::OK).await;
    let changed = state().await;
    assert_ne!(changed["revision"], kept["revision"]);
    assert_eq!(changed["refused"], serde_json::Value::Null);
}

const CASES: &str = r#"{"cases":[
    {"name":"a document goes","attempt":{"activity":"upload","session":{"app":"files"},"file":{"name":"plan.pdf"}},
     "expected":{"action":"allow","policy":null}},
    {"name":"a program stays","attempt":{"activity":"upload","session":{"app":"files"},"file":{"name":"tool.exe"}},
     "expected":{"action":"block","policy":"no-exe"}}]}"#;

#[tokio::test]
async fn policies_that_fail_a_case_beside_them_do_not_come_into_force() {
    let log = Log::begin();
    let stage = Stage::start(NO_PROGRAMS, Router::new().fallback(any(async || "ok"))).await;
    let mut browser = stage.browser_of("alex").await;
    let mut administrator = stage.browser_of("adele").await;
    let mut state = async || {
        let answer = administrator.fetch("/.stepgate/console/api/policies").await;
        serde_json::from_slice::<serde_json::Value>(&answer.body).unwrap()
    };
    let before = state().await;
    std::fs::write(stage.folder.path().join("policies/all.cases.json"), CASES).unwrap();
    stage.write_policies(&NO_PROGRAMS.replace("[\"exe\"]", "[\"msi\"]"));
    wait_until(async || log.text().contains("the old ones stay in force")).await;
    let kept = state().await;
    assert_eq!(kept["revision"], before["revision"]);
    let reason = kept["refused"]["reason"].as_str().unwrap();
    for said in [
        "the policies do not decide what their cases expect:",
        "all.cases.json: a program stays: expected block by `no-exe`, found allow by no policy, because ",
    ] {
        assert!(reason.contains(said), "{reason}");
    }
    assert!(!reason.contains("a document goes"), "{reason}");
    let upload = browser
        .post("/up/tool.exe", "application/octet-stream", "MZ")
        .await;
    assert_eq!(upload.status, StatusCode::FORBIDDEN);
    stage.write_policies(&NO_PROGRAMS.replace("[\"exe\"]", "[\"exe\", \"msi\"]"));
    wait_until(async || state().await["revision"] != before["revision"]).await;
    assert_eq!(state().await["refused"], serde_json::Value::Null);
}

#[tokio::test]
async fn a_gateway_does_not_start_with_policies_that_fail_a_case() {
    let folder = tempfile::tempdir().unwrap();
    let good = configuration("", "http://127.0.0.1:9", 9);
    let policies = folder.path().join("policies");
    std::fs::create_dir(&policies).unwrap();
    std::fs::write(policies.join("all.json"), "{\"policies\":[]}").unwrap();
    std::fs::write(policies.join("all.cases.json"), CASES).unwrap();
    let error = start(&good, folder.path()).await.unwrap_err();
    assert!(
        error.contains(
            "all.cases.json: a program stays: expected block by `no-exe`, found allow by no policy"
        ),
        "{error}"
    );
    std::fs::write(
        policies.join("all.cases.json"),
        CASES.replace("\"block\"", "\"blok\""),
    )
    .unwrap();
    let error = start(&good, folder.path()).await.unwrap_err();
    assert!(
        error.contains("all.cases.json:5:") && error.contains("`blok`"),
        "{error}"
    );
    std::fs::write(
        policies.join("all.json"),
        format!("{{\"policies\":[{NO_PROGRAMS}]}}"),
    )
    .unwrap();
    std::fs::write(policies.join("all.cases.json"), CASES).unwrap();
    start(&good, folder.path()).await.unwrap();
}

/// Asks again and again, for as long as a slow machine may need.
pub async fn wait_until(mut condition: impl AsyncFnMut() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !condition().await {
        assert!(Instant::now() < deadline, "it did not come about");
        tokio::task::yield_now().await;
    }
}

async fn start(text: &str, folder: &std::path::Path) -> Result<(), String> {
    let config =
        Config::parse(text, &folder.join("stepgate.toml")).map_err(|error| error.to_string())?;
    match Gateway::start(config).await {
        Ok(running) => {
            running.shutdown().await;
            Ok(())
        }
        Err(error) => Err(error.to_string()),
    }
}

#[tokio::test]
async fn what_keeps_a_gateway_from_starting_is_said_in_one_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let good = configuration("", "http://127.0.0.1:9", 9);
    let error = start(&good, folder.path()).await.unwrap_err();
    assert!(error.contains("policies` is not there: make it"), "{error}");

    let policies = folder.path().join("policies");
    std::fs::create_dir(&policies).unwrap();
    let error = start(&good, folder.path()).await.unwrap_err();
    assert!(error.contains("no file that ends in `.json`"), "{error}");
    std::fs::write(policies.join("none.json"), "{\"policies\":[]}").unwrap();
    start(&good, folder.path()).await.unwrap();

    let other = format!("sqlite:{}", folder.path().join("stepgate.sqlite").display());
    let store = sqlx::SqlitePool::connect(&other).await.unwrap();
    let (checksum,): (Vec<u8>,) = sqlx::query_as("SELECT checksum FROM _sqlx_migrations")
        .fetch_one(&store)
        .await
        .unwrap();
    for (checksum, fits) in [(vec![0; 48], false), (checksum, true)] {
        sqlx::query("UPDATE _sqlx_migrations SET checksum = ? WHERE version = 1")
            .bind(checksum)
            .execute(&store)
            .await
            .unwrap();
        match start(&good, folder.path()).await {
            Ok(()) => assert!(fits),
            Err(error) => assert!(
                !fits && error.contains("was made by another version"),
                "{error}"
            ),
        }
    }
    store.close().await;

    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let error = start(
        &good.replace("127.0.0.1:0\"", &format!("127.0.0.1:{port}\"")),
        folder.path(),
    )
    .await;
    let expected =
        format!("port {port} is in use: stop what listens there, or set another `listen` address");
    assert_eq!(error.unwrap_err(), expected);

    let error = start(
        &good.replace("stepgate.sqlite", "no/such/folder.sqlite"),
        folder.path(),
    )
    .await;
    assert!(
        error
            .unwrap_err()
            .contains("check that the folder is there")
    );

    let secret = good.replace(
        "client_secret = \"secret of the gateway\"",
        "client_secret_env = \"STEPGATE_NO_SUCH\"",
    );
    let error = start(&secret, folder.path()).await.unwrap_err();
    assert!(
        error.contains("the variable `STEPGATE_NO_SUCH` is not set"),
        "{error}"
    );

    std::fs::write(policies.join("bad.json"), "{\"policies\":[{\"id\":7}]}").unwrap();
    let error = start(&good, folder.path()).await.unwrap_err();
    assert!(error.contains("bad.json:1:"), "{error}");
}

#[tokio::test]
async fn an_issuer_that_is_down_is_said_at_sign_in() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("policies")).unwrap();
    std::fs::write(
        folder.path().join("policies/none.json"),
        "{\"policies\":[]}",
    )
    .unwrap();
    let text = configuration("", "http://127.0.0.1:9", 9);
    let config = Config::parse(&text, &folder.path().join("stepgate.toml")).unwrap();
    let gateway = Gateway::start(config).await.unwrap();
    let page = crate::browser::Browser::at(gateway.addr().port())
        .visit("/")
        .await;
    assert_eq!(page.status, StatusCode::BAD_GATEWAY);
    assert!(
        page.text().contains("Sign-in is not available"),
        "{}",
        page.text()
    );
    gateway.shutdown().await;
}

#[tokio::test]
async fn logs_hold_no_secrets_and_no_content() {
    let log = Log::begin();
    let stage = Stage::start(
        NO_PROGRAMS,
        Router::new().fallback(any(async || "the answer's content")),
    )
    .await;
    let mut browser = stage.browser_of("alex").await;
    browser
        .post(
            "/up/tool.exe?token=in-the-query",
            "application/octet-stream",
            "the sent content",
        )
        .await;
    browser.visit("/").await;
    let text = log.text();
    assert!(
        text.contains("signed in") && text.contains("alex@example.com") && text.contains("no-exe"),
        "{text}"
    );
    let cookies = browser.cookies();
    let secrets = cookies.values().map(String::as_str);
    for secret in secrets.chain([
        "secret of the gateway",
        "content",
        "in-the-query",
        "code=",
        "state=",
    ]) {
        assert!(!text.contains(secret), "`{secret}` is in the log");
    }
}
