//! Walking what another product wrote. Whatever is not asked for is remarked.

use super::{Remark, RemarkKind};
use crate::load::walk::{Document, describe, shortened};
use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;
use std::cell::RefCell;
use std::collections::BTreeSet;

/// The members that say what an object is called.
const NAMES: [&str; 6] = [
    "name",
    "Policy name",
    "policyName",
    "displayName",
    "class",
    "field",
];

/// What has no counterpart so far.
#[derive(Default)]
pub(in crate::load) struct Notes(RefCell<BTreeSet<Remark>>);

impl Notes {
    /// In the order of the input.
    pub(super) fn into_remarks(self) -> Vec<Remark> {
        self.0.into_inner().into_iter().collect()
    }
}

/// One value of the input, and how one gets there.
#[derive(Clone)]
pub(in crate::load) struct Input<'d> {
    document: &'d Document<'d>,
    notes: &'d Notes,
    value: &'d Value<'d>,
    path: String,
    /// The name of the field it is the value of; empty in an array.
    field: String,
}

impl<'d> Input<'d> {
    pub(in crate::load) fn root(
        document: &'d Document<'d>,
        notes: &'d Notes,
        value: &'d Value<'d>,
    ) -> Self {
        Self {
            document,
            notes,
            value,
            path: String::new(),
            field: String::new(),
        }
    }

    fn at(&self, value: &'d Value<'d>, step: &str) -> Self {
        let path = match (self.path.as_str(), step.starts_with('[')) {
            ("", _) => step.to_owned(),
            (path, true) => format!("{path}{step}"),
            (path, false) => format!("{path}.{step}"),
        };
        let field = if step.starts_with('[') { "" } else { step };
        Self {
            value,
            path,
            field: field.to_owned(),
            ..self.clone()
        }
    }

    /// Line and column, from 1.
    pub(in crate::load) fn place(&self) -> (usize, usize) {
        self.document.place(self.value.start())
    }

    /// How one gets there, such as `policies[0].action`.
    pub(in crate::load) fn path(&self) -> &str {
        &self.path
    }

    /// Remarks that this has no counterpart.
    pub(super) fn left_out(&self, why: impl Into<String>) {
        self.remark(RemarkKind::LeftOut, why.into());
    }

    /// Remarks that this is not quite what it was.
    pub(super) fn changed(&self, why: impl Into<String>) {
        self.remark(RemarkKind::Changed, why.into());
    }

    /// Remarks that the policy made of this acts on nothing.
    pub(super) fn simulated(&self, why: impl Into<String>) {
        self.remark(RemarkKind::Simulated, why.into());
    }

    fn remark(&self, kind: RemarkKind, why: String) {
        let (line, column) = self.document.place(self.value.start());
        self.notes.0.borrow_mut().insert(Remark {
            line,
            column,
            path: self.path.clone(),
            kind,
            found: self.called(),
            why,
        });
    }

    /// Notes that the input is not what it is said to be.
    pub(super) fn wrong(&self, expected: &str) {
        self.document.fail(
            self.value.start(),
            &self.path,
            self.describe(),
            expected.into(),
            None,
        );
    }

    fn describe(&self) -> String {
        describe(self.value)
    }

    /// What a person would call this: its field, its name, or what it is.
    fn called(&self) -> String {
        if !self.field.is_empty() {
            return format!("`{}`", shortened(&self.field));
        }
        let named = NAMES.iter().find_map(|name| self.member(name)?.text());
        match named {
            Some(name) => format!("`{}`", shortened(name)),
            None => self.describe(),
        }
    }

    pub(in crate::load) fn text(&self) -> Option<&'d str> {
        self.value.as_string_lit().map(|text| text.value.as_ref())
    }

    /// Text, or a number as it is written.
    pub(super) fn word(&self) -> Option<&'d str> {
        self.text()
            .or_else(|| self.value.as_number_lit().map(|number| number.value))
    }

    pub(super) fn boolean(&self) -> Option<bool> {
        self.value.as_boolean_lit().map(|boolean| boolean.value)
    }

    pub(super) fn is_object(&self) -> bool {
        self.value.as_object().is_some()
    }

    pub(super) fn is_null(&self) -> bool {
        matches!(self.value, Value::NullKeyword(_))
    }

    /// A member of an object.
    pub(in crate::load) fn member(&self, name: &str) -> Option<Self> {
        let member = self.value.as_object()?.get(name)?;
        Some(self.at(&member.value, name))
    }

    /// Every member of an object, with its name.
    pub(super) fn members(&self) -> Vec<(&'d str, Self)> {
        let Some(object) = self.value.as_object() else {
            return Vec::new();
        };
        let members = object.properties.iter();
        members
            .map(|member| {
                let name = member.name.as_str();
                (name, self.at(&member.value, name))
            })
            .collect()
    }

    /// The items of an array.
    pub(in crate::load) fn items(&self) -> Option<Vec<Self>> {
        let array = self.value.as_array()?;
        let items = array.elements.iter().enumerate();
        Some(
            items
                .map(|(index, value)| self.at(value, &format!("[{index}]")))
                .collect(),
        )
    }

    /// The items of an array, or the one value that stands for an array of it.
    pub(super) fn one_or_more(&self) -> Vec<Self> {
        self.items().unwrap_or_else(|| vec![self.clone()])
    }

    /// The rules in this document: an array, or the array that a member of these names has.
    pub(super) fn list(&self, names: &[&str]) -> Option<Vec<Self>> {
        self.items()
            .or_else(|| names.iter().find_map(|name| self.member(name)?.items()))
    }
}
