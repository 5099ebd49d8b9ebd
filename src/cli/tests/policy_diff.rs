//! Are recorded activities decided by two sets of policies, and is it said what cannot be known?

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a step that cannot be taken is a failed test"
)]

mod program;

use program::{Ran, stepgate_in};
use serde_json::{Value, json};
use sqlx::Connection as _;
use std::fs;
use std::path::Path;
use stepgate_policy::{AttemptFile, Bundle, DefaultBehavior, PolicySet, decide};

fn policy(id: &str, activity: &str, more: Value) -> Value {
    let mut policy = json!({
        "id": id, "name": id, "sessionControlType": "blockActivities", "activityTypes": [activity], "action": "block",
    });
    policy
        .as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    policy
}

/// The policies in force when everything was recorded.
fn old() -> Value {
    json!({ "policies": [
        policy("print", "print", json!({"action": "audit"})),
        policy("cards", "sendItem", json!({"inspection": {"presetExpression": "paymentCard", "minimumViolations": 3}, "action": "audit"})),
        policy("managed", "download", json!({"conditions": {"filter": "device.tags", "operator": "isNotSet"}, "action": "audit"})),
        policy("paste", "paste", json!({"action": "audit"})),
    ] })
}

/// An activity as the browser extension exports it, decided by the old policies.
fn recorded(id: u8, attempt: Value) -> Value {
    let set = PolicySet::from_str("old", &old().to_string()).unwrap();
    let bytes = set.compile(DefaultBehavior::Block);
    let bundle = Bundle::read(&bytes).unwrap();
    let file = AttemptFile::from_str("attempt", &attempt.to_string()).unwrap();
    let decision = decide(&bundle, &file.attempt());
    json!({
        "app": attempt["session"]["app"], "id": format!("{id:032x}"), "time": 1_790_000_000_000_u64 + u64::from(id),
        "activity": attempt["activity"], "action": decision.action, "policy": null,
        "outcome": "performed", "url": "https://files.example.com/a", "file": attempt["file"],
        "matches": [], "failure": null, "revision": format!("{:016x}", bundle.revision()),
        "trace": decision.trace, "source": "agent", "detail": null,
    })
}

fn activities() -> Vec<Value> {
    let session = json!({"app": "files", "deviceTags": ["intuneCompliant"]});
    let cards = "4111 1111 1111 1111 and 5500 0000 0000 0004 and 3782 822463 10005";
    vec![
        recorded(1, json!({"activity": "print", "session": session})),
        recorded(2, json!({"activity": "print", "session": {"app": "files"}})),
        recorded(
            3,
            json!({"activity": "sendItem", "session": session, "content": cards}),
        ),
        recorded(
            4,
            json!({"activity": "download", "session": session, "file": {"name": "a.txt"}}),
        ),
        recorded(
            5,
            json!({"activity": "paste", "session": session, "content": "x"}),
        ),
    ]
}

/// A folder with both sets and the activities as JSON lines.
fn folder(new: &Value, activities: &[Value]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let lines: String = activities.iter().map(|one| format!("{one}\n")).collect();
    fs::write(folder.path().join("old.json"), old().to_string()).unwrap();
    fs::write(folder.path().join("new.json"), new.to_string()).unwrap();
    fs::write(folder.path().join("activities.jsonl"), lines).unwrap();
    folder
}

fn diff(folder: &Path, more: &[&str]) -> Ran {
    let arguments = ["policy", "diff", "old.json", "new.json", "--activities"];
    stepgate_in(folder, &[&arguments, more].concat())
}

