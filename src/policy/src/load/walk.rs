//! Walking a JSON document by the names that are known, keeping note of everything that is not.

use super::LoadError;
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use std::cell::RefCell;
use std::path::Path;

/// The longest part of a found value that is repeated in an error.
const LONGEST_FOUND: usize = 60;

/// One file, and what is wrong with it so far.
pub(super) struct Document<'s> {
    pub(super) file: &'s str,
    pub(super) text: &'s str,
    /// Where it stands, if it is a file.
    folder: Option<&'s Path>,
    errors: RefCell<Vec<LoadError>>,
}

impl<'s> Document<'s> {
    pub(super) fn new(file: &'s str, text: &'s str) -> Self {
        Self {
            file,
            text,
            folder: None,
            errors: RefCell::default(),
        }
    }

    /// The same, read from a file in this folder.
    pub(super) fn in_folder(mut self, folder: Option<&'s Path>) -> Self {
        self.folder = folder;
        self
    }

    /// Where other files can stand beside it.
    pub(super) fn folder(&self) -> Option<&'s Path> {
        self.folder
    }

    /// Notes what is wrong with a file that this one names.
    pub(super) fn note(&self, error: LoadError) {
        self.errors.borrow_mut().push(error);
    }

    /// The document's value, unless it is no JSON.
    pub(super) fn parse(&self) -> Option<Value<'s>> {
        let strict = ParseOptions {
            allow_comments: false,
            allow_loose_object_property_names: false,
            allow_trailing_commas: false,
            allow_missing_commas: false,
            allow_single_quoted_strings: false,
            allow_hexadecimal_numbers: false,
            allow_unary_plus_numbers: false,
            allow_bare_decimal_point_numbers: false,
            allow_non_finite_numbers: false,
            allow_extended_string_escapes: false,
        };
        match parse_to_ast(self.text, &CollectOptions::default(), &strict) {
            Ok(parsed) if parsed.value.is_some() => parsed.value,
            Ok(_) => {
                self.fail(
                    0,
                    "",
                    "nothing".into(),
                    "a JSON object with `policies`".into(),
                    None,
                );
                None
            }
            Err(error) => {
                let problem = error.kind().to_string().to_lowercase();
                let found = format!("text that is not JSON ({problem})");
                self.fail(
                    error.range().start,
                    "",
                    found,
                    "JSON without comments".into(),
                    None,
                );
                None
            }
        }
    }

    /// What is wrong, from the top of the file to its end.
    pub(super) fn into_errors(self) -> Vec<LoadError> {
        let mut errors = self.errors.into_inner();
        errors.sort_by_key(|error| (error.file != self.file, error.line, error.column));
        errors
    }

    /// Line and column, from 1, of a byte of the text.
    pub(super) fn place(&self, at: usize) -> (usize, usize) {
        let before = self.text.get(..at).unwrap_or(self.text);
        let line = before.rsplit('\n').next().unwrap_or_default();
        (before.matches('\n').count() + 1, line.chars().count() + 1)
    }

    pub(super) fn fail(
        &self,
        at: usize,
        path: &str,
        found: String,
        expected: String,
        nearest: Option<String>,
    ) {
        let (line, column) = self.place(at);
        let (file, path) = (self.file.into(), path.into());
        self.errors.borrow_mut().push(LoadError {
            file,
            line,
            column,
            path,
            found,
            expected,
            nearest,
        });
    }
}

/// One value of a document, and how one gets there.
#[derive(Clone)]
pub(super) struct At<'d> {
    pub(super) document: &'d Document<'d>,
    value: &'d Value<'d>,
    path: String,
}

impl<'d> At<'d> {
    pub(super) fn root(document: &'d Document<'d>, value: &'d Value<'d>) -> Self {
        Self {
            document,
            value,
            path: String::new(),
        }
    }

    /// The byte it begins at.
    pub(super) fn start(&self) -> usize {
        self.value.start()
    }

    /// Notes that this value is wrong, naming it.
    pub(super) fn unexpected(&self, expected: impl Into<String>) {
        self.wrong(describe(self.value), expected);
    }

    /// Notes that something about this value is wrong.
    pub(super) fn wrong(&self, found: impl Into<String>, expected: impl Into<String>) {
        self.document.fail(
            self.value.start(),
            &self.path,
            found.into(),
            expected.into(),
            None,
        );
    }

