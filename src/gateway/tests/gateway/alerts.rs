//! Who is told of a match: stored, in the console, and one event in the log for each.

use crate::browser::Browser;
use crate::log::Log;
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use http::StatusCode;
use serde_json::{Value, json};

const POLICIES: &str = r#"
  {"id":"exe","name":"No programs","description":"d","sessionControlType":"controlFileUpload",
   "activityTypes":["upload"],"action":"block","severity":"high","category":"malware",
   "conditions":{"filter":"extension","operator":"equals","values":["exe"]},
   "alerts":{"dailyLimit":2,"recipients":["soc@example.com","it@example.com"]}},
  {"id":"msi","name":"Installers","description":"d","sessionControlType":"controlFileUpload","mode":"simulate",
   "activityTypes":["upload"],"action":"block","severity":"low","alerts":{"perMatch":false},
   "conditions":{"filter":"extension","operator":"equals","values":["msi"]}},
  {"id":"quiet","name":"Archives","description":"d","sessionControlType":"controlFileUpload",
   "activityTypes":["upload"],"action":"block","severity":"medium",
   "conditions":{"filter":"extension","operator":"equals","values":["zip"]}}"#;

async fn stage() -> (Stage, Browser) {
    let stage = Stage::start(POLICIES, Router::new().fallback(any(async || "ok"))).await;
    let browser = stage.browser_of("adele").await;
    (stage, browser)
}

async fn upload(browser: &mut Browser, name: &str) -> StatusCode {
    let address = format!("/up/{name}");
    let answer = browser
        .post(&address, "application/octet-stream", "MZ")
        .await;
    answer.status
}

async fn ask(browser: &mut Browser, what: &str) -> Vec<Value> {
    let answer = browser
        .fetch(&format!("/.stepgate/console/api/{what}"))
        .await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let list: Value = serde_json::from_slice(&answer.body).unwrap();
    list[what.split('?').next().unwrap()]
        .as_array()
        .unwrap()
        .clone()
}

#[tokio::test]
async fn each_match_raises_one_up_to_the_days_limit() {
    let log = Log::begin();
    let (_stage, mut browser) = stage().await;
    for number in 0..3 {
        let status = upload(&mut browser, &format!("tool{number}.exe")).await;
        assert_eq!(status, StatusCode::FORBIDDEN);
    }
    assert_eq!(upload(&mut browser, "a.zip").await, StatusCode::FORBIDDEN);
    let alerts = ask(&mut browser, "alerts").await;
    assert_eq!(alerts.len(), 2, "{alerts:?}");
    let alert = &alerts[0];
    assert_eq!(alert["policy"], "exe");
    assert_eq!(alert["severity"], "high");
    assert_eq!(alert["category"], "malware");
    assert_eq!(
        alert["recipients"],
        json!(["soc@example.com", "it@example.com"])
    );
    assert_eq!(alert["user"], "adele@example.com");
    assert_eq!(alert["activity"], "upload");
    assert_eq!(alert["simulated"], false);
    let text = log.text();
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| line.contains("gateway::alert"))
        .collect();
    assert_eq!(lines.len(), 2, "{text}");
    assert!(
        lines[0].contains("soc@example.com it@example.com") && lines[0].contains("malware"),
        "{}",
        lines[0]
    );

    let all = ask(&mut browser, "activities").await;
    let told: Vec<(&str, bool)> = all
        .iter()
        .map(|one| {
            (
                one["severity"].as_str().unwrap(),
                one["alerted"].as_bool().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("medium", false),
            ("high", false),
            ("high", true),
            ("high", true)
        ]
    );
    let older = ask(&mut browser, "alerts?limit=1").await;
    assert_eq!(older.len(), 1);
}

#[tokio::test]
async fn a_simulated_match_goes_through_and_is_shown_as_what_it_is() {
    let (_stage, mut browser) = stage().await;
    for _ in 0..2 {
        assert_eq!(upload(&mut browser, "setup.msi").await, StatusCode::OK);
    }
    let all = ask(&mut browser, "activities").await;
    assert_eq!(all.len(), 2);
    assert_eq!(all[0]["action"], "audit");
    assert_eq!(all[0]["outcome"], "performed");
    let would = json!([{"id": "msi", "name": "Installers", "action": "block"}]);
    assert_eq!(all[0]["simulated"], would);
    let alerts = ask(&mut browser, "alerts").await;
    assert_eq!(
        alerts.len(),
        1,
        "the first of a day, where not each match is told of"
    );
    assert_eq!(alerts[0]["simulated"], true);
}

#[tokio::test]
async fn what_the_agent_and_the_gateway_both_see_is_told_of_once() {
    let (stage, mut browser) = stage().await;
    assert_eq!(
        upload(&mut browser, "tool.exe").await,
        StatusCode::FORBIDDEN
    );
    let seen = ask(&mut browser, "activities").await;
    let id = seen[0]["id"].as_str().unwrap();
    let whole = browser
        .fetch(&format!("/.stepgate/console/api/activities/{id}"))
        .await;
    let whole: Value = serde_json::from_slice(&whole.body).unwrap();
    let report = |number: u32, name: &str| {
        json!({
            "id": format!("{number:032x}"), "time": whole["time"], "activity": "upload", "action": "block",
            "policy": "exe", "outcome": "stopped", "url": stage.origin(),
            "file": {"name": name, "size": 2, "label": null}, "matches": ["exe"], "failure": null,
            "revision": whole["revision"],
            "trace": [{"policy": 0, "matched": true, "satisfied": false, "conditions": [true], "inspection": null}],
            "source": "agent", "detail": null
        })
    };
    for (number, name, alerts) in [(1, "tool.exe", 1), (2, "other.exe", 2)] {
        let batch = json!({ "activities": [report(number, name)] }).to_string();
        let kept = browser
            .post("/.stepgate/activities", "application/json", batch)
            .await;
        assert_eq!(kept.status, StatusCode::NO_CONTENT, "{}", kept.text());
        assert_eq!(kept.header("stepgate-rejected"), "");
        assert_eq!(ask(&mut browser, "alerts").await.len(), alerts, "{name}");
    }
}

#[tokio::test]
async fn only_administrators_read_alerts() {
    let (stage, _) = stage().await;
    let mut browser = stage.browser_of("alex").await;
    let answer = browser.fetch("/.stepgate/console/api/alerts").await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
}
