//! Collecting policies and errors over several files.

use super::policy::{FIELDS, read, read_id};
use super::walk::{At, Document};
use super::{LoadError, LoadErrors, Policy, PolicySet};
use std::collections::HashMap;

/// Collects policies and errors over several files.
#[derive(Default)]
pub(super) struct Loader {
    policies: Vec<Policy>,
    errors: Vec<LoadError>,
    /// Where each id was first used.
    ids: HashMap<String, String>,
}

impl Loader {
    pub(super) fn read(&mut self, file: &str, text: &str) {
        let document = Document::new(file, text);
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
            self.policies.extend(read(&members, id.map(|(id, _)| id)));
        }
    }

    fn claim(&mut self, id: &str, at: &At<'_>) {
        let (line, column) = at.place();
        let here = format!("{}:{line}:{column}", at.document.file);
        match self.ids.get(id) {
            Some(first) => at.wrong(
                format!("the id `{id}` again"),
                format!("each id once (see {first})"),
            ),
            None => {
                self.ids.insert(id.to_owned(), here);
            }
        }
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
