//! A fixed piece of text, found without regard to case.

use crate::{Excerpt, fold};
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

/// How far a text that comes in pieces has been gone through for a needle.
#[derive(Clone, Copy, Debug, Default)]
pub struct Occurrences {
    at: usize,
    held: usize,
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

    /// Tells `each` where the needle occurs in what is new in `excerpt`, in bytes of the whole text, without overlaps.
    pub fn go_on(
        &self,
        so_far: &mut Occurrences,
        excerpt: Excerpt<'_>,
        each: &mut dyn FnMut(Range<usize>),
    ) {
        for letter in excerpt.from(so_far.at).chars() {
            so_far.at += letter.len_utf8();
            so_far.held = self.step(so_far.held, fold(letter));
            if so_far.held == self.length {
                so_far.held = 0;
                let letters = excerpt.get(0..so_far.at).char_indices().rev();
                let from = letters.map(|(from, _)| from).nth(self.length - 1);
                each(from.map_or(excerpt.base, |from| excerpt.base + from)..so_far.at);
            }
        }
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
    use super::{Excerpt, Occurrences, Range, Substring};
    use std::vec::Vec;

    fn find(needle: &str, text: &str) -> Vec<Range<usize>> {
        let (mut found, mut so_far) = (Vec::new(), Occurrences::default());
        let needle = Substring::new(needle).unwrap();
        needle.go_on(&mut so_far, Excerpt::whole(text), &mut |place| {
            found.push(place)
        });
        found
    }

    fn count(needle: &str, text: &str) -> usize {
        find(needle, text).len()
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
        assert_eq!(find("größe", "xx GRÖßE größe"), [3..10, 11..18]);
        let found = find("x", "ax");
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
