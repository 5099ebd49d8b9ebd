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
    let decide = ["decide", "--policies", policies, "--attempt", &attempt];
    let output = stepgate(&decide);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let reason = "requireStepUp: policy `print-step-up` asks for authentication context `c1`\n";
    assert_eq!(stdout(&output), reason);
    let said = stdout(&stepgate(&[&decide[..], &["--why"]].concat()));
    assert!(said.starts_with(reason), "{said}");
    assert!(
        said.contains("  yes app equals \"files\" saw \"files\"\n"),
        "{said}"
    );
    assert!(
        said.contains(" requireStepUp: matched, and acts\n"),
        "{said}"
    );
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

const UNMET: &str = r#"{"cases": [{"name": "nothing is printed", "attempt": {"activity": "print"}, "expected": {"action": "block"}}]}"#;

#[test]
fn a_gateway_whose_policies_fail_a_case_does_not_start_and_says_which() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    file(&folder, "policies.json", "{\"policies\": []}");
    file(&folder, "policies.cases.json", UNMET);
    let config = r#"
        listen = "127.0.0.1:0"
        policies = "."
        store = { path = "stepgate.sqlite" }
        identity = { issuer = "http://127.0.0.1:9", client_id = "c", client_secret = "s" }
        apps = [{ name = "files", title = "Files", host = "files.localhost", upstream = "http://127.0.0.1:9" }]
    "#;
    let config = file(&folder, "stepgate.toml", config);
    let output = stepgate(&["serve", "--config", &config]);
    assert_eq!(output.status.code(), Some(1));
    let said = stderr(&output);
    assert!(
        said.contains("error: the policies do not decide what their cases expect:\n"),
        "{said}"
    );
    let second = said.lines().last().expect("a line");
    assert!(
        second.contains("policies.cases.json: nothing is printed: expected block, found allow by no policy, because "),
        "{said}"
    );
}

#[test]
fn policies_that_fail_a_case_are_not_signed() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let policies = file(&folder, "policies.json", "{\"policies\": []}");
    file(&folder, "policies.cases.json", UNMET);
    let (sites, key) = (
        file(&folder, "sites.txt", SITES),
        folder.path().join("key.pem").display().to_string(),
    );
    assert_eq!(stepgate(&["extension", "key", &key]).status.code(), Some(0));
    let folder = folder.path().display().to_string();
    let sign = |policies: &str| {
        stepgate(&[
            "extension",
            "sign",
            "--policies",
            policies,
            "--sites",
            &sites,
            "--key",
            &key,
        ])
    };
    assert_eq!(sign(&policies).status.code(), Some(0));
    let output = sign(&folder);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("nothing is printed: expected block"),
        "{}",
        stderr(&output)
    );
}

const SITES: &str = r#"{"sites": [{"app": "files", "title": "Files", "matches": ["https://files.example.com/*"]}]}"#;

/// Signs `sites` with the shipped policies and a new key.
fn sign(folder: &tempfile::TempDir, sites: &str, more: &[&str]) -> Output {
    let sites = file(folder, "sites.json", sites);
    let key = folder.path().join("key.pem").display().to_string();
    assert_eq!(stepgate(&["extension", "key", &key]).status.code(), Some(0));
    let policies = shipped();
    let policies = policies.to_str().expect("UTF-8");
    let mut arguments = vec!["extension", "sign", "--policies", policies];
    arguments.extend(["--sites", &sites, "--key", &key]);
    arguments.extend(more);
    stepgate(&arguments)
}

/// What a token says, unchecked.
fn claims(token: &str) -> serde_json::Value {
    let claims = token.split('.').nth(1).expect("three parts");
    let bytes = stepgate_protocol::Boot::attribute_bytes(claims).expect("base64url");
    serde_json::from_slice(&bytes).expect("JSON")
}

#[test]
fn a_key_is_made_once_and_its_public_half_is_printed_each_time() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let key = folder.path().join("key.pem").display().to_string();
    let first = stdout(&stepgate(&["extension", "key", &key]));
    assert_eq!(first.trim().len(), 43, "32 bytes in base64url: {first}");
    assert_eq!(stdout(&stepgate(&["extension", "key", &key])), first);
    let other = file(&folder, "other.pem", "no key");
    let output = stepgate(&["extension", "key", &other]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("other.pem` is not an Ed25519 key"));
}

