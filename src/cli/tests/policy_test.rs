//! Are the cases beside policies decided, and is it said which come out otherwise?

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a step that cannot be taken is a failed test"
)]

mod program;

use program::{Ran, stepgate_in};
use std::fs;
use std::path::Path;

const POLICIES: &str = r#"{"policies": [{"id": "no-print", "name": "No printing", "sessionControlType": "blockActivities",
  "activityTypes": ["print"], "conditions": {"filter": "app", "operator": "equals", "values": ["files"]}, "action": "block"}]}"#;

/// A folder with one policy and these cases.
fn folder(cases: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    fs::write(folder.path().join("policies/print.json"), POLICIES).unwrap();
    fs::write(folder.path().join("policies/print.cases.json"), cases).unwrap();
    folder
}

fn test(folder: &Path, more: &[&str]) -> Ran {
    stepgate_in(folder, &[&["policy", "test"], more].concat())
}

const GOOD: &str = r#"{"cases": [
  {"name": "printing is stopped", "attempt": {"activity": "print", "session": {"app": "files"}},
   "expected": {"action": "block", "policy": "no-print"}},
  {"name": "elsewhere it is not", "attempt": {"activity": "print", "session": {"app": "notes"}},
   "expected": {"action": "allow", "policy": null}},
  {"name": "who acts may not matter", "attempt": {"activity": "print", "session": {"app": "files"}},
   "expected": {"action": "block"}}]}"#;

#[test]
fn cases_that_come_out_as_expected_pass() {
    let folder = folder(GOOD);
    let ran = test(folder.path(), &[]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    assert_eq!(
        ran.out,
        "policies/print.cases.json\n  ok    printing is stopped\n  ok    elsewhere it is not\n  ok    who acts may not matter\n\n\
         3 passed, 0 failed, by 1 policy\n"
    );
}

#[test]
fn a_case_that_comes_out_otherwise_fails_and_says_why() {
    let folder = folder(&GOOD.replace("\"app\": \"notes\"", "\"app\": \"files\""));
    let ran = test(folder.path(), &["policies"]);
    assert_eq!(ran.code, Some(1), "{}{}", ran.out, ran.err);
    for line in [
        "  FAIL  elsewhere it is not\n",
        "        expected  allow by no policy\n",
        "        found     block by `no-print`\n",
        "        because   policy `no-print` says `block`\n",
        "2 passed, 1 failed, by 1 policy\n",
    ] {
        assert!(ran.out.contains(line), "{line} is not in\n{}", ran.out);
    }
}

#[test]
fn a_file_of_cases_is_tested_by_the_policies_beside_it() {
    let folder = folder(GOOD);
    let ran = test(folder.path(), &["policies/print.cases.json", "--json"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
    let json: serde_json::Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!((&json["passed"], &json["failed"]), (&3.into(), &0.into()));
    assert_eq!(json["cases"][0]["found"]["policy"], "no-print");
    assert_eq!(
        json["cases"][0]["explanation"]["policies"][0]["matched"],
        true
    );
}

#[test]
fn a_wrong_file_of_cases_is_shown_with_its_place_and_the_nearest_word() {
    let folder = folder(&GOOD.replace(
        "\"expected\": {\"action\": \"allow\"",
        "\"expected\": {\"action\": \"alow\"",
    ));
    let ran = test(folder.path(), &[]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    for part in [
        "print.cases.json:5:",
        "found `alow`",
        "did you mean `allow`?",
        "cases[1].expected.action",
    ] {
        assert!(ran.err.contains(part), "{part} is not in\n{}", ran.err);
    }
    let folder = self::folder(
        r#"{"cases": [{"name": "x", "attempt": {"activity": "print"}, "expcted": {}}]}"#,
    );
    let ran = test(folder.path(), &[]);
    for part in [
        "found the unknown field `expcted`",
        "did you mean `expected`?",
    ] {
        assert!(ran.err.contains(part), "{part} is not in\n{}", ran.err);
    }
}

#[test]
fn cases_are_no_policies_and_policies_no_cases() {
    let folder = folder(r#"{"cases": []}"#);
    let ran = test(folder.path(), &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.contains("no cases: write them beside the policies"),
        "{}",
        ran.out
    );
}

#[test]
fn the_shipped_policies_pass_their_cases() {
    let ran = stepgate_in(&program::checkout(""), &["policy", "test", "policies"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}
