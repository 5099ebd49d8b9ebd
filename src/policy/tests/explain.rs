//! Why a decision came out as it did, as people and programs read it.

#![cfg(all(feature = "load", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

use serde_json::json;
use stepgate_policy::{
    AttemptFile, Bundle, DefaultBehavior, Explanation, PolicySet, decide, explain_attempt,
    explain_trace,
};

fn bundle() -> Vec<u8> {
    let policy = |id: &str, action: &str| json!({"id": id, "name": id, "sessionControlType": "blockActivities", "activityTypes": ["upload"], "action": action});
    let mut stop = policy("stop", "block");
    stop["conditions"] = json!({"all": [
        {"filter": "app", "operator": "equals", "values": ["files"]},
        {"not": {"filter": "ip.address", "operator": "inRange", "values": ["10.0.0.0/8", "2001:db8::/32"]}},
        {"filter": "fileSize", "operator": "greaterThan", "values": ["1 KB"]},
        {"filter": "url", "operator": "startsWith", "values": ["https://files.example.com"]},
        {"filter": "sensitivityLabel", "operator": "isNotSet"},
    ]});
    stop["inspection"] = json!({"presetExpression": "paymentCard", "minimumViolations": 1});
    let mut tried = policy("tried", "block");
    tried["mode"] = json!("simulate");
    let mut later = policy("later", "block");
    later["schedule"] = json!({"validFrom": "2030-01-01T00:00:00Z"});
    let mut elsewhere = policy("elsewhere", "block");
    elsewhere["conditions"] = json!({"filter": "app", "operator": "equals", "values": ["notes"]});
    let all = [
        stop,
        tried,
        later,
        elsewhere,
        policy("told", "warn"),
        policy("also", "block"),
    ];
    let file = json!({"policies": all}).to_string();
    PolicySet::from_str("policies", &file)
        .unwrap()
        .compile(DefaultBehavior::Block)
}

fn attempt() -> AttemptFile {
    let attempt = json!({
        "activity": "upload",
        "session": {"app": "files", "user": "alex@example.com", "ipAddress": "2001:db9::1",
            "answered": [{"policy": "told", "action": "warn", "activity": "upload", "object": "a\u{202e}b.txt", "expires": 1_700_000_100}]},
        "file": {"name": "a\u{202e}b.txt", "size": 2048},
        "place": {"url": "https://files.example.com/upload?token=s3cret#top"},
        "content": "card 4111 1111 1111 1111",
        "now": 1_700_000_000,
    });
    AttemptFile::from_str("attempt", &attempt.to_string()).unwrap()
}

fn explained() -> Explanation {
    let bytes = bundle();
    explain_attempt(&Bundle::read(&bytes).unwrap(), &attempt().attempt())
}

#[test]
fn people_read_each_condition_what_it_saw_and_why_the_strictest_acts() {
    let expected = r#"block: policy `also` says `block`
  `stop` says `block` as well; `also` comes first by its id
  `told` says `warn`, which is answered, so it only records
  `tried` would say `block`, but is only simulated

also (also), block: matched

elsewhere (elsewhere), block: no match
  app equals "notes" -> false (saw "files")

later (later), block: not in force before 2030-01-01T00:00:00Z

stop (stop), block: matched
  all of -> true
    app equals "files" -> true (saw "files")
    not -> true
      ip.address inRange 10.0.0.0/8 or 2001:db8::/32 -> false (saw 2001:db9::1)
    fileSize greaterThan 1024 -> true (saw 2048)
    url startsWith "https://files.example.com" -> true (saw "https://files.example.com/upload")
    sensitivityLabel isNotSet -> true (saw nothing)
  payment card number, at least 1: 1 found (payment card number: 1 at 85)

told (told), warn: matched, already satisfied

tried (tried), block (only simulated): matched
"#;
    let said = explained().to_string();
    let (said, revision) = said.split_once("\nrevision ").unwrap();
    assert_eq!(said, expected);
    assert_eq!(revision.len(), 16);
}

#[test]
fn neither_content_nor_what_an_address_hides_is_in_an_explanation() {
    let json = serde_json::to_string(&explained()).unwrap();
    assert!(!json.contains("4111") && !json.contains("s3cret"), "{json}");
}

#[test]
fn programs_read_detectors_and_counts() {
    let json = serde_json::to_value(explained()).unwrap();
    let stop = json["policies"]
        .as_array()
        .unwrap()
        .iter()
        .find(|policy| policy["id"] == "stop");
    let counts = json!([{"preset": "paymentCard", "confidence": 85, "count": 1}]);
    let detector = json!({"name": "payment card number", "minimum": 1, "found": {"count": 1}, "counts": counts});
    assert_eq!(stop.unwrap()["detector"], detector);
    assert_eq!(json["policy"], "also");
}

#[test]
fn a_trace_from_elsewhere_is_explained_without_what_was_seen() {
    let bytes = bundle();
    let bundle = Bundle::read(&bytes).unwrap();
    let decision = decide(&bundle, &attempt().attempt());
    let explanation = explain_trace(&bundle, &decision.trace);
    assert_eq!(explanation.reason, explained().reason);
    assert_eq!(explanation.comparison, explained().comparison);
    let mut conditions = explanation
        .policies
        .iter()
        .flat_map(|policy| &policy.conditions);
    assert!(conditions.all(|condition| condition.saw.is_none()));
}
