//! The shared cases in `tests/cases/files`, uploaded and downloaded: what a file says, what it is, its label and whether it
//! was read reaches the policies.
//!
//! Each thing a case expects is a policy that would block and is only simulated; what matched is what was seen.

use crate::browser::Browser;
use crate::stage::Stage;
use axum::Router;
use axum::extract::Request;
use axum::routing::any;
use bytes::Bytes;
use http::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

const REASONS: [&str; 7] = [
    "tooLarge",
    "unsupported",
    "passwordEncrypted",
    "rightsProtected",
    "corrupt",
    "timedOut",
    "partial",
];

fn folder() -> PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/files")
}

fn made(name: &str) -> Bytes {
    std::fs::read(folder().join("made").join(name))
        .unwrap()
        .into()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Case {
    #[serde(skip)]
    name: String,
    file: String,
    #[serde(default)]
    limits: Map<String, Value>,
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Expected {
    file_type: String,
    outcome: String,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    labels: Vec<Label>,
    #[serde(default)]
    found: Vec<Found>,
    #[serde(default)]
    absent: Vec<String>,
}

#[derive(Deserialize)]
struct Label {
    id: String,
}

#[derive(Deserialize)]
struct Found {
    text: String,
    #[serde(default)]
    section: String,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = std::fs::read_dir(folder())
        .unwrap()
        .filter_map(|entry| {
            let path = entry.unwrap().path();
            let name = path
                .file_name()?
                .to_str()?
                .strip_suffix(".json")?
                .to_owned();
            let json = std::fs::read_to_string(&path).unwrap();
            let case: Case = serde_json::from_str(&json).unwrap();
            Some(Case { name, ..case })
        })
        .collect();
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    cases
}

impl Case {
    /// Some of it was read, or all.
    fn is_read(&self) -> bool {
        self.expected.outcome == "scanned" || self.expected.also.iter().any(|one| one == "partial")
    }

    /// The texts it must have, each with the policy that looks for it.
    fn found(&self) -> impl Iterator<Item = (String, &Found)> {
        let found = self.expected.found.iter().enumerate();
        found
            .filter(|(_, found)| self.is_read() || found.section != "fileName")
            .map(|(at, found)| (format!("found-{}-{at}", self.name), found))
    }

    fn absent(&self) -> impl Iterator<Item = (String, &str)> {
        let absent = self.expected.absent.iter().enumerate();
        absent.map(|(at, text)| (format!("absent-{}-{at}", self.name), text.as_str()))
    }

    /// Labels of the file, and of files within it.
    fn labels(&self) -> BTreeSet<&str> {
        let labels = self.expected.labels.iter();
        labels.map(|label| label.id.as_str()).collect()
    }

    fn policies(&self) -> Vec<Value> {
        let found = self.found().map(|(id, found)| {
            let place = match found.section.as_str() {
                "property" | "mailHeader" => json!(["metadata"]),
                "" => json!(["content", "metadata"]),
                _ => json!(["content"]),
            };
            self.own(looks_for(&id, &found.text, &place))
        });
        let absent = self
            .absent()
            .map(|(id, text)| self.own(looks_for(&id, text, &json!(["content", "metadata"]))));
        found.chain(absent).collect()
    }

    /// For this file alone.
    fn own(&self, mut policy: Value) -> Value {
        policy["conditions"] =
            json!({"filter": "fileName", "operator": "equals", "values": [self.file]});
        policy
    }

    /// What is not as the case says, where these policies matched.
    fn differences(&self, matched: &BTreeSet<String>) -> Vec<String> {
        let mut out = Vec::new();
        let all = |kind: &str| -> Vec<&str> {
            matched
                .iter()
                .filter_map(|id| id.strip_prefix(kind))
                .collect()
        };
        let types = all("type-");
        if types != [self.expected.file_type.as_str()] {
            out.push(format!(
                "the type is {types:?}, not {}",
                self.expected.file_type
            ));
        }
        let outcomes = all("outcome-");
        let fits = match (self.expected.outcome.as_str(), outcomes.as_slice()) {
            ("scanned", outcomes) => outcomes.is_empty(),
            (_, ["partial"]) => self.is_read(),
            (outcome, outcomes) => outcomes == [outcome],
        };
        if !fits {
            out.push(format!(
                "the outcome is {outcomes:?}, not {}",
                self.expected.outcome
            ));
        }
        let labels = all("label-");
        if !labels.iter().eq(&self.labels()) {
            out.push(format!("the labels are {labels:?}"));
        }
        for (id, found) in self.found().filter(|(id, _)| !matched.contains(id)) {
            out.push(format!("`{}` is not found ({id})", found.text));
        }
        for (_, text) in self.absent().filter(|(id, _)| matched.contains(id)) {
            out.push(format!("`{text}` is found"));
        }
        out
    }
}

fn policy(id: &str, more: Value) -> Value {
    let mut policy = json!({
        "id": id, "name": id, "sessionControlType": "blockActivities", "activityTypes": ["upload", "download"],
        "mode": "simulate", "action": "block",
    });
    let more = more.as_object().unwrap().clone();
    policy.as_object_mut().unwrap().extend(more);
    policy
}

fn looks_for(id: &str, text: &str, places: &Value) -> Value {
    let nothing: Map<String, Value> = REASONS
        .iter()
        .map(|reason| ((*reason).to_owned(), "ignore".into()))
        .collect();
    let more = json!({
        "inspection": {"customExpression": {"substring": text}, "searchIn": places},
        "whenCannotBeScanned": nothing,
    });
    policy(id, more)
}

/// A policy for everything a case can expect.
fn policies(cases: &[Case]) -> String {
    let mut all: Vec<Value> = cases.iter().flat_map(Case::policies).collect();
    for reason in REASONS {
        let mut outcome = looks_for(
            &format!("outcome-{reason}"),
            "words that no file has",
            &json!(["content"]),
        );
        outcome["whenCannotBeScanned"][reason] = "apply".into();
        all.push(outcome);
    }
    let is = |id: String, filter: &str, value: &str| {
        let condition = json!({"filter": filter, "operator": "equals", "values": [value]});
        policy(&id, json!({"conditions": condition}))
    };
    for word in stepgate_policy::FILE_TYPES {
        all.push(is(format!("type-{word}"), "fileType", word));
    }
    let labels: BTreeSet<&str> = cases.iter().flat_map(Case::labels).collect();
    for id in labels {
        all.push(is(format!("label-{id}"), "sensitivityLabel", id));
    }
    let all: Vec<String> = all.iter().map(Value::to_string).collect();
    all.join(",")
}

/// An app that has every file.
fn files() -> Router {
    Router::new().fallback(any(async |request: Request| {
        let name = request.uri().path().trim_start_matches('/').to_owned();
        if *request.method() == Method::GET && name.contains('.') {
            ([("content-type", "application/octet-stream")], made(&name))
        } else {
            ([("content-type", "text/plain")], "ok".into())
        }
    }))
}

/// The simulated policies that matched what happened last.
async fn matched(browser: &mut Browser, activity: &str, file: &str) -> BTreeSet<String> {
    let list = browser
        .fetch("/.stepgate/console/api/activities?limit=1")
        .await;
    let list: Value = serde_json::from_slice(&list.body).unwrap();
    let last = &list["activities"][0];
    assert_eq!(last["activity"], activity, "{file}");
    assert_eq!(last["file"]["name"], file);
    let simulated = last["simulated"].as_array().into_iter().flatten();
    simulated
        .map(|one| one["id"].as_str().unwrap().to_owned())
        .collect()
}

/// Uploads and downloads the files of `some`, and says what is not as the cases say.
async fn run(some: &[Case], lines: &str) -> Vec<String> {
    let stage = Stage::start_with(&policies(some), files(), lines).await;
    let mut browser = stage.browser_of("adele").await;
    let mut out = Vec::new();
    for case in some {
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"f\"; filename=\"{}\"\r\n\r\n",
            case.file
        );
        let bytes = made(&case.file);
        let body = [head.as_bytes(), &bytes, b"\r\n--edge--\r\n"].concat();
        let form = "multipart/form-data; boundary=edge";
        let answer = browser.post("/up", form, body).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", case.name);
        let seen = matched(&mut browser, "upload", &case.file).await;
        let differences = case.differences(&seen).into_iter();
        out.extend(differences.map(|one| format!("{}, uploaded: {one}", case.name)));
        let answer = browser.get(&format!("/{}", case.file), &[]).await;
        assert_eq!(answer.body, bytes, "{}", case.name);
        let seen = matched(&mut browser, "download", &case.file).await;
        let differences = case.differences(&seen).into_iter();
        out.extend(differences.map(|one| format!("{}, downloaded: {one}", case.name)));
    }
    out
}

#[tokio::test]
async fn every_file_is_decided_by_what_its_case_says_of_it() {
    let usual: Vec<Case> = cases()
        .into_iter()
        .filter(|case| case.limits.is_empty())
        .collect();
    assert!(usual.len() >= 60, "{} cases", usual.len());
    let differences = run(&usual, "").await;
    assert!(differences.is_empty(), "\n{}", differences.join("\n"));
}

#[tokio::test]
async fn every_limit_of_the_configuration_holds_as_its_case_says() {
    let mut limits = BTreeSet::new();
    for case in cases() {
        let mut lines = Vec::new();
        for (name, value) in &case.limits {
            let key = match name.as_str() {
                "characters" | "entries" | "depth" => name,
                "fileBytes" => "bytes",
                // What one entry may become, and what stands for time, are not configured.
                "entryBytes" | "work" => continue,
                other => panic!("{}: `{other}`", case.name),
            };
            lines.push(format!("inspection.{key} = {value}"));
            limits.insert(key.to_owned());
        }
        if !lines.is_empty() {
            let differences = run(&[case], &lines.join("\n")).await;
            assert!(differences.is_empty(), "\n{}", differences.join("\n"));
        }
    }
    let expected = ["bytes", "characters", "entries"].map(str::to_owned);
    assert!(limits.is_superset(&expected.into()), "{limits:?}");
}
