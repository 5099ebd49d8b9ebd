//! Dictionaries: files of words beside a policy.

#![cfg(all(feature = "load", not(target_arch = "wasm32")))]
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "what is not there fails the test"
)]

use std::fs;
use stepgate_policy::PolicySet;

fn policy(dictionary: &str) -> String {
    format!(
        r#"{{"policies":[{{"id":"p","name":"P","sessionControlType":"blockActivities","activityTypes":["paste"],
        "inspection":{{"customExpression":{{"dictionary":{dictionary:?}}}}},"action":"block"}}]}}"#
    )
}

/// What loading the policy with a dictionary of these bytes says, with paths of the folder as they are in it.
fn load(name: &str, words: &[u8]) -> Result<PolicySet, String> {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("customers.txt"), words).unwrap();
    fs::write(folder.path().join("policy.json"), policy(name)).unwrap();
    let place = format!("{}{}", folder.path().display(), std::path::MAIN_SEPARATOR);
    PolicySet::load(&[folder.path()]).map_err(|errors| errors.to_string().replace(&place, ""))
}

fn words(words: &[u8]) -> serde_json::Value {
    let set = load("customers.txt", words).unwrap();
    serde_json::to_value(set.policies()).unwrap()[0]["inspection"]["customExpression"].clone()
}

#[test]
fn each_line_is_a_word_and_empty_lines_and_comments_are_none() {
    assert_eq!(
        words(
            "\u{feff}# from the sales system\nContoso\r\n\n  Fabrikam, Inc.  \nGehält*\n"
                .as_bytes()
        ),
        serde_json::json!({"keywords": ["Contoso", "Fabrikam, Inc.", "Gehält*"]})
    );
}

#[test]
fn another_dictionary_is_another_revision() {
    let revision = |words: &[u8]| {
        load("customers.txt", words)
            .unwrap()
            .revision(stepgate_policy::DefaultBehavior::Block)
    };
    assert_eq!(revision(b"Contoso\n"), revision(b"# the same\nContoso"));
    assert_ne!(revision(b"Contoso\n"), revision(b"Fabrikam\n"));
}

#[test]
fn a_wrong_line_is_named_with_its_file_and_number() {
    let said = load("customers.txt", b"Contoso\n*\nFabri*kam\n\xff\xfe\n").unwrap_err();
    let expected = "expected a word or phrase of up to 100 characters that begins with a letter or digit; a `*` can stand at its end";
    assert_eq!(
        said,
        format!(
            "customers.txt:2:1: found `*`, {expected}\ncustomers.txt:3:1: found `Fabri*kam`, {expected}\n\
             customers.txt:4:1: found text that is not UTF-8, {expected}"
        )
    );
}

#[test]
fn a_dictionary_is_a_text_file_in_the_folder_of_its_policy() {
    for name in [
        "../customers.txt",
        "/etc/passwd",
        "a/b.txt",
        ".hidden",
        "other.json",
        "C:x.txt",
        "",
    ] {
        let said = load(name, b"Contoso\n").unwrap_err();
        assert!(
            said.contains("expected the name of a text file"),
            "{name}: {said}"
        );
    }
    let said = load("clients.txt", b"Contoso\n").unwrap_err();
    assert!(
        said.contains("found `clients.txt`, which cannot be read"),
        "{said}"
    );
}

#[test]
fn a_dictionary_that_would_not_fit_into_a_page_is_refused() {
    let of = |count: usize, length: usize| {
        (0..count)
            .map(|number| format!("{number:0length$}\n"))
            .collect::<String>()
    };
    assert!(load("customers.txt", of(5_000, 13).as_bytes()).is_ok());
    for (words, said) in [
        (of(5_001, 5), "with 5001 words"),
        (of(5_000, 14), "68 KiB of words"),
        (of(3_000, 99), "of more than 256 KiB"),
        (String::new(), "with 0 words"),
        (of(1, 101), "customers.txt:1:1"),
    ] {
        let found = load("customers.txt", words.as_bytes()).unwrap_err();
        assert!(found.contains(said), "{found}");
    }
}

#[test]
fn a_folder_is_no_dictionary() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("customers.txt")).unwrap();
    fs::write(folder.path().join("policy.json"), policy("customers.txt")).unwrap();
    let said = PolicySet::load(&[folder.path()]).unwrap_err().to_string();
    assert!(said.contains("which cannot be read"), "{said}");
}
