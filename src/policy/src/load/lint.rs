//! What is right by the letter and yet most likely not meant?

use super::files;
use super::import::input::{Input, Notes};
use super::lint_facts::Facts;
use super::lint_leaf::{Leaf, leaves};
use super::walk::Document;
use super::{LoadErrors, Policy, PolicySet};
use super::{lint_facts, lint_pairs, lint_reach};
use crate::{AuthenticationContext, words};
use serde::Serialize;
use std::path::Path;

words! {
    /// What a finding is about. The names stay.
    #[non_exhaustive]
    pub enum Lint: "a lint" {
        /// The policy can never match.
        Unreachable = 1 "unreachable",
        /// Another policy always decides before it.
        Shadowed = 2 "shadowed",
        /// Two of its conditions exclude each other.
        Contradictory = 3 "contradictory",
        /// The policy, or a part of it, does nothing.
        NoOp = 4 "noOp",
        /// The identity provider does not offer what has to be proved.
        UnknownContext = 5 "unknownContext",
        /// This deployment never knows what a condition looks at.
        FactNeverPresent = 6 "factNeverPresent",
        /// A regular expression becomes a large table, which travels to every page.
        CostlyPattern = 7 "costlyPattern",
    }
}

/// Something that is most likely not meant, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What it is about.
    pub lint: Lint,
    /// The policy's id.
    pub policy: String,
    /// The file, as it was named.
    pub file: String,
    /// Line from 1.
    pub line: usize,
    /// Column from 1, in characters.
    pub column: usize,
    /// Where in the document, such as `policies[0].action`.
    pub path: String,
    /// What is the matter, in one sentence.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

/// What the deployment has, as far as that is known. Nobody is warned of what is not known.
#[derive(Clone, Debug, Default)]
pub struct Deployment {
    /// The names of its apps.
    pub apps: Option<Vec<String>>,
    /// What it knows of people and where they come from.
    pub facts: Option<Facts>,
    /// What its configuration calls sensitivity labels.
    pub labels: Option<Vec<String>>,
    /// The authentication contexts its identity provider offers.
    pub contexts: Option<Vec<AuthenticationContext>>,
    /// Unix time in seconds.
    pub now: Option<u64>,
}

/// One policy and where it is written.
pub(super) struct Subject<'d> {
    pub(super) policy: &'d Policy,
    pub(super) file: &'d str,
    pub(super) at: Input<'d>,
    pub(super) leaves: Vec<Leaf<'d>>,
}

impl Subject<'_> {
    /// A finding at one place of the policy.
    pub(super) fn finding(
        &self,
        lint: Lint,
        at: &Input<'_>,
        message: String,
        hint: impl Into<String>,
    ) -> Finding {
        let (line, column) = at.place();
        Finding {
            lint,
            policy: self.policy.id.clone(),
            file: self.file.to_owned(),
            line,
            column,
            path: at.path().to_owned(),
            message,
            hint: hint.into(),
        }
    }

    /// A finding at one field of the policy.
    pub(super) fn at_field(
        &self,
        lint: Lint,
        field: &str,
        message: String,
        hint: impl Into<String>,
    ) -> Finding {
        let at = self.at.member(field).unwrap_or_else(|| self.at.clone());
        self.finding(lint, &at, message, hint)
    }
}

/// Loads policies as [`PolicySet::load`] does, and looks for what is most likely not meant.
///
/// # Errors
/// Those of loading.
pub fn lint<P: AsRef<Path>>(
    paths: &[P],
    deployment: &Deployment,
) -> Result<(PolicySet, Vec<Finding>), LoadErrors> {
    let set = PolicySet::load(paths)?;
    let mut texts = Vec::new();
    for path in paths {
        for file in files::list(path.as_ref()).map_err(|error| LoadErrors(vec![*error]))? {
            let text = files::read(&file).map_err(|error| LoadErrors(vec![*error]))?;
            texts.push((file.display().to_string(), text));
        }
    }
    let findings = lint_texts(&set, &texts, deployment);
    Ok((set, findings))
}

fn lint_texts(
    set: &PolicySet,
    texts: &[(String, String)],
    deployment: &Deployment,
) -> Vec<Finding> {
    let documents: Vec<Document<'_>> = texts
        .iter()
        .map(|(name, text)| Document::new(name, text))
        .collect();
    let parsed: Vec<_> = documents.iter().map(Document::parse).collect();
    let notes = Notes::default();
    let mut places = Vec::new();
    for (document, value) in documents.iter().zip(&parsed) {
        let root = value
            .as_ref()
            .map(|value| Input::root(document, &notes, value));
        let policies = root.and_then(|root| root.member("policies")?.items());
        let named = policies.into_iter().flatten();
        places.extend(named.filter_map(|at| Some((at.member("id")?.text()?, document.file, at))));
    }
    let find = |policy: &'_ Policy| places.iter().find(|(id, ..)| *id == policy.id);
    let subjects: Vec<Subject<'_>> = set
        .enabled()
        .into_iter()
        .filter_map(|policy| {
            let (_, file, at) = find(policy)?;
            Some(Subject {
                policy,
                file,
                at: at.clone(),
                leaves: leaves(policy, at),
            })
        })
        .collect();
    let mut findings: Vec<Finding> = subjects
        .iter()
        .flat_map(|subject| alone(subject, deployment))
        .collect();
    findings.extend(lint_pairs::shadowed(&subjects));
    findings.sort_by(|one, other| {
        (&one.file, one.line, one.column).cmp(&(&other.file, other.line, other.column))
    });
    findings
}

fn alone(subject: &Subject<'_>, deployment: &Deployment) -> Vec<Finding> {
    let mut findings = lint_reach::unreachable(subject, deployment.now);
    findings.extend(lint_reach::no_op(subject));
    findings.extend(lint_reach::shows_nothing(subject));
    findings.extend(lint_pairs::contradictory(subject));
    findings.extend(lint_reach::costly(subject));
    findings.extend(lint_facts::unknown_context(subject, deployment));
    findings.extend(lint_facts::never_present(subject, deployment));
    findings
}
