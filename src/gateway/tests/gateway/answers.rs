//! A policy warns: the person is asked once, and what they say holds for that attempt alone.

use crate::browser::{Answer, Browser};
use crate::stage::Stage;
use axum::Router;
use axum::extract::Request;
use axum::response::IntoResponse as _;
use axum::routing::any;
use http::StatusCode;
use serde_json::{Value, json};

const POLICIES: &str = r#"
  {"id":"careful","name":"Careful","description":"d","sessionControlType":"controlFileDownload",
   "activityTypes":["download"],"action":"warn",
   "conditions":{"filter":"extension","operator":"equals","values":["pdf"]},
   "messages":{"en":{"title":"Mind {file}","body":"{file} leaves {app}. <b>","learnMore":"https://example.com/why"},
               "de":{"title":"Achtung","body":"{file} verl\u00e4sst {app}."}}},
  {"id":"why","name":"Say why","description":"d","sessionControlType":"controlFileUpload",
   "activityTypes":["upload"],"action":"warnWithJustification"},
  {"id":"cards","name":"No cards","description":"d","sessionControlType":"blockActivities",
   "activityTypes":["sendItem"],"action":"redact",
   "inspection":{"customExpression":{"substring":"SECRET"}}},
  {"id":"ask","name":"Ask first","description":"d","sessionControlType":"controlFileDownload",
   "activityTypes":["download"],"action":"requestApproval",
   "conditions":{"filter":"extension","operator":"equals","values":["zip"]}},
  {"id":"lock","name":"Lock","description":"d","sessionControlType":"controlFileDownload",
   "activityTypes":["download"],"action":"protect",
   "conditions":{"filter":"extension","operator":"equals","values":["docx"]}}"#;

async fn file(request: Request) -> axum::response::Response {
    let name = request.uri().path().trim_start_matches('/').to_owned();
    if name.contains('.') {
        let saved = format!("attachment; filename={name}");
        return ([("content-disposition", saved)], "the file").into_response();
    }
    "ok".into_response()
}

async fn stage() -> (Stage, Browser) {
    let stage = Stage::start(POLICIES, Router::new().fallback(any(file))).await;
    let browser = stage.browser_of("adele").await;
    (stage, browser)
}

fn question(page: &Answer) -> String {
    page.between("<form method=\"post\" action=\"", "\"")
}

