//! Does the program answer on the command line as its users expect: output, errors and exit codes?

#![expect(
    clippy::expect_used,
    reason = "a step that cannot be taken is a failed test"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn stepgate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_stepgate"))
        .args(arguments)
        .env_remove("STEPGATE_LOG")
        .output()
        .expect("the program runs")
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

fn shipped() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../policies")
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, text).expect("the temporary folder can be written");
    path.display().to_string()
}

const PRINTING: &str =
    r#"{"activity": "print", "session": {"app": "files", "user": "alex@example.com"}}"#;

#[test]
fn the_shipped_policies_have_no_errors() {
    let output = stepgate(&["policy", "check", shipped().to_str().expect("UTF-8")]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).starts_with("policies checked: 6, no errors\n"));
}

#[test]
fn a_wrong_policy_file_fails_and_names_file_place_and_what_was_expected() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let bad = file(
        &folder,
        "bad.json",
        r#"{"policies": [{"id": "x", "actoin": "block"}]}"#,
    );
    let output = stepgate(&["policy", "check", &bad]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(stdout(&output), "");
    let said = stderr(&output);
    for part in [
        "bad.json:1:",
        "policies[0]",
        "`actoin`",
        "did you mean `action`",
    ] {
        assert!(said.contains(part), "{part} is not in {said}");
    }
}

#[test]
fn a_decision_comes_with_its_reasons() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let attempt = file(&folder, "attempt.json", PRINTING);
    let policies = shipped();
    let policies = policies.to_str().expect("UTF-8");
    let output = stepgate(&["decide", "--policies", policies, "--attempt", &attempt]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let said = stdout(&output);
    assert!(said.starts_with("requireStepUp: "), "{said}");
    assert!(said.contains("app equals \"files\" -> true"), "{said}");
}

#[test]
fn a_decision_can_be_read_by_a_program() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let attempt = file(&folder, "attempt.json", PRINTING);
    let policies = shipped();
    let policies = policies.to_str().expect("UTF-8");
    let output = stepgate(&[
        "decide",
        "--json",
        "--policies",
        policies,
        "--attempt",
        &attempt,
    ]);
    let decision: serde_json::Value = serde_json::from_str(&stdout(&output)).expect("JSON");
    assert_eq!(decision["action"], "requireStepUp");
    assert_eq!(decision["policy"], "print-step-up");
    assert_eq!(decision["policies"][0]["conditions"][0]["result"], true);
}

#[test]
fn a_wrong_attempt_fails_without_showing_its_content() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let secret = "4111 1111 1111 1111";
    let attempt = file(
        &folder,
        "attempt.json",
        &format!(r#"{{"activity": "print", "sesion": {{}}, "content": "{secret}"}}"#),
    );
    let policies = shipped();
    let policies = policies.to_str().expect("UTF-8");
    let output = stepgate(&["decide", "--policies", policies, "--attempt", &attempt]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("sesion"), "{}", stderr(&output));
    assert!(!stderr(&output).contains(secret), "{}", stderr(&output));
}

#[test]
fn a_missing_configuration_is_said_once() {
    let output = stepgate(&["serve", "--config", "no-such-folder/stepgate.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(said.contains("no-such-folder/stepgate.toml"), "{said}");
    assert_eq!(said.matches("No such file").count(), 1, "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
}

#[test]
fn an_unknown_key_of_the_configuration_is_an_error_that_names_it() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = file(&folder, "stepgate.toml", "lisen = \"127.0.0.1:0\"\n");
    let output = stepgate(&["serve", "--config", &config]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("stepgate.toml") && said.contains("lisen"),
        "{said}"
    );
}

#[test]
fn wrong_usage_has_an_exit_code_of_its_own() {
    assert_eq!(stepgate(&["bogus"]).status.code(), Some(2));
    assert_eq!(stepgate(&["decide"]).status.code(), Some(2));
}

#[test]
fn help_names_every_command() {
    let said = stdout(&stepgate(&["--help"]));
    for command in ["run", "serve", "policy", "decide", "completions"] {
        assert!(
            said.contains(&format!("  {command} ")),
            "{command} is not in {said}"
        );
    }
}

#[test]
fn completions_are_printed_for_every_shell_people_use() {
    for shell in ["bash", "zsh", "fish"] {
        let output = stepgate(&["completions", shell]);
        assert_eq!(output.status.code(), Some(0));
        assert!(stdout(&output).contains("stepgate"), "{shell}");
    }
}
