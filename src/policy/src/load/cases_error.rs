//! What is wrong with a file of cases, in the words of a policy file.

use super::LoadError;
use super::walk::nearest;

/// What serde found, told as what was found and what was expected.
pub(super) fn wrong(file: &str, path: &str, error: &serde_json::Error) -> Box<LoadError> {
    let said = error.to_string();
    let said = said
        .rsplit_once(" at line ")
        .map_or(&*said, |(said, _)| said);
    let (found, expected) = parts(said);
    let known: Vec<&str> = expected.split('`').skip(1).step_by(2).collect();
    let word = found.split('`').nth(1).unwrap_or_default();
    Box::new(LoadError {
        file: file.to_owned(),
        line: error.line(),
        column: error.column(),
        path: if path == "." {
            String::new()
        } else {
            path.to_owned()
        },
        nearest: nearest(word, &known),
        found,
        expected,
    })
}

fn parts(said: &str) -> (String, String) {
    if let Some(rest) = said.strip_prefix("missing field ") {
        return (format!("no {rest}"), rest.to_owned());
    }
    if let Some((found, expected)) = said.split_once("` is not ") {
        return (format!("{found}`"), expected.to_owned());
    }
    let said = said
        .strip_prefix("invalid type: ")
        .or_else(|| said.strip_prefix("invalid value: "))
        .unwrap_or(said);
    match said.split_once(", expected ") {
        Some((found, expected)) => (
            found.replace("unknown field", "the unknown field"),
            expected.to_owned(),
        ),
        None => (
            format!("what cannot be read ({said})"),
            "an object with `cases`, each with `name`, `attempt` and `expected`".into(),
        ),
    }
}
