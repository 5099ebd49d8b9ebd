//! Is everything wrong with policy files shown, and is somebody warned of what they most likely did not mean?

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a step that cannot be taken is a failed test"
)]

mod program;

use program::{Ran, checkout, path, stepgate, stepgate_in};
use serde_json::Value;
use std::fs;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;

const CONFIG: &str = r#"
listen = "127.0.0.1:8080"
policies = "policies"
[store]
path = "stepgate.sqlite"
[identity]
issuer = "ISSUER"
client_id = "gateway"
client_secret_file = "nowhere"
[[apps]]
name = "files"
title = "Files"
host = "files.example.com"
upstream = "http://127.0.0.1:9001"
[[apps]]
name = "notes"
title = "Notes"
host = "notes.example.com"
upstream = "http://127.0.0.1:9002"
"#;

fn config(folder: &tempfile::TempDir, issuer: &str) -> String {
    let file = folder.path().join("stepgate.toml");
    fs::write(&file, CONFIG.replace("ISSUER", issuer)).unwrap();
    file.display().to_string()
}

/// What is found in the file that has one of each.
fn check(more: &[&str]) -> Ran {
    let arguments = ["policy", "check", "everything.json"];
    stepgate_in(&checkout("tests/cases/lint"), &[&arguments, more].concat())
}

/// The names of what was found, with their policies.
fn found(ran: &Ran) -> Vec<(String, String)> {
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all = json["warnings"].as_array().unwrap().iter();
    all.map(|one| (text(&one["lint"]), text(&one["policy"])))
        .collect()
}

fn named(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(lint, policy): &(&str, &str)| ((*lint).to_owned(), (*policy).to_owned());
    expected.iter().map(owned).collect()
}

const ALWAYS: [(&str, &str); 7] = [
    ("unreachable", "a-ended"),
    ("unreachable", "b-no-file"),
    ("contradictory", "c-two-apps"),
    ("noOp", "d-allow"),
    ("shadowed", "f-warn"),
    ("costlyPattern", "i-pattern"),
    ("noOp", "j-evidence"),
];

#[test]
fn what_is_most_likely_not_meant_is_found_by_name() {
    let ran = check(&["--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(found(&ran), named(&ALWAYS));
}

#[test]
fn what_the_deployment_does_not_have_is_found_where_its_configuration_is_given() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(&folder, "http://127.0.0.1:1");
    let ran = check(&["--json", "--config", &config]);
    let found = found(&ran);
    assert!(
        found.contains(&("factNeverPresent".into(), "c-two-apps".into())),
        "{found:?}"
    );
    assert!(
        found.contains(&("factNeverPresent".into(), "h-country".into())),
        "{found:?}"
    );
    assert!(
        found.contains(&("factNeverPresent".into(), "k-label".into())),
        "{found:?}"
    );
    assert_eq!(found.len(), ALWAYS.len() + 3);
}

#[test]
fn what_the_identity_provider_offers_is_asked_only_online() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(&folder, &provider());
    let context = || ("unknownContext".to_owned(), "g-context".to_owned());
    let offline = check(&["--json", "--config", &config]);
    assert!(!found(&offline).contains(&context()));
    let online = check(&["--json", "--config", &config, "--online"]);
    assert_eq!(online.code, Some(0), "{}", online.err);
    assert!(found(&online).contains(&context()), "{}", online.out);
    assert!(
        online.out.contains("it offers `c1`, `c2`"),
        "{}",
        online.out
    );
}

/// A provider that only says what it is.
fn provider() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let document = serde_json::json!({
        "issuer": issuer, "authorization_endpoint": format!("{issuer}/authorize"), "jwks_uri": format!("{issuer}/jwks"),
        "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"], "acr_values_supported": ["c1", "c2"],
    });
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut request = [0; 4096];
            let read = stream.read(&mut request).unwrap();
            let keys = request[..read].starts_with(b"GET /jwks");
            let body = if keys {
                r#"{"keys":[]}"#.to_owned()
            } else {
                document.to_string()
            };
            let head = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length:";
            write!(stream, "{head} {}\r\n\r\n{body}", body.len()).unwrap();
        }
    });
    issuer
}

#[test]
fn warnings_fail_only_where_they_are_to() {
    let ran = check(&[]);
    assert_eq!(ran.code, Some(0));
    assert!(
        ran.out
            .starts_with("policies checked: 11, no errors, 7 warnings\n"),
        "{}",
        ran.out
    );
    for part in [
        "warning[shadowed]: policy `f-warn` never decides",
        "everything.json:13:13",
        "help: take it out, or leave its attempts out of `e-block` with a `not`",
    ] {
        assert!(ran.err.contains(part), "{part} is not in\n{}", ran.err);
    }
    let ran = check(&["--strict"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("error[noOp]"), "{}", ran.err);
}

/// Together the templates shadow each other (nothing is left to a read-only session); each alone says something.
#[test]
fn the_shipped_policies_and_each_template_raise_no_warning() {
    let folder = tempfile::tempdir().unwrap();
    let config = config(&folder, "http://127.0.0.1:1");
    let shipped = path("policies");
    let ran = stepgate(&["policy", "check", &shipped, "--strict", "--config", &config]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    for template in fs::read_dir(checkout("policies/templates")).unwrap() {
        let template = template.unwrap().path();
        let ran = stepgate(&["policy", "check", template.to_str().unwrap(), "--strict"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
    }
}

#[test]
fn errors_are_shown_with_their_line_and_a_caret_and_without_colour_where_there_is_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("bad.json"), "{\n  \"polices\": []\n}\n").unwrap();
    let ran = stepgate_in(folder.path(), &["policy", "check", "bad.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(
        ran.err.contains(
            "error: found the unknown field `polices`\n --> bad.json:2:3\n  |\n2 |   \"polices\": []\n  |   ^^^^^^^^^\n  |\n  = expected: `policies`\n  = help: did you mean `policies`?\n"
        ),
        "{}",
        ran.err
    );
    let ran = stepgate_in(folder.path(), &["policy", "check", "bad.json", "--json"]);
    assert_eq!((ran.code, ran.err.as_str()), (Some(1), ""));
    let json: Value = serde_json::from_str(&ran.out).unwrap();
    assert_eq!(json["errors"][1]["line"], 2);
    assert_eq!(json["errors"][1]["nearest"], "policies");
}
