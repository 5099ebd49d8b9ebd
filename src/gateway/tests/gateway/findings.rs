//! What was found is kept masked, by the gateway and as a page says it; what a page could not have found is refused.

use crate::browser::Browser;
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use http::StatusCode;
use serde_json::{Value, json};
use stepgate_protocol::Boot;

const POLICIES: &str = r#"{"id":"a-cards","name":"Cards","sessionControlType":"blockActivities","activityTypes":["sendItem","copy"],
    "inspection":{"presetExpression":["paymentCard","githubToken"],"evidence":"lastFour"},"action":"block"},
    {"id":"b-mail","name":"Mail","sessionControlType":"blockActivities","activityTypes":["copy"],
    "inspection":{"presetExpression":"email"},"action":"audit"},
    {"id":"c-numbers","name":"Numbers","sessionControlType":"blockActivities","activityTypes":["copy"],
    "inspection":{"customExpression":{"regex":"EMP-\\d{9}"},"evidence":"none"},"action":"audit"}"#;

async fn stage() -> (Stage, Browser, Browser) {
    let page = || async { ([("content-type", "text/html")], "<!doctype html><p>page") };
    let stage = Stage::start(POLICIES, Router::new().fallback(any(page))).await;
    let browser = stage.browser_of("alex").await;
    let administrator = stage.browser_of("adele").await;
    (stage, browser, administrator)
}

async fn list(administrator: &mut Browser, activity: &str) -> Vec<Value> {
    let query = format!("/.stepgate/console/api/activities?activity={activity}");
    let answer = administrator.fetch(&query).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let value: Value = serde_json::from_slice(&answer.body).unwrap();
    value["activities"].as_array().unwrap().clone()
}

async fn send(browser: &mut Browser, text: &str) {
    let answer = browser.post("/chat", "text/plain", text.to_owned()).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}

const TEXT: &str = "card no 4111 1111 1111 1111 and 4012888888881881 and 4111111111111111";

#[tokio::test]
async fn what_the_gateway_found_is_kept_masked_with_fingerprints_of_this_person() {
    let (stage, mut browser, mut administrator) = stage().await;
    send(&mut browser, TEXT).await;
    send(&mut browser, "card 4111-1111-1111-1111").await;
    let mut megan = stage.browser_of("megan").await;
    send(&mut megan, "card 4111-1111-1111-1111").await;
    let kept = list(&mut administrator, "sendItem").await;
    let [hers, again, first] = kept.as_slice() else {
        panic!("three, not {}", kept.len());
    };
    let found = &first["findings"][0];
    assert_eq!(found["expression"], "paymentCard");
    assert_eq!(found["count"], 2);
    assert_eq!(found["confidence"], 85);
    assert_eq!(
        found["evidence"],
        json!([
            "XXXX XXXX XXXX 1111",
            "XXXXXXXXXXXX1881",
            "XXXXXXXXXXXX1111"
        ])
    );
    let prints = |activity: &Value| activity["findings"][0]["fingerprints"].clone();
    assert_eq!(prints(first).as_array().unwrap().len(), 2);
    assert_eq!(prints(first)[0], prints(again)[0], "the same value");
    assert_ne!(prints(hers)[0], prints(again)[0], "of somebody else");
    assert!(!kept.iter().any(|one| one.to_string().contains("4012")));
}

/// The revision in force, and a page that may report.
async fn revision(browser: &mut Browser, administrator: &mut Browser) -> String {
    send(browser, TEXT).await;
    let own = list(administrator, "sendItem").await;
    own[0]["revision"].as_str().unwrap().to_owned()
}

fn finding(policy: u16, expression: &str, more: &Value) -> Value {
    let confidence = if policy == 2 { Value::Null } else { json!(85) };
    let mut finding = json!({ "policy": policy, "expression": expression, "count": 2, "confidence": confidence,
        "evidence": [], "fingerprints": [] });
    for (name, value) in more.as_object().unwrap() {
        finding[name] = value.clone();
    }
    finding
}

fn card(more: &Value) -> Value {
    json!([finding(0, "paymentCard", more)])
}

fn traced(policy: u16, matched: bool, inspection: &Value) -> Value {
    json!({"policy": policy, "matched": matched, "satisfied": false, "conditions": [], "inspection": inspection})
}

/// What a page says: findings, and whatever else is not as it should be.
struct Reports<'s> {
    stage: &'s Stage,
    revision: String,
    all: Vec<Value>,
}

impl Reports<'_> {
    fn add(&mut self, findings: &Value) -> &mut Value {
        let three = json!({"count": 3});
        self.all.push(json!({
            "id": format!("{:032x}", self.all.len()), "time": 1_700_000_000_000_u64, "activity": "copy", "action": "block",
            "policy": "a-cards", "outcome": "stopped", "url": self.stage.origin(), "file": null,
            "matches": ["a-cards", "b-mail", "c-numbers"], "failure": null, "revision": self.revision,
            "trace": [traced(0, true, &three), traced(1, true, &three), traced(2, true, &three)],
            "findings": findings, "source": "agent", "detail": null
        }));
        self.all.last_mut().unwrap()
    }

    /// How many are refused.
    async fn send(&self, browser: &mut Browser) -> String {
        let body = json!({ "activities": self.all }).to_string();
        let answer = browser
            .post("/.stepgate/activities", "text/plain", body)
            .await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT);
        answer.header("stepgate-rejected").to_owned()
    }
}

