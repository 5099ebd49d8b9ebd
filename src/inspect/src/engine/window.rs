//! The part of a text that is there.

use crate::view::{AHEAD, BACK, View};

/// The bytes that are there, and where they begin in the text.
#[derive(Clone, Copy)]
pub(super) struct Window<'a> {
    pub(super) bytes: &'a [u8],
    pub(super) base: usize,
}

impl<'a> Window<'a> {
    /// What a detector may see from `at` (in this window), and where that begins in the text.
    pub(super) fn view(&self, at: usize, word: usize) -> (View<'a>, usize) {
        let from = at.saturating_sub(BACK);
        let bytes = self
            .bytes
            .get(from..(at + AHEAD).min(self.bytes.len()))
            .unwrap_or_default();
        (
            View {
                bytes,
                at: at - from,
                word: word.saturating_sub(from),
            },
            self.base + from,
        )
    }
}

/// How many digits a word has; of long words, its beginning.
pub(super) fn digits(window: &Window<'_>, at: usize, end: usize) -> usize {
    let word = window.bytes.get(at..end.min(at + 32)).unwrap_or_default();
    word.iter().filter(|byte| byte.is_ascii_digit()).count()
}

pub(super) fn is_at(window: &Window<'_>, at: usize, text: &[u8]) -> bool {
    window
        .bytes
        .get(at..(at + AHEAD).min(window.bytes.len()))
        .is_some_and(|rest| rest.starts_with(text))
}

pub(super) fn byte(window: &Window<'_>, at: usize) -> u8 {
    window.bytes.get(at).copied().unwrap_or(0)
}

/// Whether `text`, in small letters, stands at `at` in letters of any case.
pub(super) fn is_like(window: &Window<'_>, at: usize, text: &[u8]) -> bool {
    byte(window, at) | 0x20 == text.first().copied().unwrap_or(0)
        && window
            .bytes
            .get(at..at + text.len())
            .is_some_and(|there| there.eq_ignore_ascii_case(text))
}
