//! A part of a text that comes in pieces.

use core::ops::Range;

/// How much of the text before a new piece whoever looks for patterns has to be shown, in bytes.
pub const KEPT: usize = 128 * 1024;
/// The longest value of a match that is told, in bytes. Of a longer one it is the end.
pub const LONGEST_VALUE: usize = 16 * 1024;

/// The part of a text that is looked at, and where in the text it begins, in bytes. It ends with what is new, and has
/// [`KEPT`] bytes before that, or all there are.
#[derive(Clone, Copy, Debug)]
pub struct Excerpt<'t> {
    /// What stands there.
    pub text: &'t str,
    /// Where in the whole text it begins.
    pub base: usize,
}

impl<'t> Excerpt<'t> {
    /// A whole text.
    #[must_use]
    pub const fn whole(text: &'t str) -> Self {
        Self { text, base: 0 }
    }

    /// One past its last byte in the whole text.
    #[must_use]
    pub const fn end(&self) -> usize {
        self.base + self.text.len()
    }

    /// What stands at a place of the whole text, as far as it is shown.
    #[must_use]
    pub fn get(&self, place: Range<usize>) -> &'t str {
        let shown = place.start.max(self.base)..place.end.max(self.base);
        let text = self
            .text
            .get(shown.start - self.base..shown.end - self.base);
        text.unwrap_or_default()
    }

    /// What is new behind `at`.
    #[must_use]
    pub fn from(&self, at: usize) -> &'t str {
        self.get(at..self.end())
    }

    /// The byte before `at`; `None` at the beginning of the text.
    pub(crate) fn before(&self, at: usize) -> Option<u8> {
        let before = at.checked_sub(1)?.checked_sub(self.base)?;
        self.text.as_bytes().get(before).copied()
    }
}

/// Where the end of a match begins that is at most [`LONGEST_VALUE`] long.
pub(crate) fn value_from(excerpt: &Excerpt<'_>, start: usize, end: usize) -> usize {
    let earliest = end.saturating_sub(LONGEST_VALUE).max(excerpt.base);
    if start >= earliest {
        return start;
    }
    excerpt.base + excerpt.text.ceil_char_boundary(earliest - excerpt.base)
}
