//! Do policies decide what their author says they decide?
//!
//! Cases lie beside the policies in files that end in `.cases.json`: attempts, and what has to come of each.

use super::cases_error::wrong;
use super::files;
use super::{AttemptFile, LoadError, LoadErrors, PolicySet};
use crate::{Action, Bundle, CorruptBundle, DefaultBehavior, Explanation, explain_attempt};
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;
use std::path::Path;

/// The cases of one file.
#[derive(Clone, Debug)]
pub struct CaseFile {
    name: String,
    default_behavior: DefaultBehavior,
    cases: Vec<PolicyCase>,
}

/// One attempt, and what has to come of it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PolicyCase {
    name: String,
    attempt: AttemptFile,
    expected: Expected,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Expected {
    action: Action,
    /// `null` where no policy may act; not looked at where it is left out.
    #[serde(default, deserialize_with = "written")]
    policy: Option<Option<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Fields {
    #[serde(default = "block")]
    default_behavior: DefaultBehavior,
    cases: Vec<PolicyCase>,
}

/// How one case came out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CaseResult {
    /// The file, as it was named.
    pub file: String,
    /// The case's name.
    pub name: String,
    /// Whether it came out as expected.
    pub passed: bool,
    /// What it should have come to.
    pub expected: Answer,
    /// What it came to.
    pub found: Answer,
    /// Why.
    pub explanation: Explanation,
}

/// An action, and the policy that asks for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// What is done.
    pub action: Action,
    /// By which policy: `None` where it does not matter, `Some(None)` where by none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<Option<String>>,
}

const fn block() -> DefaultBehavior {
    DefaultBehavior::Block
}

/// Tells `null` from a field that is left out.
fn written<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(deserializer).map(Some)
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.action)?;
        match &self.policy {
            None => Ok(()),
            Some(None) => f.write_str(" by no policy"),
            Some(Some(policy)) => write!(f, " by `{policy}`"),
        }
    }
}

impl fmt::Display for CaseResult {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, name, .. } = self;
        if self.passed {
            return write!(f, "{file}: {name}: ok");
        }
        let (expected, found) = (&self.expected, &self.found);
        let because = &self.explanation.reason;
        write!(
            f,
            "{file}: {name}: expected {expected}, found {found}, because {because}"
        )
    }
}

impl CaseFile {
    /// Reads the cases of files, and of folders every file that ends in `.cases.json`, sorted by name. Other files are
    /// passed over.
    ///
    /// # Errors
    /// What is wrong first in every file; a path that cannot be read.
    pub fn load<P: AsRef<Path>>(paths: &[P]) -> Result<Vec<Self>, LoadErrors> {
        let (mut found, mut errors) = (Vec::new(), Vec::new());
        for path in paths {
            match files::list_cases(path.as_ref()) {
                Ok(files) => found.extend(files),
                Err(error) => errors.push(*error),
            }
        }
        found.sort();
        found.dedup();
        let mut read = Vec::new();
        for file in &found {
            let text = files::read(file);
            match text.and_then(|text| Self::from_str(&file.display().to_string(), &text)) {
                Ok(cases) => read.push(cases),
                Err(error) => errors.push(*error),
            }
        }
        if errors.is_empty() {
            Ok(read)
        } else {
            Err(LoadErrors(errors))
        }
    }

    /// Reads the text of one file; `name` is how errors call it.
    ///
    /// # Errors
    /// What is wrong first, and where.
    pub fn from_str(name: &str, json: &str) -> Result<Self, Box<LoadError>> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let fields: Fields = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| wrong(name, &error.path().to_string(), error.inner()))?;
        reader.end().map_err(|error| wrong(name, "", &error))?;
        Ok(Self {
            name: name.to_owned(),
            default_behavior: fields.default_behavior,
            cases: fields.cases,
        })
    }

    /// How the file was named.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Decides every case by `policies`.
    ///
    /// # Errors
    /// Where what was compiled cannot be read back.
    pub fn run(&self, policies: &PolicySet) -> Result<Vec<CaseResult>, CorruptBundle> {
        let bytes = policies.compile(self.default_behavior);
        let bundle = Bundle::read(&bytes)?;
        let cases = self.cases.iter();
        Ok(cases.map(|case| case.run(&self.name, &bundle)).collect())
    }
}

impl PolicyCase {
    fn run(&self, file: &str, bundle: &Bundle<'_>) -> CaseResult {
        let explanation = explain_attempt(bundle, &self.attempt.attempt());
        let as_expected = |policy: &Option<String>| *policy == explanation.policy;
        let passed = self.expected.action == explanation.action
            && self.expected.policy.as_ref().is_none_or(as_expected);
        CaseResult {
            file: file.to_owned(),
            name: self.name.clone(),
            passed,
            expected: Answer {
                action: self.expected.action,
                policy: self.expected.policy.clone(),
            },
            found: Answer {
                action: explanation.action,
                policy: Some(explanation.policy.clone()),
            },
            explanation,
        }
    }
}
