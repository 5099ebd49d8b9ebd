//! Does the schema say what the loader says, as far as it is a matter of shape?

#![expect(
    clippy::unwrap_used,
    reason = "a step that cannot be taken is a failed test"
)]

use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What errors say that no schema can know.
const NO_MATTER_OF_SHAPE: &[&str] = &[
    "` again, expected each id once",
    "field `action` a second time",
    "expected a regular expression",
    "conditions nested too deep",
    "a range that ends before it begins",
    "as the bits after its length are not 0",
    "an end that is not after the beginning",
    "found the placeholder `",
    "in a policy that is read from no file",
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn validator() -> jsonschema::Validator {
    let output = Command::new(env!("CARGO_BIN_EXE_stepgate"))
        .args(["policy", "schema"])
        .output()
        .unwrap();
    assert!(output.status.success());
    let schema: Value = serde_json::from_slice(&output.stdout).unwrap();
    jsonschema::draft202012::meta::validate(&schema).unwrap();
    jsonschema::draft202012::new(&schema).unwrap()
}

/// Name and text of every JSON file in a folder.
fn files(folder: &str) -> Vec<(String, String)> {
    let mut files: Vec<PathBuf> = fs::read_dir(root().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "json"))
        .collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        (name, fs::read_to_string(path).unwrap())
    };
    files.iter().map(read).collect()
}

#[test]
fn everything_that_loads_validates() {
    let validator = validator();
    let mut count = 0;
    let shipped = files("policies").into_iter();
    for (name, text) in shipped.chain(files("policies/templates")) {
        let file: Value = serde_json::from_str(&text).unwrap();
        if !name.ends_with(".cases") {
            validator
                .validate(&file)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            count += 1;
        }
    }
    for (name, text) in files("tests/cases/decide") {
        let case: Value = serde_json::from_str(&text).unwrap();
        if case["policies"].is_array() {
            let file = json!({ "policies": case["policies"] });
            validator
                .validate(&file)
                .unwrap_or_else(|error| panic!("{name}: {error}"));
            count += 1;
        }
    }
    assert!(count > 40, "only {count} files were found");
}

/// Whether each policy of a wrong file is refused exactly where the loader finds it wrong in shape.
#[test]
fn what_is_wrong_in_shape_does_not_validate() {
    let validator = validator();
    let mut wrong = Vec::new();
    let mut count = 0;
    for (name, text) in files("tests/cases/load-errors") {
        // What is no JSON is told by every editor without a schema.
        let Ok(file) = serde_json::from_str::<Value>(&text) else {
            continue;
        };
        count += 1;
        let said = root()
            .join("tests/cases/load-errors")
            .join(format!("{name}.txt"));
        let said = fs::read_to_string(said).unwrap();
        let of_shape = |line: &&str| !NO_MATTER_OF_SHAPE.iter().any(|what| line.contains(what));
        let said: Vec<&str> = said.lines().filter(of_shape).collect();
        if validator.is_valid(&file) != said.is_empty() {
            wrong.push(format!("{name}: the loader says {said:?}"));
        }
        let policies = file["policies"].as_array().into_iter().flatten();
        for (index, policy) in policies.enumerate() {
            let place = format!("policies[{index}]");
            let errors: Vec<&&str> = said.iter().filter(|line| line.contains(&place)).collect();
            let alone = json!({ "policies": [policy] });
            if validator.is_valid(&alone) != errors.is_empty() {
                wrong.push(format!("{name}, {place}: the loader says {errors:?}"));
            }
        }
    }
    assert!(count >= 20, "only {count} files were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