    pub(super) fn text(&self) -> Option<&'d str> {
        match self.value {
            Value::StringLit(text) => Some(&text.value),
            Value::NumberLit(_)
            | Value::BooleanLit(_)
            | Value::Object(_)
            | Value::Array(_)
            | Value::NullKeyword(_) => {
                self.unexpected("text in quotes");
                None
            }
        }
    }

    /// One of a closed list of words.
    pub(super) fn word<T>(&self, known: &[&str], parse: impl Fn(&str) -> Option<T>) -> Option<T> {
        let word = self.text()?;
        let parsed = parse(word);
        if parsed.is_none() {
            let found = describe(self.value);
            let nearest = nearest(word, known);
            self.document.fail(
                self.value.start(),
                &self.path,
                found,
                one_of(known),
                nearest,
            );
        }
        parsed
    }

    /// The text, if it is one.
    pub(super) fn text_if(&self) -> Option<&'d str> {
        self.value.as_string_lit().map(|text| text.value.as_ref())
    }

    /// Notes that a word in this value is none of those known.
    pub(super) fn unknown(&self, found: &str, word: &str, known: &[&str]) {
        self.document.fail(
            self.value.start(),
            &self.path,
            found.into(),
            one_of(known),
            nearest(word, known),
        );
    }

    pub(super) fn boolean(&self) -> Option<bool> {
        let value = self.value.as_boolean_lit().map(|boolean| boolean.value);
        if value.is_none() {
            self.unexpected("`true` or `false`");
        }
        value
    }

    pub(super) fn number(&self, least: u32, most: u32, what: &str) -> Option<u32> {
        let value = self
            .value
            .as_number_lit()
            .and_then(|number| number.value.parse().ok());
        let value = value.filter(|value| (least..=most).contains(value));
        if value.is_none() {
            self.unexpected(format!("{what} from {least} to {most}"));
        }
        value
    }

    /// The number, if it is a whole one that is not negative.
    pub(super) fn integer(&self) -> Option<u64> {
        self.value.as_number_lit()?.value.parse().ok()
    }

    /// The members of an object that must have some, whatever their names, each once.
    pub(super) fn named(&self, what: &str) -> Option<Vec<(String, Self)>> {
        let Some(object) = self.value.as_object() else {
            self.unexpected(format!("an object with {what}"));
            return None;
        };
        if object.properties.is_empty() {
            self.wrong("an empty object", what);
            return None;
        }
        let names: Vec<&str> = object
            .properties
            .iter()
            .map(|member| member.name.as_str())
            .collect();
        let members = self.members(what, &names)?;
        let at = |name: &str| Some((name.to_owned(), members.optional(name)?));
        Some(names.into_iter().filter_map(at).collect())
    }

    /// The items of an array that must have some.
    pub(super) fn items(&self, what: &str) -> Option<Vec<Self>> {
        let Some(array) = self.value.as_array() else {
            self.unexpected(format!("an array of {what}"));
            return None;
        };
        if array.elements.is_empty() {
            self.wrong("an empty array", format!("at least one of {what}"));
            return None;
        }
        Some(self.elements().collect())
    }

    /// The items of an array, if it is one.
    pub(super) fn elements(&self) -> impl Iterator<Item = Self> {
        let elements = self.value.as_array().map(|array| array.elements.as_slice());
        elements
            .unwrap_or_default()
            .iter()
            .enumerate()
            .map(|(index, value)| Self {
                document: self.document,
                value,
                path: format!("{}[{index}]", self.path),
            })
    }

    pub(super) fn is_array(&self) -> bool {
        self.value.as_array().is_some()
    }

    /// Whether it is an object that has a member of this name.
    pub(super) fn has(&self, name: &str) -> bool {
        self.value
            .as_object()
            .is_some_and(|object| object.get(name).is_some())
    }

    /// The members of an object that may have those known and no others, each once.
    pub(super) fn members(&self, what: &str, known: &[&str]) -> Option<Members<'d>> {
        let Some(object) = self.value.as_object() else {
            self.unexpected(format!("{what}, an object with {}", listed(known)));
            return None;
        };
        for (index, member) in object.properties.iter().enumerate() {
            let name = member.name.as_str();
            let at = member.range.start;
            let earlier = object.properties.iter().take(index);
            if earlier
                .into_iter()
                .any(|earlier| earlier.name.as_str() == name)
            {
                let found = format!("the field `{}` a second time", shortened(name));
                self.document
                    .fail(at, &self.path, found, "each field once".into(), None);
            } else if !known.contains(&name) {
                let found = format!("the unknown field `{}`", shortened(name));
                self.document
                    .fail(at, &self.path, found, one_of(known), nearest(name, known));
            }
        }
        Some(Members {
            of: self.clone(),
            object,
        })
    }
}

/// The members of one object.
pub(super) struct Members<'d> {
    of: At<'d>,
    object: &'d Object<'d>,
}

impl<'d> Members<'d> {
    pub(super) fn optional(&self, name: &str) -> Option<At<'d>> {
        let member = self.object.get(name)?;
        let path = match self.of.path.as_str() {
            "" => name.to_owned(),
            path => format!("{path}.{name}"),
        };
        Some(At {
            document: self.of.document,
            value: &member.value,
            path,
        })
    }

    /// A member read by `read`; `Some(None)` where it is not there.
    pub(super) fn optional_by<T>(
        &self,
        name: &str,
        read: impl FnOnce(&At<'d>) -> Option<T>,
    ) -> Option<Option<T>> {
        match self.optional(name) {
            None => Some(None),
            Some(at) => read(&at).map(Some),
        }
    }

    pub(super) fn required(&self, name: &str, expected: &str) -> Option<At<'d>> {
        let member = self.optional(name);
        if member.is_none() {
            self.of.wrong(format!("no `{name}`"), expected);
        }
        member
    }
}

pub(super) fn describe(value: &Value<'_>) -> String {
    match value {
        Value::StringLit(text) if text.value.is_empty() => "empty text".into(),
        Value::StringLit(text) => format!("`{}`", shortened(&text.value)),
        Value::NumberLit(number) => format!("`{}`", shortened(number.value)),
        Value::BooleanLit(boolean) => format!("`{}`", boolean.value),
        Value::Object(_) => "an object".into(),
        Value::Array(_) => "an array".into(),
        Value::NullKeyword(_) => "`null`".into(),
    }
}

pub(super) fn shortened(text: &str) -> String {
    let mut shown: String = text.chars().take(LONGEST_FOUND).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown
}

fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

fn one_of(words: &[&str]) -> String {
    match words {
        [only] => format!("`{only}`"),
        words => format!("one of {}", listed(words)),
    }
}

pub(super) fn nearest(word: &str, known: &[&str]) -> Option<String> {
    let small = word.to_lowercase();
    let score = |known: &str| strsim::jaro_winkler(&small, &known.to_lowercase());
    let best = known
        .iter()
        .max_by(|one, other| score(one).total_cmp(&score(other)))?;
    (score(best) >= 0.75).then(|| (*best).to_owned())
}
