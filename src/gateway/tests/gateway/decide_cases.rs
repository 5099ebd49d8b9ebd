//! The shared cases in `tests/cases/decide` that look into content, sent through a gateway as a message or a file.
//!
//! Each case's policies are for its own address, so that one gateway serves all with the same default behaviour. What
//! is done with the clipboard in a case is sent here: content is looked into in the same way.

use crate::browser::{Answer, Browser};
use crate::stage::Stage;
use axum::Router;
use axum::routing::any;
use bytes::Bytes;
use http::StatusCode;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases")
}

struct Case {
    name: String,
    json: Value,
}

/// The cases with this default behaviour whose policies ask for nothing but content, and what they send.
fn cases(behavior: &str) -> Vec<(Case, Sent)> {
    let mut cases: Vec<(Case, Sent)> = std::fs::read_dir(folder().join("decide"))
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_stem()?.to_str()?.to_owned();
            let json = std::fs::read_to_string(&path).unwrap();
            let case = Case {
                name,
                json: serde_json::from_str(&json).unwrap(),
            };
            let fits = case.json["defaultBehavior"] == behavior && case.is_about_content_alone();
            let sent = fits.then(|| case.sent())??;
            Some((case, sent))
        })
        .collect();
    cases.sort_by(|(one, _), (other, _)| one.name.cmp(&other.name));
    cases
}

/// What a case sends.
struct Sent {
    /// A file's name; none for a message.
    file: Option<String>,
    bytes: Bytes,
}

/// A file that cannot be read for this reason. Nothing is slow enough to be out of time, nor large enough.
fn unreadable(reason: &str) -> Option<Bytes> {
    let file = match reason {
        "passwordEncrypted" => "locked.xlsx",
        "rightsProtected" => "rights-old.doc",
        "corrupt" => "overlapping.zip",
        "unsupported" => "open.7z",
        "tooLarge" => "deep.zip",
        _ => return None,
    };
    Some(
        std::fs::read(folder().join("files/made").join(file))
            .unwrap()
            .into(),
    )
}

impl Case {
    fn is_about_content_alone(&self) -> bool {
        let Some(policies) = self.json["policies"].as_array() else {
            return false;
        };
        let attempt = &self.json["attempt"];
        policies
            .iter()
            .any(|policy| policy["inspection"].is_object())
            && policies.iter().all(|policy| policy["conditions"].is_null())
            // Nothing that is sent is protected.
            && policies.iter().all(|policy| policy["action"] != "protect")
            && attempt["metadata"].is_null()
            && attempt["session"]["grants"].is_null()
            && attempt["session"]["answered"].is_null()
    }

    fn sent(&self) -> Option<Sent> {
        let attempt = &self.json["attempt"];
        let name = attempt["file"]["name"].as_str();
        let content = &attempt["content"];
        let (bytes, name) = match (content.as_str(), content["notScanned"].as_str()) {
            (Some(text), _) => (text.to_owned().into(), name),
            // Only a file is unreadable.
            (None, Some(reason)) => (unreadable(reason)?, name.or(Some("a.bin"))),
            (None, None) => return None,
        };
        let file = name.map(str::to_owned);
        Some(Sent { file, bytes })
    }

    /// What is done here in the place of the case's activity.
    fn activity(sent: &Sent) -> &'static str {
        if sent.file.is_some() {
            "upload"
        } else {
            "sendItem"
        }
    }

    /// Its policies, for its own address and under names of their own.
    fn policies(&self, sent: &Sent) -> Vec<String> {
        let own = &self.json["attempt"]["activity"];
        let policies = self.json["policies"].as_array().unwrap().iter().cloned();
        policies
            .map(|mut policy| {
                for activity in policy["activityTypes"].as_array_mut().unwrap() {
                    if activity == own {
                        *activity = Self::activity(sent).into();
                    }
                }
                policy["sessionControlType"] = "blockActivities".into();
                policy["id"] = self.id(policy["id"].as_str().unwrap()).into();
                policy["conditions"] =
                    json!({"filter": "url", "operator": "endsWith", "values": [self.address()]});
                policy.to_string()
            })
            .collect()
    }

    fn id(&self, id: &str) -> String {
        format!("{}-{id}", self.name)
    }

    fn address(&self) -> String {
        format!("/case/{}", self.name)
    }

    async fn send(&self, browser: &mut Browser, sent: &Sent) -> Answer {
        let Some(name) = &sent.file else {
            return browser
                .post(&self.address(), "text/plain", sent.bytes.clone())
                .await;
        };
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"f\"; filename=\"{name}\"\r\n\r\n"
        );
        let body = [head.as_bytes(), &sent.bytes, b"\r\n--edge--\r\n"].concat();
        browser
            .post(&self.address(), "multipart/form-data; boundary=edge", body)
            .await
    }

    /// What is not as the case says.
    fn difference(&self, answer: &Answer) -> Option<String> {
        let expected = &self.json["expected"];
        let action = expected["action"].as_str().unwrap();
        let lets_go = matches!(action, "allow" | "audit");
        let found = if answer.status == StatusCode::OK {
            (true, String::new(), String::new())
        } else {
            let header = |name| answer.header(name).to_owned();
            (false, header("stepgate-action"), header("stepgate-policy"))
        };
        let policy = expected["policy"].as_str().map(|id| self.id(id));
        let must = if lets_go {
            (true, String::new(), String::new())
        } else {
            (false, action.to_owned(), policy.unwrap_or_default())
        };
        (found != must).then(|| format!("{}: {found:?}, not {must:?}", self.name))
    }
}

async fn run(behavior: &str, at_least: usize) {
    let cases = cases(behavior);
    assert!(cases.len() >= at_least, "{} cases", cases.len());
    let policies: Vec<String> = cases
        .iter()
        .flat_map(|(case, sent)| case.policies(sent))
        .collect();
    let lines = format!("default_behavior = \"{behavior}\"");
    let app = Router::new().fallback(any(async || "ok"));
    let stage = Stage::start_with(&policies.join(","), app, &lines).await;
    let mut browser = stage.browser_of("alex").await;
    let mut differences = Vec::new();
    for (case, sent) in &cases {
        let answer = case.send(&mut browser, sent).await;
        differences.extend(case.difference(&answer));
    }
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

#[tokio::test]
async fn content_is_decided_as_the_cases_say_where_the_default_is_to_block() {
    run("block", 25).await;
}

#[tokio::test]
async fn content_is_decided_as_the_cases_say_where_the_default_is_to_allow() {
    run("allow", 3).await;
}
