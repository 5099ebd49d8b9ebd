//! Does `stepgate scan` say what is in files and lines, and never show it?

#![expect(
    clippy::expect_used,
    reason = "a step that cannot be taken is a failed test"
)]

mod program;

use program::stepgate_in;
use std::io::Write as _;
use std::process::{Command, Stdio};

const LETTER: &str = "Dear Ms Grün,\n\nyour card 4111 1111 1111 1111 was charged.\nIBAN: DE89 3704 0044 0532 0130 00\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("letter.txt"), LETTER).expect("it can be written");
    folder
}

/// Gives the program lines; its output, its remarks, its exit code.
fn lines(input: &[u8]) -> (Vec<serde_json::Value>, String, Option<i32>) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_stepgate"))
        .args(["scan", "--lines"])
        .env_remove("STEPGATE_LOG")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut stdin = child.stdin.take().expect("standard input");
    stdin.write_all(input).expect("it reads");
    drop(stdin);
    let output = child.wait_with_output().expect("it ends");
    let answers = String::from_utf8(output.stdout).expect("UTF-8");
    let answers = answers
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    (
        answers,
        String::from_utf8(output.stderr).expect("UTF-8"),
        output.status.code(),
    )
}

#[test]
fn findings_have_their_place_and_never_their_value() {
    let folder = folder();
    let ran = stepgate_in(folder.path(), &["scan", "letter.txt"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(
        ran.out,
        "letter.txt: text\n\
         letter.txt:3:11: payment card number (credit_card), confidence 85: XXXX XXXX XXXX XXXX\n\
         letter.txt:4:7: international bank account number (IBAN) (iban), confidence 85: XXXX XXXX XXXX XXXX XXXX XX\n\
         1 file scanned, 2 findings\n"
    );
}

#[test]
fn the_last_four_are_shown_when_they_are_asked_for() {
    let folder = folder();
    let ran = stepgate_in(
        folder.path(),
        &[
            "scan",
            "--json",
            "--last-four",
            "--entity",
            "paymentCard",
            "letter.txt",
        ],
    );
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    let findings = answer["files"][0]["findings"].as_array().expect("findings");
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0]["evidence"], "XXXX XXXX XXXX 1111");
    assert_eq!(findings[0]["line"], 3);
}

#[test]
fn what_cannot_be_read_is_not_clean() {
    let folder = folder();
    std::fs::write(
        folder.path().join("picture.png"),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    )
    .expect("it can be written");
    let ran = stepgate_in(
        folder.path(),
        &["scan", "letter.txt", "picture.png", "none.txt"],
    );
    assert_eq!(ran.code, Some(1));
    let expected = [
        "picture.png: image, not read to its end (unsupported)\n",
        "not scanned: cannot read `none.txt`",
    ];
    for words in expected {
        assert!(ran.out.contains(words), "{}", ran.out);
    }
    assert!(
        ran.out
            .ends_with("1 file scanned, 2 findings; not to the end: 2 files\n"),
        "{}",
        ran.out
    );
}

/// A file of the shared cases, which real programs made.
fn made(name: &str) -> String {
    format!(
        "{}/../../tests/cases/files/made/{name}",
        env!("CARGO_MANIFEST_DIR")
    )
}

/// What is said of it, for programs.
fn told(name: &str) -> (serde_json::Value, Option<i32>) {
    let ran = program::stepgate(&["scan", "--json", &made(name)]);
    let answer: serde_json::Value = serde_json::from_str(&ran.out).expect("JSON");
    (
        answer.pointer("/files/0").expect("a file").clone(),
        ran.code,
    )
}

#[test]
fn a_finding_in_a_document_says_in_which_part_of_it() {
    let (file, code) = told("letter.docx");
    assert_eq!((file["type"].as_str(), code), (Some("document"), Some(0)));
    let findings = file["findings"].as_array().expect("findings");
    let at = |entity: &str| {
        let one = findings.iter().find(|one| one["entity"] == entity);
        one.map(|one| (one["section"].clone(), one["line"].clone()))
    };
    assert_eq!(at("iban"), Some(("footer".into(), 1.into())));
    assert!(at("us_ssn").is_some_and(|(section, _)| section == "body"));
}

#[test]
fn the_label_of_a_file_is_told_with_where_it_stands() {
    let (file, code) = told("label-custom.xlsx");
    assert_eq!(code, Some(0));
    assert_eq!(file["labels"][0]["source"], "customProperties");
    assert!(
        file["labels"][0]["id"]
            .as_str()
            .is_some_and(|id| id.len() == 36)
    );
}

#[test]
fn a_locked_document_has_an_outcome_and_not_a_clean_bill() {
    let (file, code) = told("locked.xlsx");
    assert_eq!(file["outcome"], "passwordEncrypted");
    assert_eq!(code, Some(1));
}

#[test]
fn an_unknown_entity_is_named_with_those_there_are() {
    let ran = program::stepgate(&["scan", "--entity", "cards", "x"]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err.contains("`cards`") || ran.err.contains("'cards'"),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("credit_card, iban"), "{}", ran.err);
}

#[test]
fn each_line_is_answered_with_offsets_in_code_points() {
    let input = "{\"id\": 7, \"text\": \"äöü 🂡 card 4111111111111111\"}\n\n{\"id\": \"b\", \"text\": \"nothing\"}\n";
    let (answers, remarks, code) = lines(input.as_bytes());
    assert_eq!((code, remarks.as_str()), (Some(0), ""));
    let expected = serde_json::json!({"id": 7, "findings": [{"entity": "credit_card", "start": 11, "end": 27, "confidence": 85}]});
    assert_eq!(
        answers,
        [expected, serde_json::json!({"id": "b", "findings": []})]
    );
}

#[test]
fn a_bad_line_is_named_without_its_content_and_the_others_are_answered() {
    let input = b"{\"id\": 1, \"text\": \"4111111111111111\"\n{\"id\": 2, \"text\": 5105105105105100}\n\xff\xfe\n{\"id\": 3, \"text\": \"fine\"}";
    let (answers, remarks, code) = lines(input);
    assert_eq!(code, Some(1));
    assert_eq!(answers, [serde_json::json!({"id": 3, "findings": []})]);
    assert!(
        remarks.contains("line 1 of standard input is not JSON"),
        "{remarks}"
    );
    assert!(
        remarks.contains("line 2 of standard input is not of the form {\"id\", \"text\"}"),
        "{remarks}"
    );
    assert!(
        remarks.contains("line 3 of standard input is not JSON"),
        "{remarks}"
    );
    assert!(
        !remarks.contains("1051051") && !remarks.contains("11111"),
        "{remarks}"
    );
}
