//! Reading an expression of the administrator's own.

use super::walk::{At, Members};
use super::{dictionary, pattern};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use stepgate_inspect::Substring;

/// What an expression can be; the last one is beside `regex`.
pub(super) const EXPRESSIONS: [&str; 5] = ["substring", "regex", "keywords", "dictionary", "luhn"];
/// What an exclusion can be.
pub(super) const EXCLUSIONS: [&str; 4] = ["substring", "regex", "keywords", "dictionary"];
/// How many keywords there may be, how long each, in characters, and how long all together, in bytes. They travel to
/// every page.
pub(super) const MOST_KEYWORDS: usize = 5_000;
pub(super) const LONGEST_KEYWORD: usize = 100;
pub(super) const LONGEST_LIST: usize = 64 * 1024;

/// An expression of the administrator's own.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum CustomExpression {
    /// Text, without regard to case.
    Substring(String),
    /// A regular expression.
    #[non_exhaustive]
    Regex {
        /// As it was written.
        pattern: String,
        /// As the page and the gateway walk it.
        table: Vec<u8>,
        /// The same for the place where a match begins, if matches have to be told exactly.
        anchored: Option<Vec<u8>>,
        /// Whether the digits of a match have to pass Luhn's check.
        luhn: bool,
    },
    /// Words and phrases, whole ones, without regard to case, of the policy or of a dictionary beside it. A `*` at the end
    /// takes any ending.
    Keywords(Vec<String>),
}

/// As it is written in a policy file.
impl Serialize for CustomExpression {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        match self {
            Self::Substring(text) => map.serialize_entry("substring", text)?,
            Self::Regex { pattern, luhn, .. } => {
                map.serialize_entry("regex", pattern)?;
                if *luhn {
                    map.serialize_entry("luhn", luhn)?;
                }
            }
            Self::Keywords(words) => map.serialize_entry("keywords", words)?,
        }
        map.end()
    }
}

impl CustomExpression {
    pub(super) fn read(at: &At<'_>) -> Option<Self> {
        read(at, &at.members("an expression", &EXPRESSIONS)?)
    }

    /// What is no finding even so.
    pub(super) fn read_excluded(at: &At<'_>) -> Option<Self> {
        read(at, &at.members("an expression", &EXCLUSIONS)?).map(|read| read.told_exactly(false))
    }

    /// The same, with what tells exactly what each match is only where that matters: where some are excluded or checked,
    /// or all are masked.
    pub(super) fn told_exactly(mut self, exact: bool) -> Self {
        if let Self::Regex { anchored, luhn, .. } = &mut self
            && !exact
            && !*luhn
        {
            *anchored = None;
        }
        self
    }

    /// How many bytes of it travel to every page.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Substring(text) => text.len(),
            Self::Regex {
                table, anchored, ..
            } => table.len() + anchored.as_ref().map_or(0, Vec::len),
            Self::Keywords(words) => words.iter().map(String::len).sum(),
        }
    }
}

fn read(at: &At<'_>, members: &Members<'_>) -> Option<CustomExpression> {
    let kinds = EXCLUSIONS.map(|name| members.optional(name));
    if let Some(luhn) = members.optional("luhn")
        && members.optional("regex").is_none()
    {
        luhn.wrong("`luhn`", "none, as only matches of a `regex` are checked");
        return None;
    }
    match kinds {
        [Some(at), None, None, None] => read_substring(&at),
        [None, Some(at), None, None] => {
            let luhn = members.optional_by("luhn", At::boolean);
            read_regex(&at, luhn?.unwrap_or(false))
        }
        [None, None, Some(at), None] => read_keywords(&at),
        [None, None, None, Some(at)] => dictionary::read(&at).map(CustomExpression::Keywords),
        [None, None, None, None] => {
            at.wrong(
                "nothing to look for",
                "`substring`, `regex`, `keywords` or `dictionary`",
            );
            None
        }
        several => {
            let named = EXCLUSIONS.into_iter().zip(several);
            let named = named.filter_map(|(name, at)| at.map(|_| format!("`{name}`")));
            let named: Vec<String> = named.collect();
            at.wrong(named.join(" and "), "one of them");
            None
        }
    }
}

fn read_substring(at: &At<'_>) -> Option<CustomExpression> {
    let text = at.text()?;
    let length = text.chars().count();
    if text.trim().is_empty() || length > Substring::LONGEST {
        at.unexpected(format!("text of 1 to {} characters", Substring::LONGEST));
        return None;
    }
    Some(CustomExpression::Substring(text.to_owned()))
}

fn read_regex(at: &At<'_>, luhn: bool) -> Option<CustomExpression> {
    let pattern = at.text()?;
    let compiled = pattern::compile(pattern)
        .and_then(|table| pattern::compile_anchored(pattern).map(|anchored| (table, anchored)));
    match compiled {
        Ok((table, anchored)) => Some(CustomExpression::Regex {
            pattern: pattern.to_owned(),
            table,
            anchored: Some(anchored),
            luhn,
        }),
        Err(error) => {
            at.unexpected(error.to_string());
            None
        }
    }
}

fn read_keywords(at: &At<'_>) -> Option<CustomExpression> {
    let items = at.items("words")?;
    if items.len() > MOST_KEYWORDS {
        at.wrong(
            format!("{} words", items.len()),
            format!("at most {MOST_KEYWORDS}"),
        );
        return None;
    }
    let words: Vec<Option<String>> = items.iter().map(read_keyword).collect();
    let words: Vec<String> = words.into_iter().collect::<Option<_>>()?;
    let length: usize = words.iter().map(String::len).sum();
    if length > LONGEST_LIST {
        weight_error(at, length);
        return None;
    }
    Some(CustomExpression::Keywords(words))
}

/// Notes that words of `length` bytes are too much for every page.
pub(super) fn weight_error(at: &At<'_>, length: usize) {
    at.wrong(
        format!("{} KiB of words", length / 1024),
        format!(
            "at most {} KiB, as they travel to every page",
            LONGEST_LIST / 1024
        ),
    );
}

fn read_keyword(at: &At<'_>) -> Option<String> {
    let word = keyword(at.text()?);
    if word.is_none() {
        at.unexpected(expected_keyword());
    }
    word
}

/// The word or phrase, if it can be found.
pub(super) fn keyword(text: &str) -> Option<String> {
    let word = text.trim();
    let stem = word.strip_suffix('*').unwrap_or(word);
    let fits = stem.starts_with(char::is_alphanumeric)
        && !stem.contains('*')
        && word.chars().count() <= LONGEST_KEYWORD;
    fits.then(|| word.to_owned())
}

pub(super) fn expected_keyword() -> String {
    format!(
        "a word or phrase of up to {LONGEST_KEYWORD} characters that begins with a letter or digit; a `*` can stand at its end"
    )
}
