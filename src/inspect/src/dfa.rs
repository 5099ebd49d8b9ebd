//! Walking a pattern that was compiled elsewhere to one small flat table.
//!
//! The table is 32 bytes that say after which byte values a new class begins, the number of states
//! (16 bits), the first matching state, five start states, and one 16-bit successor for each state and
//! class, little-endian. The last class is the end of the text. State 0 is dead. As in `regex-automata`,
//! where the tables come from, a match shows one byte after its end.

use crate::{Excerpt, Matches};

const CLASS_BYTES: usize = 32;
const HEADER: usize = CLASS_BYTES + 2 * (2 + STARTS);
const STARTS: usize = 5;

/// A table that does not hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedDfa;

/// A pattern ready to be counted in text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dfa<'a> {
    classes: &'a [u8],
    table: &'a [u8],
    stride: usize,
    first_match: u16,
    /// By what comes before: text start, word byte, other byte, line feed, carriage return.
    starts: [u16; STARTS],
}

impl<'a> Dfa<'a> {
    /// Reads a table and checks that every step stays inside it.
    ///
    /// # Errors
    /// [`MalformedDfa`] if it does not.
    pub fn read(bytes: &'a [u8]) -> Result<Self, MalformedDfa> {
        let (head, table) = bytes.split_at_checked(HEADER).ok_or(MalformedDfa)?;
        let (classes, head) = head.split_at_checked(CLASS_BYTES).ok_or(MalformedDfa)?;
        let breaks: u32 = classes.iter().map(|byte| byte.count_ones()).sum();
        // Classes 0..=breaks hold bytes (a break before byte 0 means nothing), one more is the end.
        let stride = breaks as usize + 2;
        let states = u16_at(head, 0).ok_or(MalformedDfa)?;
        let mut starts = [0; STARTS];
        for (at, start) in starts.iter_mut().enumerate() {
            *start = u16_at(head, 2 + at)
                .filter(|start| *start < states)
                .ok_or(MalformedDfa)?;
        }
        let whole = table.len() == usize::from(states) * stride * 2
            && words(table).all(|target| target < states);
        let first_match = u16_at(head, 1).ok_or(MalformedDfa)?;
        if whole {
            Ok(Self {
                classes,
                table,
                stride,
                first_match,
                starts,
            })
        } else {
            Err(MalformedDfa)
        }
    }

    /// How often the pattern matches in `text`: leftmost matches, one after the other, as [`Matches`] has them.
    #[must_use]
    pub fn count(&self, text: &str) -> u32 {
        let mut count = 0_u32;
        let mut matches = Matches::new(*self, None);
        matches.go_on(Excerpt::whole(text), true, &mut |_, _| {
            count = count.saturating_add(1);
        });
        count
    }

    pub(crate) const fn is_match(&self, state: u16) -> bool {
        state >= self.first_match
    }

    /// Whether there is a match if the text ends here.
    pub(crate) fn matches_at_end(&self, state: u16) -> bool {
        state != 0 && self.is_match(self.next(state, self.stride - 1))
    }

    pub(crate) fn next(&self, state: u16, class: usize) -> u16 {
        u16_at(self.table, usize::from(state) * self.stride + class).unwrap_or(0)
    }

    pub(crate) fn start(&self, before: Option<u8>) -> u16 {
        let [text, word, other, line_feed, carriage_return] = self.starts;
        match before {
            None => text,
            Some(b'\n') => line_feed,
            Some(b'\r') => carriage_return,
            Some(byte) if byte.is_ascii_alphanumeric() || byte == b'_' => word,
            Some(_) => other,
        }
    }

    pub(crate) fn class_table(&self) -> [u8; 256] {
        let mut table = [0; 256];
        let mut class = 0_u8;
        for (byte, slot) in table.iter_mut().enumerate() {
            let mask = self.classes.get(byte / 8).copied().unwrap_or(0);
            class = class.wrapping_add((mask >> (byte % 8)) & 1);
            *slot = class;
        }
        table
    }
}

fn u16_at(bytes: &[u8], index: usize) -> Option<u16> {
    let at = index.checked_mul(2)?;
    let word = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(word.try_into().ok()?))
}

fn words(bytes: &[u8]) -> impl Iterator<Item = u16> {
    bytes
        .as_chunks::<2>()
        .0
        .iter()
        .map(|word| u16::from_le_bytes(*word))
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{Dfa, HEADER, MalformedDfa};

    /// `ab`, unanchored: 1 = nothing yet, 2 = an `a`, 3 = `ab`, 4 = it matched. Classes: .. a b .. end.
    pub(crate) fn table() -> Vec<u8> {
        let mut classes = [0_u8; 32];
        for byte in [b'a', b'b', b'c'] {
            classes[usize::from(byte / 8)] |= 1 << (byte % 8);
        }
        let words: [u16; 7 + 25] = [
            5, 4, 1, 1, 1, 1, 1, // states, first match, starts
            0, 0, 0, 0, 0, //
            1, 2, 1, 1, 0, //
            1, 2, 3, 1, 0, //
            4, 4, 4, 4, 4, //
            0, 0, 0, 0, 0,
        ];
        classes
            .into_iter()
            .chain(words.iter().flat_map(|word| word.to_le_bytes()))
            .collect()
    }

    extern crate std;
    use std::vec::Vec;

    #[test]
    fn matches_are_counted_one_after_the_other() {
        let table = table();
        let dfa = Dfa::read(&table).unwrap();
        assert_eq!(dfa.count(""), 0);
        assert_eq!(dfa.count("ab"), 1);
        assert_eq!(dfa.count("xxabyyaab abb"), 3);
        assert_eq!(dfa.count("a b"), 0);
    }

    #[test]
    fn a_step_outside_the_table_is_refused() {
        let mut bytes = table();
        bytes[HEADER] = 9;
        assert_eq!(Dfa::read(&bytes).unwrap_err(), MalformedDfa);
        let whole = table();
        for length in 0..whole.len() {
            assert!(Dfa::read(&whole[..length]).is_err(), "{length} bytes");
        }
    }
}