fn diff_json(folder: &Path, activities: &str) -> Value {
    let ran = diff(folder, &[activities, "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    serde_json::from_str(&ran.out).unwrap()
}

#[test]
fn the_same_policies_change_nothing() {
    let folder = folder(&old(), &activities());
    let ran = diff(folder.path(), &["activities.jsonl", "--exit-code"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(
        ran.out,
        "5 recorded attempts: 5 unchanged, 0 changed, 0 cannot be known\n"
    );
}

#[test]
fn what_changes_is_grouped_and_counted_with_examples() {
    let mut new = old();
    new["policies"][0]["action"] = "block".into();
    let folder = folder(&new, &activities());
    let found = diff_json(folder.path(), "activities.jsonl");
    assert_eq!(found["unchanged"], 3);
    let change = &found["changed"][0];
    assert_eq!(change["activity"], "print");
    assert_eq!(change["app"], "files");
    assert_eq!(change["count"], 2);
    assert_eq!(change["old"], json!({"action": "audit", "policy": "print"}));
    assert_eq!(change["new"], json!({"action": "block", "policy": "print"}));
    assert_eq!(change["examples"].as_array().unwrap().len(), 2);
    let ran = diff(folder.path(), &["activities.jsonl", "--exit-code"]);
    assert_eq!(ran.code, Some(1));
    assert!(
        ran.out
            .contains("     2 x  print in files\n          audit (print) -> block (print)\n"),
        "{}",
        ran.out
    );
}

/// The trace keeps counts and results of conditions: other minimums and other policies with the same ones are known.
#[test]
fn what_was_counted_and_compared_is_known_again() {
    let mut new = old();
    new["policies"][1]["action"] = "block".into();
    new["policies"][1]["inspection"]["minimumViolations"] = 2.into();
    new["policies"][2]["conditions"]["operator"] = "isSet".into();
    let found = diff_json(folder(&new, &activities()).path(), "activities.jsonl");
    assert_eq!(found["cannotBeKnown"], json!([]));
    let changed: Vec<&Value> = found["changed"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["activity"])
        .collect();
    assert_eq!(changed.len(), 2, "{found}");
    assert!(changed.contains(&&json!("sendItem")) && changed.contains(&&json!("download")));
    new["policies"][1]["inspection"]["minimumViolations"] = 4.into();
    new["policies"][2]["conditions"]["operator"] = "isNotSet".into();
    let found = diff_json(folder(&new, &activities()).path(), "activities.jsonl");
    assert_eq!(found["changed"][0]["new"]["action"], "allow", "{found}");
}

#[test]
fn what_was_not_kept_cannot_be_known_and_that_is_said() {
    let mut new = old();
    new["policies"][3]["inspection"] = json!({"customExpression": {"substring": "secret"}});
    new["policies"][3]["action"] = "block".into();
    new["policies"][0]["conditions"] =
        json!({"filter": "user.groups", "operator": "equals", "values": ["staff"]});
    let folder = folder(&new, &activities());
    let found = diff_json(folder.path(), "activities.jsonl");
    assert_eq!(found["changed"], json!([]));
    let open = found["cannotBeKnown"].as_array().unwrap();
    let print = open.iter().find(|one| one["activity"] == "print").unwrap();
    assert_eq!(print["count"], 2);
    assert_eq!(
        print["because"][0],
        "whether user.groups equals \"staff\" held was not recorded"
    );
    let paste = open.iter().find(|one| one["activity"] == "paste").unwrap();
    assert_eq!(
        paste["because"][0],
        "no policy of that time looked for text \"secret\", and content is not kept"
    );
    let ran = diff(folder.path(), &["activities.jsonl"]);
    assert!(ran.out.contains("cannot be known\n"), "{}", ran.out);
    assert!(
        ran.out.contains("perhaps audit (paste) -> block (paste)\n"),
        "{}",
        ran.out
    );
}

/// A new policy that asks what nobody knows changes nothing where a stricter one decides anyway.
#[test]
fn what_is_open_does_not_matter_where_it_decides_nothing() {
    let mut new = old();
    new["policies"].as_array_mut().unwrap().push(policy(
        "groups",
        "print",
        json!({
            "action": "audit", "conditions": {"filter": "user.groups", "operator": "isSet"},
        }),
    ));
    let found = diff_json(folder(&new, &activities()).path(), "activities.jsonl");
    assert_eq!(found["unchanged"], 5, "{found}");
}

#[test]
fn what_became_of_a_step_up_is_no_attempt_of_its_own() {
    let mut started = recorded(1, json!({"activity": "print", "session": {"app": "files"}}));
    started["outcome"] = "stepUpStarted".into();
    let mut resumed = started.clone();
    resumed["outcome"] = "resumed".into();
    let found = diff_json(
        folder(&old(), &[started, resumed]).path(),
        "activities.jsonl",
    );
    assert_eq!(
        (&found["activities"], &found["sequels"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn the_gateways_store_is_read_with_the_policies_of_its_time() {
    let mut new = old();
    new["policies"][0]["action"] = "block".into();
    let folder = folder(&new, &[]);
    let store = folder.path().join("stepgate.sqlite");
    tokio::runtime::Runtime::new()
        .unwrap()
        .block_on(write_store(&store));
    // The policies of that time are not `old.json` any longer: only the store still has them.
    let mut later = old();
    later["policies"][2]["name"] = "renamed".into();
    fs::write(folder.path().join("old.json"), later.to_string()).unwrap();
    let before = fs::read(&store).unwrap();
    let found = diff_json(folder.path(), "stepgate.sqlite");
    assert_eq!(found["activities"], 5, "{found}");
    assert_eq!(found["withoutTrace"], 0, "{found}");
    assert_eq!(found["cannotBeKnown"], json!([]), "{found}");
    assert_eq!(found["changed"][0]["count"], 2, "{found}");
    assert_eq!(
        found["changed"][0]["examples"][0]["user"],
        "alex@example.com"
    );
    assert_eq!(fs::read(&store).unwrap(), before, "the store is only read");
}

/// A store as the gateway makes it.
async fn write_store(file: &Path) {
    let options = sqlx::sqlite::SqliteConnectOptions::new()
        .filename(file)
        .create_if_missing(true);
    let mut store = sqlx::SqliteConnection::connect_with(&options)
        .await
        .unwrap();
    sqlx::migrate!("../gateway/migrations")
        .run(&mut store)
        .await
        .unwrap();
    let set = PolicySet::from_str("old", &old().to_string()).unwrap();
    let bundle = set.compile(DefaultBehavior::Block);
    let all = activities();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    sqlx::query("INSERT INTO policy_revisions (revision, bundle, first_used) VALUES (?, ?, 0)")
        .bind(text(&all[0]["revision"]))
        .bind(bundle)
        .execute(&mut store)
        .await
        .unwrap();
    for one in &all {
        sqlx::query(
            "INSERT INTO activities (id, time, received, subject, user, app, activity, action, outcome, url, file, matches,
             revision, trace, source) VALUES (?, ?, 0, 's', 'alex@example.com', ?, ?, ?, ?, ?, ?, '[]', ?, ?, 'agent')",
        )
        .bind(text(&one["id"]))
        .bind(one["time"].as_i64())
        .bind(text(&one["app"]))
        .bind(text(&one["activity"]))
        .bind(text(&one["action"]))
        .bind(text(&one["outcome"]))
        .bind(text(&one["url"]))
        .bind((!one["file"].is_null()).then(|| one["file"].to_string()))
        .bind(text(&one["revision"]))
        .bind(one["trace"].to_string())
        .execute(&mut store)
        .await
        .unwrap();
    }
    store.close().await.unwrap();
}

#[test]
fn a_line_that_is_no_activity_is_named() {
    let folder = folder(&old(), &activities());
    let file = folder.path().join("activities.jsonl");
    let lines = fs::read_to_string(&file)
        .unwrap()
        .replacen("\"performed\"", "\"perfromed\"", 2);
    fs::write(&file, lines).unwrap();
    let ran = diff(folder.path(), &["activities.jsonl"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    let part = "activities.jsonl:1: outcome: `perfromed` is not an outcome";
    assert!(ran.err.contains(part), "{}", ran.err);
    let ran = diff(folder.path(), &["missing.jsonl"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("missing.jsonl"), "{}", ran.err);
}
