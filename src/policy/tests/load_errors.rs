//! Wrong policy files in `tests/cases/load-errors`, and exactly what is said about each.

#![cfg(all(feature = "load", not(target_arch = "wasm32")))]

use std::fs;
use std::path::{Path, PathBuf};
use stepgate_policy::PolicySet;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/load-errors")
}

#[test]
fn every_wrong_file_gets_exactly_its_errors() {
    let mut cases = 0;
    let mut wrong = Vec::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let file = entry.unwrap().path();
        if file.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        cases += 1;
        let json = fs::read_to_string(&file).unwrap();
        let expected = fs::read_to_string(file.with_extension("txt")).unwrap_or_default();
        let said = match PolicySet::from_str("policy.json", &json) {
            Ok(_) => "no errors".into(),
            Err(errors) => errors.to_string(),
        };
        if said != expected.trim_end() {
            wrong.push(format!(
                "=== {}\n{said}",
                file.with_extension("txt").display()
            ));
        }
    }
    assert!(cases >= 20, "only {cases} cases were found");
    assert!(
        wrong.is_empty(),
        "what was said is not what was expected:\n{}",
        wrong.join("\n")
    );
}

#[test]
fn errors_of_all_files_are_reported_together() {
    let folder = tempfile::tempdir().unwrap();
    let policy = |id: &str, action: &str| {
        format!(
            r#"{{"policies":[{{"id":"{id}","name":"n","sessionControlType":"blockActivities",
            "activityTypes":["copy"],"action":"{action}"}}]}}"#
        )
    };
    fs::write(folder.path().join("a.json"), policy("same", "block")).unwrap();
    fs::write(folder.path().join("b.json"), policy("same", "blok")).unwrap();
    fs::write(folder.path().join("c.txt"), "no policy file").unwrap();
    fs::write(folder.path().join(".d.json"), "an editor's own file").unwrap();
    let missing = folder.path().join("missing.json");
    let errors = PolicySet::load(&[folder.path(), &missing]).unwrap_err();
    let said: Vec<String> = errors.iter().map(ToString::to_string).collect();
    let a = folder.path().join("a.json").display().to_string();
    let b = folder.path().join("b.json").display().to_string();
    assert_eq!(said.len(), 3, "{errors}");
    assert!(
        said[0].starts_with(&format!(
            "{}: found that it cannot be read",
            missing.display()
        )),
        "{}",
        said[0]
    );
    assert_eq!(
        said[1],
        format!(
            "{b}:1:20: policies[0].id: found the id `same` again, expected each id once (see {a}:1:20)"
        )
    );
    assert!(said[2].ends_with("did you mean `block`?"), "{}", said[2]);
}

#[test]
fn a_folder_loads_in_the_order_of_its_names_and_each_file_once() {
    let folder = tempfile::tempdir().unwrap();
    for id in ["b", "a", "c"] {
        let policy = format!(
            r#"{{"policies":[{{"id":"{id}","name":"n","sessionControlType":"monitorOnly","activityTypes":["copy"],"action":"audit"}}]}}"#
        );
        fs::write(folder.path().join(format!("{id}.json")), policy).unwrap();
    }
    let twice = [folder.path().to_path_buf(), folder.path().join("b.json")];
    let set = PolicySet::load(&twice).unwrap();
    let ids: Vec<&str> = set
        .policies()
        .iter()
        .map(|policy| policy.id.as_str())
        .collect();
    assert_eq!(ids, ["a", "b", "c"]);
}

#[test]
fn a_folder_without_policy_files_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let errors = PolicySet::load(&[folder.path()]).unwrap_err();
    assert!(
        errors
            .to_string()
            .contains("found no file that ends in `.json`"),
        "{errors}"
    );
}

#[test]
fn one_policy_more_than_a_bundle_can_number_is_an_error_and_disabled_ones_do_not_count() {
    let policies = |first: usize, enabled: bool| {
        let policies = (first..first + 8192).map(|number| {
            format!(
                r#"{{"id":"p{number}","name":"n","sessionControlType":"monitorOnly","action":"audit","enabled":{enabled}}}"#
            )
        });
        format!(
            "{{\"policies\":[\n{}\n]}}",
            policies.collect::<Vec<_>>().join(",\n")
        )
    };
    let texts: Vec<String> = (0..8)
        .map(|file| policies(file * 8192, true))
        .chain([policies(8 * 8192, false)])
        .collect();
    let all = || texts.iter().map(|text| ("all.json", text.as_str()));
    let errors = PolicySet::from_texts(all()).unwrap_err();
    assert_eq!(
        errors.to_string(),
        "all.json:8193:1: policies[8191]: found policy number 65536 that is enabled, expected at most 65535, in all \
         files together"
    );
    let one_less = PolicySet::from_texts(all().skip(1)).unwrap();
    assert_eq!(one_less.policies().len(), 8 * 8192);
}
