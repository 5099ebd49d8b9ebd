//! Which policies has the administrator written?
//!
//! Strict: an unknown field, word or value is an error, and every error of every file is reported at
//! once. What loads, compiles.

mod alerts;
mod attempt_file;
mod cases;
mod cases_error;
mod cases_pass;
mod compile;
mod condition;
mod control;
mod dictionary;
mod error;
mod expression;
mod files;
mod import;
mod inspection;
mod labels;
mod lint;
mod lint_facts;
mod lint_leaf;
mod lint_pairs;
mod lint_reach;
mod loader;
mod messages;
mod pattern;
mod policy;
mod schedule;
mod schema;
mod schema_condition;
mod schema_inspection;
mod step_up;
mod unscanned;
mod value;
mod walk;

pub use alerts::Alerts;
pub use attempt_file::{AttemptFile, AttemptFileError};
pub use cases::{Answer, CaseFile, CaseResult};
pub use cases_pass::CasesError;
pub use condition::Condition;
pub use control::SessionControlType;
pub use error::{LoadError, LoadErrors};
pub use expression::CustomExpression;
pub use import::{Imported, Remark, RemarkKind};
pub use inspection::InspectionRule;
pub(crate) use inspection::confidence_word;
pub use lint::{Deployment, Finding, Lint, lint};
pub use lint_facts::Facts;
pub use messages::MessageText;
pub use policy::Policy;
pub use schedule::{Moment, Schedule};
pub use schema::policy_schema;
pub use unscanned::Unscannable;
pub use value::{FilterValue, IpBlock};

use crate::DefaultBehavior;
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// Policies that loaded without an error, in the order of their files and their places in them.
#[derive(Clone, Debug, Default)]
pub struct PolicySet {
    policies: Vec<Policy>,
}

impl PolicySet {
    /// No policies: every attempt is allowed.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// Loads files, and every `*.json` file of folders, sorted by name.
    ///
    /// # Errors
    /// Every error in every file; a path that cannot be read; a folder without policy files.
    pub fn load<P: AsRef<Path>>(paths: &[P]) -> Result<Self, LoadErrors> {
        let mut errors = Vec::new();
        let mut files: Vec<PathBuf> = Vec::new();
        for path in paths {
            match files::list(path.as_ref()) {
                Ok(found) => files.extend(found),
                Err(error) => errors.push(*error),
            }
        }
        let mut seen = std::collections::HashSet::new();
        files.retain(|file| seen.insert(file.clone()));
        let mut loader = loader::Loader::default();
        for file in &files {
            match files::read(file) {
                Ok(text) => loader.read(&file.display().to_string(), &text, file.parent()),
                Err(error) => errors.push(*error),
            }
        }
        loader.finish(errors)
    }

    /// Loads the text of one file; `name` is how errors call it.
    ///
    /// # Errors
    /// Every error in the text.
    pub fn from_str(name: &str, json: &str) -> Result<Self, LoadErrors> {
        Self::from_texts([(name, json)])
    }

    /// Loads the texts of several files, each with its name.
    ///
    /// # Errors
    /// Every error in every text.
    pub fn from_texts<'a>(
        texts: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, LoadErrors> {
        let mut loader = loader::Loader::default();
        for (name, json) in texts {
            loader.read(name, json, None);
        }
        loader.finish(Vec::new())
    }

    /// Every policy, those that are not enabled included.
    #[must_use]
    pub fn policies(&self) -> &[Policy] {
        &self.policies
    }

    /// The policies that take part in decisions, in the bundle's order: by their ids, so that nothing hangs on the
    /// order of files and of policies in them.
    #[must_use]
    pub fn enabled(&self) -> Vec<&Policy> {
        let mut enabled: Vec<&Policy> = self
            .policies
            .iter()
            .filter(|policy| policy.enabled)
            .collect();
        enabled.sort_by(|one, other| one.id.cmp(&other.id));
        enabled
    }

    /// Which policies these are: the first 8 bytes of a SHA-256 over them and the default behaviour.
    #[must_use]
    pub fn revision(&self, default_behavior: DefaultBehavior) -> u64 {
        let mut hash = Sha256::new();
        hash.update([crate::bundle::VERSION, default_behavior as u8]);
        for policy in self.enabled() {
            hash.update(serde_json::to_vec(policy).unwrap_or_default());
            hash.update([0]);
        }
        hash.finalize()
            .iter()
            .take(8)
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    }

    /// The bundle that [`Bundle::read`](crate::Bundle::read) reads.
    #[must_use]
    pub fn compile(&self, default_behavior: DefaultBehavior) -> Vec<u8> {
        compile::bundle(
            &self.enabled(),
            default_behavior,
            self.revision(default_behavior),
        )
    }
}