#[test]
fn policies_are_signed_for_a_person_at_sites() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let person = [
        "--user",
        "alex@example.com",
        "--group",
        "Finance",
        "--group",
        "Staff",
        "--device-tag",
        "intuneCompliant",
        "--lifetime",
        "2d",
        "--default-behavior",
        "allow",
    ];
    let output = sign(&folder, SITES, &person);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let claims = claims(&stdout(&output));
    let seconds = |name: &str| claims[name].as_u64().expect("a time");
    assert_eq!(seconds("exp") - seconds("iat"), 2 * 24 * 60 * 60);
    assert_eq!(claims["aud"], "stepgate-extension");
    assert_eq!(claims["defaultBehavior"], "allow");
    assert_eq!(claims["user"], "alex@example.com");
    let boot = claims["sites"][0]["boot"].as_str().expect("a boot");
    let bytes = stepgate_protocol::Boot::attribute_bytes(boot).expect("base64url");
    let boot = stepgate_protocol::Boot::decode(&bytes).expect("a boot");
    assert_eq!(boot.expires, seconds("exp"));
    assert_eq!(boot.session.app_title, "Files");
    assert_eq!(boot.session.groups, ["Finance", "Staff"]);
    assert_eq!(boot.session.device_tags, ["intuneCompliant"]);
}

#[test]
fn a_bundle_for_nobody_is_written_where_it_is_wanted() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("bundle.jws").display().to_string();
    let output = sign(&folder, SITES, &["-o", &path]);
    assert_eq!(
        (output.status.code(), stdout(&output)),
        (Some(0), String::new())
    );
    let bundle = std::fs::read_to_string(&path).expect("the bundle");
    let claims = claims(&bundle);
    assert_eq!(claims["user"], serde_json::Value::Null);
    assert_eq!(claims["defaultBehavior"], "block");
}

#[test]
fn wrong_sites_are_named_with_file_place_and_what_was_expected() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let cases = [
        (
            "\"title\"",
            "\"titel\"",
            "at `sites[0].titel`: unknown field",
        ),
        (
            "example.com/*",
            "example.com:8443/*",
            "at `sites[0].matches[0]`: `https://files.example.com:8443/*` has a port",
        ),
        (
            "[\"https://files.example.com/*\"]",
            "[]",
            "at `sites[0].matches`: expected at least one",
        ),
        (
            "\"files\"",
            "\"_a\"",
            "at `sites[0].app`: `_a` is not a site's name",
        ),
        ("]}]}", "]}]} x", "trailing characters"),
    ];
    for (from, to, expected) in cases {
        let output = sign(&folder, &SITES.replacen(from, to, 1), &[]);
        assert_eq!(output.status.code(), Some(1));
        let said = stderr(&output);
        assert!(
            said.contains("sites.json: ") && said.contains(expected),
            "{said}"
        );
    }
}

#[test]
fn nothing_is_signed_with_a_key_that_is_not_there() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let output = sign(&folder, SITES, &["--lifetime", "soon"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("such as `30d`"));
    std::fs::remove_file(folder.path().join("key.pem")).expect("the key");
    let sites = folder.path().join("sites.json").display().to_string();
    let key = folder.path().join("key.pem").display().to_string();
    let policies = shipped();
    let policies = policies.to_str().expect("UTF-8");
    let output = stepgate(&[
        "extension",
        "sign",
        "--policies",
        policies,
        "--sites",
        &sites,
        "--key",
        &key,
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("key.pem` cannot be read"));
}

#[test]
fn wrong_usage_has_an_exit_code_of_its_own() {
    assert_eq!(stepgate(&["bogus"]).status.code(), Some(2));
    assert_eq!(stepgate(&["decide"]).status.code(), Some(2));
}

#[test]
fn help_names_every_command() {
    let said = stdout(&stepgate(&["--help"]));
    for command in [
        "run",
        "serve",
        "policy",
        "decide",
        "extension",
        "completions",
    ] {
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
