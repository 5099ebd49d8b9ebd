//! Collecting policies and errors over several files.

use super::policy::{FIELDS, read, read_id};
use super::walk::{At, Document};
use super::{LoadError, LoadErrors, Policy, PolicySet};
use std::collections::HashMap;
use std::path::Path;

/// The most policies that can be in force together: a bundle numbers them in 16 bits.
const MOST: u16 = u16::MAX;

/// Collects policies and errors over several files.
#[derive(Default)]
pub(super) struct Loader {
    policies: Vec<Policy>,
    errors: Vec<LoadError>,
    /// Where each id was first used: in which of the files, and at which byte.
    ids: HashMap<String, (usize, usize)>,
    /// Name and text of each file, for places in it.
    files: Vec<(String, String)>,
    /// How many of the policies are enabled.
    enabled: usize,
}

impl Loader {
    pub(super) fn read(&mut self, file: &str, text: &str, folder: Option<&Path>) {
        let document = Document::new(file, text).in_folder(folder);
        self.files.push((file.to_owned(), text.to_owned()));
        if let Some(value) = document.parse() {
            let root = At::root(&document, &value);
            if let Some(policies) = root
                .members("a policy file", &["policies"])
                .and_then(|members| members.required("policies", "an array of policies"))
            {
                self.read_policies(&policies);
            }
        }
        self.errors.extend(document.into_errors());
    }

    fn read_policies(&mut self, policies: &At<'_>) {
        if !policies.is_array() {
            policies.unexpected("an array of policies");
        }
        for at in policies.elements() {
            let Some(members) = at.members("a policy", &FIELDS) else {
                continue;
            };
            let id = read_id(&members);
            if let Some((id, at)) = &id {
                self.claim(id, at);
            }
            let policy = read(&members, id.map(|(id, _)| id));
            self.count(policy.as_ref(), &at);
            self.policies.extend(policy);
        }
    }

    /// Said once, where the first is that is too many.
    fn count(&mut self, policy: Option<&Policy>, at: &At<'_>) {
        self.enabled += usize::from(policy.is_some_and(|policy| policy.enabled));
        if self.enabled == usize::from(MOST) + 1 && policy.is_some_and(|policy| policy.enabled) {
            at.wrong(
                format!("policy number {} that is enabled", self.enabled),
                format!("at most {MOST}, in all files together"),
            );
        }
    }

    fn claim(&mut self, id: &str, at: &At<'_>) {
        let here = (self.files.len() - 1, at.start());
        let first = *self.ids.entry(id.to_owned()).or_insert(here);
        if first != here {
            at.wrong(
                format!("the id `{id}` again"),
                format!("each id once (see {})", self.place(first)),
            );
        }
    }

    /// A place in words. Counting lines takes time, so it is done only where somebody reads it.
    fn place(&self, (file, at): (usize, usize)) -> String {
        let Some((file, text)) = self.files.get(file) else {
            return String::new();
        };
        let (line, column) = Document::new(file, text).place(at);
        format!("{file}:{line}:{column}")
    }

    pub(super) fn finish(mut self, mut errors: Vec<LoadError>) -> Result<PolicySet, LoadErrors> {
        errors.append(&mut self.errors);
        if errors.is_empty() {
            Ok(PolicySet {
                policies: self.policies,
            })
        } else {
            Err(LoadErrors(errors))
        }
    }
}
