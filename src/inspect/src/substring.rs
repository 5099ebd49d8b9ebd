//! A fixed piece of text, found without regard to case.

use crate::fold;
use core::ops::Range;

/// The longest needle, in characters. Keeps the search in a small fixed space.
const LONGEST: usize = 256;

/// A needle prepared for one search or many (Knuth, Morris, Pratt: linear whatever the text).
#[derive(Clone)]
pub struct Substring {
    needle: [char; LONGEST],
    /// For each position, how much of the needle still holds when the next letter does not fit.
    fallback: [u16; LONGEST],
    length: usize,
}

impl Substring {
    /// The longest needle, in characters.
    pub const LONGEST: usize = LONGEST;

    /// Prepares `needle`; `None` if it is empty or longer than [`Self::LONGEST`] characters.
    #[must_use]
    pub fn new(needle: &str) -> Option<Self> {
        let mut prepared = Self {
            needle: ['\0'; LONGEST],
            fallback: [0; LONGEST],
            length: 0,
        };
        for letter in needle.chars() {
            *prepared.needle.get_mut(prepared.length)? = fold(letter);
            prepared.length += 1;
        }
        if prepared.length == 0 {
            return None;
        }
        for at in 1..prepared.length {
            let letter = *prepared.needle.get(at)?;
            let before = usize::from(*prepared.fallback.get(at - 1)?);
            let held = prepared.step(before, letter);
            *prepared.fallback.get_mut(at)? = u16::try_from(held).ok()?;
        }
        Some(prepared)
    }

    /// How much of the needle holds after `letter`, when `held` letters held before it.
    fn step(&self, mut held: usize, letter: char) -> usize {
        while self.needle.get(held) != Some(&letter) {
            let Some(before) = held.checked_sub(1) else {
                return 0;
            };
            held = self
                .fallback
                .get(before)
                .map_or(0, |fallback| usize::from(*fallback));
        }
        held + 1
    }

    /// How often the needle occurs in `text`, without overlaps.
    #[must_use]
    pub fn count(&self, text: &str) -> u32 {
        let mut count = 0_u32;
        let mut held = 0;
        for letter in text.chars() {
            held = self.step(held, fold(letter));
            if held == self.length {
                count = count.saturating_add(1);
                held = 0;
            }
        }
        count
    }

    /// Where the needle occurs in `text`, in bytes, without overlaps.
    pub fn find<'t>(&'t self, text: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let mut held = 0;
        text.char_indices().filter_map(move |(at, letter)| {
            held = self.step(held, fold(letter));
            if held < self.length {
                return None;
            }
            held = 0;
            let before = text.get(..at)?.char_indices().rev();
            let from = match self.length.checked_sub(2) {
                Some(back) => before.map(|(from, _)| from).nth(back)?,
                None => at,
            };
            Some(from..at + letter.len_utf8())
        })
    }

    /// Whether the needle occurs in `text`.
    #[must_use]
    pub fn is_in(&self, text: &str) -> bool {
        let mut held = 0;
        text.chars().any(|letter| {
            held = self.step(held, fold(letter));
            held == self.length
        })
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::Substring;
    use std::vec::Vec;

    fn count(needle: &str, text: &str) -> u32 {
        Substring::new(needle).unwrap().count(text)
    }

    #[test]
    fn occurrences_are_counted_without_overlaps_and_without_case() {
        assert_eq!(count("project orion", "PROJECT Orion, project orion"), 2);
        assert_eq!(count("aa", "aaaaa"), 2);
        assert_eq!(count("geheim", "nichts"), 0);
        assert_eq!(count("STRENG VERTRAULICH", "streng vertraulich"), 1);
    }

    #[test]
    fn an_occurrence_is_where_its_letters_are() {
        let needle = Substring::new("größe").unwrap();
        let found: Vec<_> = needle.find("xx GRÖßE größe").collect();
        assert_eq!(found, [3..10, 11..18]);
        let found: Vec<_> = Substring::new("x").unwrap().find("ax").collect();
        assert_eq!(found.first(), Some(&(1..2)));
        assert_eq!(found.len(), 1);
    }

    #[test]
    fn a_needle_that_begins_like_itself_is_found() {
        assert_eq!(count("abab", "ababab"), 1);
        assert_eq!(count("aab", "aaaab"), 1);
        assert_eq!(count("abcabd", "abcabcabd"), 1);
        assert!(Substring::new("abcabd").unwrap().is_in("xxabcabcabdxx"));
    }

    #[test]
    fn an_empty_or_overlong_needle_is_refused() {
        assert!(Substring::new("").is_none());
        assert!(Substring::new(&"x".repeat(256)).is_some());
        assert!(Substring::new(&"x".repeat(257)).is_none());
    }
}
