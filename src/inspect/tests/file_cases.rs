//! What do files say? The cases are in `tests/cases/files`, the files in its folder `made`.

#![cfg(feature = "files")]

#[path = "files/case.rs"]
mod case;
#[path = "files/transcript.rs"]
mod transcript;

use case::Case;
use std::fs;
use std::path::PathBuf;
use transcript::Transcript;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/files")
}

#[test]
fn every_file_is_read_as_its_case_says() {
    let mut wrong = Vec::new();
    let mut number = 0;
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "json")
        {
            number += 1;
            let case: Case = serde_json::from_slice(&fs::read(&path).unwrap())
                .unwrap_or_else(|error| panic!("`{}`: {error}", path.display()));
            let bytes = fs::read(folder().join("made").join(&case.file)).unwrap();
            let transcript = Transcript::of(&bytes, Some(&case.file), &case.limits());
            let differences = case.differences(&transcript);
            if !differences.is_empty() {
                wrong.push(format!(
                    "{}:\n  {}\n{transcript}",
                    path.display(),
                    differences.join("\n  ")
                ));
            }
        }
    }
    assert!(number > 30, "only {number} cases were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn every_file_that_was_made_has_a_case() {
    let cases: String = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .map(|path| fs::read_to_string(path).unwrap())
        .collect();
    for entry in fs::read_dir(folder().join("made")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            cases.contains(&format!("\"file\": \"{name}\"")),
            "`{name}` has no case"
        );
    }
}