#[tokio::test]
async fn what_a_page_can_have_found_is_kept() {
    let (stage, mut browser, mut administrator) = stage().await;
    let revision = revision(&mut browser, &mut administrator).await;
    let mut reports = Reports {
        stage: &stage,
        revision,
        all: Vec::new(),
    };
    let masked = json!({"evidence": ["XXXX XXXX XXXX 1111"], "fingerprints": ["00000000000000ff"]});
    reports.add(&card(&masked));
    reports.add(&json!([
        finding(0, "githubToken", &json!({"evidence": ["XXXXXXXX"]})),
        finding(1, "email", &json!({"evidence": ["XXXX@XXX.XX"]})),
        finding(2, "regex", &json!({})),
    ]));
    reports.add(&json!([]));
    assert_eq!(reports.send(&mut browser).await, "");
    let kept = list(&mut administrator, "copy").await;
    assert_eq!(kept.len(), 3);
    assert_eq!(kept[2]["findings"], card(&masked));
}

#[tokio::test]
async fn a_page_cannot_make_its_report_carry_content() {
    let (stage, mut browser, mut administrator) = stage().await;
    let revision = revision(&mut browser, &mut administrator).await;
    let mut reports = Reports {
        stage: &stage,
        revision,
        all: Vec::new(),
    };
    for forged in [
        json!({"evidence": ["4111 1111 1111 1111"]}),
        json!({"evidence": ["the content itself"]}),
        json!({"evidence": ["XXXX XXXX XXX1 1111"]}),
        json!({"evidence": ["XXXX1111"]}),
        json!({"evidence": ["X".repeat(42)]}),
        json!({"evidence": ["X", "XX", "XXX", "XXXX"], "count": 3}),
        json!({"evidence": ["X", "XX", "XXX"], "fingerprints": ["content"]}),
        json!({"fingerprints": ["0000000000000001", "0000000000000002", "0000000000000003"]}),
        json!({"count": 0}),
        json!({"count": 4}),
        json!({"confidence": 66}),
        json!({"confidence": null}),
        json!({"value": "4111111111111111"}),
        json!({"expression": "my secret"}),
        json!({"expression": "iban"}),
        json!({"expression": "regex", "confidence": null}),
        json!({"policy": 9}),
    ] {
        reports.add(&card(&forged));
    }
    let four = json!({"evidence": ["XXXXXXXXXXXX1111"]});
    for forged in [
        finding(0, "githubToken", &four),
        finding(1, "email", &four),
        finding(2, "regex", &json!({"evidence": ["XXX-XXXXXXXXX"]})),
    ] {
        reports.add(&json!([forged]));
    }
    let one = finding(0, "paymentCard", &json!({}));
    reports.add(&json!([one, one]));
    let good = card(&json!({}));
    reports.add(&good)["trace"][0] = traced(0, false, &json!({"count": 3}));
    reports.add(&good)["trace"][0] = traced(0, true, &json!("notAsked"));
    reports.add(&good)["file"] = json!({"name": "a", "size": null, "fileType": null, "mismatch": null,
        "labels": [{"id": "content", "siteId": "", "name": "", "nested": false}]});
    reports.add(&good)["file"] =
        json!({"name": "a", "size": null, "labels": [], "fileType": "content", "mismatch": null});
    let refused = reports.send(&mut browser).await;
    assert_eq!(refused, reports.all.len().to_string());
    assert!(list(&mut administrator, "copy").await.is_empty());
}

#[tokio::test]
async fn what_a_guid_is_called_is_the_configurations_word_and_no_pages() {
    let (stage, mut browser, mut administrator) = stage().await;
    let revision = revision(&mut browser, &mut administrator).await;
    let label = |name: &str| json!({"id": "2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11", "siteId": "", "name": name, "nested": true});
    let mut reports = Reports {
        stage: &stage,
        revision,
        all: Vec::new(),
    };
    reports.add(&json!([]))["file"] = json!({"name": "a", "size": null, "fileType": "pdf", "mismatch": true,
        "labels": [label("content")]});
    assert_eq!(reports.send(&mut browser).await, "");
    let kept = list(&mut administrator, "copy").await;
    assert_eq!(kept[0]["file"]["labels"], json!([label("")]));
}

#[tokio::test]
async fn a_page_gets_a_key_for_fingerprints_and_not_the_one_for_copies() {
    let (_stage, mut browser, _) = stage().await;
    let page = browser.visit("/").await;
    let bytes = Boot::attribute_bytes(&page.between("data-stepgate=\"", "\"")).unwrap();
    let boot = Boot::decode(&bytes).unwrap();
    assert_eq!(boot.fingerprint_key.len(), 16);
    assert!(boot.clipboard_key.is_empty());
}
