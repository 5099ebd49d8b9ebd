//! Do policies of other products become policies that load, and is everything said that is lost on the way?

#![expect(
    clippy::expect_used,
    reason = "a step that cannot be taken is a failed test"
)]

mod program;

use program::{checkout, stepgate, stepgate_in};
use std::fs;

/// Each `<product>-<name>.json` has what comes out beside it: `<..>.policies` and `<..>.txt`.
#[test]
fn every_case_becomes_the_policies_beside_it_and_the_remarks_beside_it() {
    let folder = checkout("tests/cases/import");
    let scratch = tempfile::tempdir().unwrap();
    let mut wrong = Vec::new();
    let mut count = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|end| end != "json") {
            continue;
        }
        count += 1;
        let name = file.file_name().unwrap().to_str().unwrap();
        let product = name.split('-').next().unwrap();
        let ran = stepgate_in(&folder, &["policy", "import", "--from", product, name]);
        for (end, said) in [("policies", &ran.out), ("txt", &ran.err)] {
            let beside = file.with_extension(end);
            if fs::read_to_string(&beside).unwrap_or_default() != *said {
                wrong.push(format!("=== {}\n{said}", beside.display()));
            }
        }
        if ran.code == Some(0) {
            let made = scratch.path().join(name);
            fs::write(&made, &ran.out).unwrap();
            let checked = stepgate(&["policy", "check", made.to_str().unwrap()]);
            assert_eq!(checked.code, Some(0), "{name}: {}", checked.err);
        }
    }
    assert!(count >= 5, "only {count} cases were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn policies_are_written_to_a_file_where_one_is_named() {
    let scratch = tempfile::tempdir().unwrap();
    let file = scratch.path().join("made.json");
    let from = checkout("tests/cases/import/chrome-clipboard.json");
    let (from, to) = (from.to_str().unwrap(), file.to_str().unwrap());
    let ran = stepgate(&["policy", "import", "--from", "chrome", from, "-o", to]);
    assert_eq!((ran.code, ran.out.as_str()), (Some(0), ""), "{}", ran.err);
    assert!(fs::read_to_string(file).unwrap().contains("finance-out"));
}

#[test]
fn what_is_not_json_is_shown_with_its_place() {
    let scratch = tempfile::tempdir().unwrap();
    fs::write(scratch.path().join("rules.json"), "[\n  {,}\n]").unwrap();
    let ran = stepgate_in(
        scratch.path(),
        &["policy", "import", "--from", "chrome", "rules.json"],
    );
    assert_eq!((ran.code, ran.out.as_str()), (Some(1), ""));
    assert!(ran.err.contains("rules.json:2:4"), "{}", ran.err);
}
