//! Walking a pattern that was compiled elsewhere to one small flat table.
//!
//! The table is 32 bytes that say after which byte values a new class begins, the number of states
//! (16 bits), the first matching state, five start states, and one 16-bit successor for each state and
//! class, little-endian. The last class is the end of the text. State 0 is dead. As in `regex-automata`,
//! where the tables come from, a match shows one byte after its end.

use alloc::vec::Vec;
use core::ops::Range;

const CLASS_BYTES: usize = 32;
const HEADER: usize = CLASS_BYTES + 2 * (2 + STARTS);
const STARTS: usize = 5;

/// A table that does not hold together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MalformedDfa;

/// A pattern ready to be counted in text.
#[derive(Clone, Copy, Debug)]
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

    /// How often the pattern matches in `text`: leftmost matches, one after the other.
    ///
    /// Looking for the longest end of each match can mean reading the same text again for every match.
    /// When that has cost more than a few passes, the rest is counted by the earliest end of each match
    /// instead, in one pass: never fewer matches, and linear time for any pattern and text.
    #[must_use]
    pub fn count(&self, text: &str) -> u32 {
        let bytes = text.as_bytes();
        let classes = self.class_table();
        let mut budget = bytes.len().saturating_mul(4).saturating_add(1024);
        let (mut at, mut count) = (0, 0_u32);
        while let Some(found) = self.find(&classes, bytes, at, budget == 0) {
            budget = budget.saturating_sub(found.steps);
            count = count.saturating_add(1);
            at = found.end.max(at + 1);
        }
        count
    }

    /// Where the pattern matches in `text`, each place from its first byte to its last. `anchored` is the same pattern,
    /// compiled to match only where looking begins.
    ///
    /// Where looking costs too much, the rest is only counted, as by [`Self::count`]: the second number.
    #[must_use]
    pub fn matches(&self, anchored: &Dfa<'_>, text: &str) -> (Vec<Range<usize>>, u32) {
        let bytes = text.as_bytes();
        let (classes, anchored_classes) = (self.class_table(), anchored.class_table());
        let mut budget = bytes.len().saturating_mul(32).saturating_add(1024);
        let (mut at, mut places) = (0, Vec::new());
        while let Some(found) = self.find(&classes, bytes, at, false) {
            budget = budget.saturating_sub(found.steps);
            let mut begin = at;
            while budget > 0 && begin < found.end {
                let (begins, steps) = anchored.begins(&anchored_classes, bytes, begin);
                budget = budget.saturating_sub(steps + 1);
                if begins {
                    break;
                }
                begin += 1;
            }
            if budget == 0 {
                return (places, self.count_from(&classes, bytes, at));
            }
            places.push(begin..found.end);
            at = found.end.max(at + 1);
        }
        (places, 0)
    }

    /// How many matches there are from `at` on, each by its earliest end.
    fn count_from(&self, classes: &[u8; 256], bytes: &[u8], mut at: usize) -> u32 {
        let mut count = 0_u32;
        while let Some(found) = self.find(classes, bytes, at, true) {
            count = count.saturating_add(1);
            at = found.end.max(at + 1);
        }
        count
    }

    /// Whether the pattern matches right at `at`, where the table is anchored, and how many steps that took.
    fn begins(&self, classes: &[u8; 256], bytes: &[u8], at: usize) -> (bool, usize) {
        let rest = bytes.get(at..).unwrap_or_default();
        let mut state = self.start(at.checked_sub(1).and_then(|before| bytes.get(before)));
        for (steps, byte) in rest.iter().enumerate() {
            let class = classes.get(usize::from(*byte)).copied().unwrap_or(0);
            state = self.next(state, usize::from(class));
            if state == 0 || state >= self.first_match {
                return (state != 0, steps);
            }
        }
        (
            self.next(state, self.stride - 1) >= self.first_match,
            rest.len(),
        )
    }

    fn find(
        &self,
        classes: &[u8; 256],
        bytes: &[u8],
        from: usize,
        earliest: bool,
    ) -> Option<Found> {
        let rest = bytes.get(from..)?;
        let mut state = self.start(from.checked_sub(1).and_then(|before| bytes.get(before)));
        let mut end = None;
        let mut steps = rest.len();
        for (at, byte) in rest.iter().enumerate() {
            let class = classes.get(usize::from(*byte)).copied().unwrap_or(0);
            state = self.next(state, usize::from(class));
            if state >= self.first_match {
                end = Some(from + at);
            }
            if state == 0 || (earliest && end.is_some()) {
                steps = at;
                break;
            }
        }
        if state != 0
            && !(earliest && end.is_some())
            && self.next(state, self.stride - 1) >= self.first_match
        {
            end = Some(bytes.len());
        }
        end.map(|end| Found { end, steps })
    }

    fn next(&self, state: u16, class: usize) -> u16 {
        u16_at(self.table, usize::from(state) * self.stride + class).unwrap_or(0)
    }

    fn start(&self, before: Option<&u8>) -> u16 {
        let [text, word, other, line_feed, carriage_return] = self.starts;
        match before {
            None => text,
            Some(b'\n') => line_feed,
            Some(b'\r') => carriage_return,
            Some(byte) if byte.is_ascii_alphanumeric() || *byte == b'_' => word,
            Some(_) => other,
        }
    }

    fn class_table(&self) -> [u8; 256] {
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

struct Found {
    end: usize,
    steps: usize,
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
mod tests {
    use super::{Dfa, HEADER, MalformedDfa};

    /// `ab`, unanchored: 1 = nothing yet, 2 = an `a`, 3 = `ab`, 4 = it matched. Classes: .. a b .. end.
    fn table() -> Vec<u8> {
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
