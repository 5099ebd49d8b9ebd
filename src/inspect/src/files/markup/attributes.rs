//! A tag and its attributes.

use super::entities::unescape;
use alloc::borrow::Cow;

/// What stands between `<` and `>`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tag<'t> {
    /// Its name as written.
    pub(crate) name: &'t str,
    rest: &'t str,
    /// It has no content and no end tag.
    pub(crate) is_empty: bool,
}

/// The name without its prefix.
pub(crate) fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

impl<'t> Tag<'t> {
    pub(super) fn new(inside: &'t str) -> Self {
        let (inside, is_empty) = inside
            .strip_suffix('/')
            .map_or((inside, false), |inside| (inside, true));
        let end = inside.find(|letter: char| letter.is_ascii_whitespace() || letter == '/');
        let (name, rest) = inside
            .split_at_checked(end.unwrap_or(inside.len()))
            .unwrap_or_default();
        Self {
            name,
            rest,
            is_empty,
        }
    }

    /// The name without its prefix.
    pub(crate) fn local(&self) -> &'t str {
        local(self.name)
    }

    /// Names without prefix, and values.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'t str, Cow<'t, str>)> {
        Attributes(self.rest).map(|(name, value)| (local(name), unescape(value)))
    }

    /// Names as written, and values.
    pub(crate) fn full_attributes(&self) -> impl Iterator<Item = (&'t str, Cow<'t, str>)> {
        Attributes(self.rest).map(|(name, value)| (name, unescape(value)))
    }

    /// The value of the attribute with this name without prefix.
    pub(crate) fn get(&self, name: &str) -> Option<Cow<'t, str>> {
        let mut all = Attributes(self.rest);
        let found = all.find(|(one, _)| local(one).eq_ignore_ascii_case(name));
        found.map(|(_, value)| unescape(value))
    }
}

struct Attributes<'t>(&'t str);

impl<'t> Iterator for Attributes<'t> {
    type Item = (&'t str, &'t str);

    fn next(&mut self) -> Option<Self::Item> {
        let space = |letter: char| letter.is_ascii_whitespace() || letter == '/';
        let rest = self.0.trim_start_matches(space);
        if rest.is_empty() {
            return None;
        }
        // The first letter is of the name, whatever it is.
        let first = rest.chars().next()?.len_utf8();
        let end = rest
            .get(first..)?
            .find(|letter| space(letter) || letter == '=')
            .map_or(rest.len(), |at| first + at);
        let (name, rest) = rest.split_at_checked(end)?;
        let Some(value) = rest.trim_ascii_start().strip_prefix('=') else {
            self.0 = rest;
            return Some((name, ""));
        };
        let value = value.trim_ascii_start();
        let (value, rest) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = value.get(1..)?;
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            Some(_) | None => {
                let end = value.find(|letter: char| letter.is_ascii_whitespace());
                value.split_at_checked(end.unwrap_or(value.len()))?
            }
        };
        self.0 = rest;
        Some((name, value))
    }
}