async fn activities(browser: &mut Browser) -> Vec<Value> {
    let list = browser.fetch("/.stepgate/console/api/activities").await;
    assert_eq!(list.status, StatusCode::OK, "{}", list.text());
    let list: Value = serde_json::from_slice(&list.body).unwrap();
    list["activities"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_page_warns_and_the_person_goes_on_once() {
    let (_stage, mut browser) = stage().await;
    let page = browser.visit("/plan.pdf?a=1&b=2").await;
    assert_eq!(page.status, StatusCode::FORBIDDEN);
    assert_eq!(page.header("stepgate-action"), "warn");
    assert_eq!(page.header("stepgate-activity"), "download");
    let text = page.text();
    assert!(text.contains("Mind plan.pdf"), "{text}");
    assert!(text.contains("plan.pdf leaves Files. &lt;b&gt;"), "{text}");
    assert!(text.contains("href=\"https://example.com/why\""), "{text}");
    let address = question(&page);
    let done = browser.submit(&address, &[("answer", "goOn")]).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let to = done.between("content=\"0;url=", "\"").replace("&amp;", "&");
    assert_eq!(to, "/plan.pdf?a=1&b=2");
    assert_eq!(browser.visit(&to).await.text(), "the file");
    let other = browser.visit("/other.pdf").await;
    assert_eq!(
        other.status,
        StatusCode::FORBIDDEN,
        "an answer is for one object"
    );
    let again = browser.submit(&address, &[("answer", "goOn")]).await;
    assert_eq!(
        again.status,
        StatusCode::NOT_FOUND,
        "a question is answered once"
    );

    let cancelled = browser
        .submit(&question(&other), &[("answer", "cancel")])
        .await;
    assert_eq!(cancelled.text(), "ok", "back where the person came from");
    assert_eq!(
        browser.visit("/other.pdf").await.status,
        StatusCode::FORBIDDEN
    );

    let all = activities(&mut browser).await;
    let seen: Vec<(&str, &str)> = all
        .iter()
        .rev()
        .map(|one| {
            (
                one["action"].as_str().unwrap(),
                one["outcome"].as_str().unwrap(),
            )
        })
        .collect();
    let expected = [
        ("warn", "warned"),
        ("warn", "resumed"),
        ("audit", "performed"),
        ("warn", "warned"),
        ("warn", "cancelled"),
        ("warn", "warned"),
    ];
    assert_eq!(seen, expected);
    assert_eq!(all[4]["policy"]["id"], "careful");
    assert_eq!(all[4]["file"]["name"], "plan.pdf");
    assert_eq!(
        all[4]["url"].as_str().unwrap().rsplit('/').next(),
        Some("plan.pdf")
    );
}

#[tokio::test]
async fn the_warning_is_in_the_persons_language() {
    let (_stage, mut browser) = stage().await;
    let headers = [
        ("sec-fetch-mode", "navigate"),
        ("accept-language", "de-AT,de;q=0.9,en;q=0.8"),
    ];
    let page = browser.get("/plan.pdf", &headers).await.text();
    assert!(
        page.contains("Achtung") && page.contains("plan.pdf verlässt Files."),
        "{page}"
    );
}

#[tokio::test]
async fn a_question_belongs_to_its_session() {
    let (stage, mut browser) = stage().await;
    let address = question(&browser.visit("/plan.pdf").await);
    let mut other = stage.browser_of("adele").await;
    let answer = other.submit(&address, &[("answer", "goOn")]).await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    assert_eq!(other.visit("/plan.pdf").await.status, StatusCode::FORBIDDEN);
    let from_elsewhere = [
        ("origin", "http://evil.example"),
        ("content-type", "application/x-www-form-urlencoded"),
    ];
    let answer = browser
        .send(
            http::Method::POST,
            &address,
            &from_elsewhere,
            "answer=goOn".into(),
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(
        browser.visit("/plan.pdf").await.status,
        StatusCode::FORBIDDEN
    );
}

/// As a person sends a file in a form of the app.
async fn send_form(stage: &Stage, browser: &mut Browser) -> Answer {
    let origin = stage.origin();
    let headers = [
        ("content-type", "multipart/form-data; boundary=b"),
        ("origin", origin.as_str()),
        ("accept", "text/html"),
        ("sec-fetch-mode", "navigate"),
    ];
    let body =
        "--b\r\nContent-Disposition: form-data; name=f; filename=tool.exe\r\n\r\nMZ\r\n--b--\r\n";
    let method = http::Method::POST;
    browser.send(method, "/up", &headers, body.into()).await
}

#[tokio::test]
async fn a_reason_is_asked_for_and_recorded() {
    let (stage, mut browser) = stage().await;
    let page = send_form(&stage, &mut browser).await;
    assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", page.text());
    assert!(
        page.text().contains("<textarea name=\"justification\""),
        "{}",
        page.text()
    );
    let address = question(&page);
    let none = [("answer", "goOn"), ("justification", "  ")];
    let missing = browser.submit(&address, &none).await;
    assert_eq!(missing.status, StatusCode::BAD_REQUEST);
    let given = [("answer", "goOn"), ("justification", " For the audit <1> ")];
    let done = browser.submit(&address, &given).await;
    assert!(
        done.text().contains("Go back and send it again"),
        "{}",
        done.text()
    );
    let sent = send_form(&stage, &mut browser).await;
    assert_eq!(sent.status, StatusCode::OK, "{}", sent.text());
    assert_eq!(stage.app.received_at("/up").len(), 1);
    let all = activities(&mut browser).await;
    let answered: Vec<&Value> = all
        .iter()
        .filter(|one| one["outcome"] == "resumed")
        .collect();
    assert_eq!(answered.len(), 1);
    assert_eq!(answered[0]["justification"], "For the audit <1>");
}

fn report(policy: &str, activity: &str, object: &str) -> Value {
    json!({"id": "0123456789abcdef0123456789abcdef", "policy": policy, "activity": activity, "object": object})
}

#[tokio::test]
async fn what_the_agent_asked_in_the_page_lets_the_same_attempt_through() {
    let (_stage, mut browser) = stage().await;
    let stopped = browser.fetch("/plan.pdf").await;
    assert_eq!(stopped.status, StatusCode::FORBIDDEN);
    assert_eq!(stopped.header("stepgate-action"), "warn");
    assert_eq!(stopped.header("stepgate-policy"), "careful");
    assert_eq!(stopped.header("stepgate-object"), "plan%2Epdf");
    assert!(!stopped.text().contains("<form"), "{}", stopped.text());
    let wish = report("careful", "download", "plan.pdf").to_string();
    for _ in 0..2 {
        let kept = browser
            .post("/.stepgate/answers", "application/json", wish.clone())
            .await;
        assert_eq!(kept.status, StatusCode::OK, "{}", kept.text());
        assert!(serde_json::from_slice::<Value>(&kept.body).unwrap()["expires"].is_u64());
    }
    assert_eq!(browser.fetch("/plan.pdf").await.text(), "the file");
    assert_eq!(
        browser.fetch("/other.pdf").await.status,
        StatusCode::FORBIDDEN
    );
    let all = activities(&mut browser).await;
    let answered: Vec<&Value> = all
        .iter()
        .filter(|one| one["outcome"] == "resumed")
        .collect();
    assert_eq!(answered.len(), 1, "sent twice, recorded once");
    assert_eq!(answered[0]["source"], "agent");
}

#[tokio::test]
async fn only_what_a_person_can_answer_is_answered() {
    let (_stage, mut browser) = stage().await;
    let mut wrong = vec![
        report("careful", "upload", "plan.pdf"),
        report("nothing", "download", "plan.pdf"),
        report("ask", "download", "a.zip"),
        report("lock", "download", "a.docx"),
        report("why", "upload", "a.txt"),
        report("careful", "fly", "plan.pdf"),
    ];
    let mut bad_id = report("careful", "download", "plan.pdf");
    bad_id["id"] = "x".into();
    wrong.push(bad_id);
    for wish in wrong {
        let answer = browser
            .post("/.stepgate/answers", "application/json", wish.to_string())
            .await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{wish}");
    }
    let wish = report("careful", "download", "plan.pdf").to_string();
    let headers = [
        ("content-type", "application/json"),
        ("origin", "http://evil.example"),
    ];
    let answer = browser
        .send(
            http::Method::POST,
            "/.stepgate/answers",
            &headers,
            wish.into(),
        )
        .await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert_eq!(
        browser.fetch("/plan.pdf").await.status,
        StatusCode::FORBIDDEN
    );
}

#[tokio::test]
async fn what_is_masked_already_passes_and_what_is_not_is_stopped() {
    let (stage, mut browser) = stage().await;
    let stopped = browser.post("/chat", "text/plain", "the SECRET plan").await;
    assert_eq!(stopped.status, StatusCode::FORBIDDEN);
    assert_eq!(stopped.header("stepgate-action"), "redact");
    assert!(stopped.text().contains("masks"), "{}", stopped.text());
    let passed = browser.post("/chat", "text/plain", "the XXXXXX plan").await;
    assert_eq!(passed.status, StatusCode::OK);
    assert_eq!(stage.app.received_at("/chat").len(), 1);
}

#[tokio::test]
async fn what_cannot_be_carried_out_yet_stops_and_says_so() {
    let (_stage, mut browser) = stage().await;
    for (address, action, words) in [
        (
            "/a.zip",
            "requestApproval",
            "Approval cannot be asked for here yet",
        ),
        ("/a.docx", "protect", "Files cannot be protected here yet"),
    ] {
        let page = browser.visit(address).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert_eq!(page.header("stepgate-action"), action);
        assert!(page.text().contains(words), "{}", page.text());
        assert!(!page.text().contains("<form"), "{}", page.text());
    }
}
