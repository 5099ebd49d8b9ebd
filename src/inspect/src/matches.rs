//! Matches of a pattern in a text that comes in pieces.

use crate::excerpt::value_from;
use crate::{Dfa, Excerpt};
use core::ops::Range;

/// How far beyond the end of a match a longer one is looked for, in bytes.
const BEYOND: usize = 32 * 1024;
/// What looking again may cost beside the text itself, in steps.
const COUNTED: usize = 4;
const TOLD: usize = 32;
const AT_FIRST: usize = 1024;

/// Leftmost matches of a pattern, one after the other, and where each of them is if there is a second table to tell that: of one
/// longer than [`LONGEST_VALUE`](crate::LONGEST_VALUE), its end.
///
/// Looking for the longest end of each match can mean reading the same text again for every match. Where that has cost more
/// than a few passes, matches are told by their earliest ends instead, and not where they are: never fewer matches, and
/// linear time for any pattern and text. A match that could go on for more than 32 KB without ending there ends where it can.
/// Of a text that is shown whole at once, every match is told as it is, however long.
#[derive(Debug)]
pub struct Matches<'a> {
    dfa: Walker<'a>,
    /// The same pattern, compiled to match only where looking begins.
    anchored: Option<Walker<'a>>,
    /// Where the next match is looked for, and how far that has come.
    from: usize,
    at: usize,
    /// Nothing if it has not begun yet.
    state: Option<u16>,
    /// Where the match can end at the earliest, and where it ends as far as it is known.
    first: usize,
    end: Option<usize>,
    budget: usize,
    fed: usize,
    /// The text is all there: no match begins before what is shown, or ends behind it.
    is_whole: bool,
    is_over: bool,
}

/// A table, and the class of each byte.
#[derive(Debug)]
struct Walker<'a> {
    dfa: Dfa<'a>,
    classes: [u8; 256],
}

impl<'a> Walker<'a> {
    fn new(dfa: Dfa<'a>) -> Self {
        Self {
            classes: dfa.class_table(),
            dfa,
        }
    }

    fn step(&self, state: u16, byte: u8) -> u16 {
        let class = self.classes.get(usize::from(byte)).copied().unwrap_or(0);
        self.dfa.next(state, usize::from(class))
    }

    /// Whether the pattern matches right at `at` and ends at `end` at the latest, and how many steps that took.
    fn begins(&self, excerpt: &Excerpt<'_>, at: usize, end: usize) -> (bool, usize) {
        let mut state = self.dfa.start(excerpt.before(at));
        let bytes = excerpt.text.as_bytes().get(at - excerpt.base..);
        // A match shows one byte after its end.
        let rest = bytes.unwrap_or_default().iter().take(end + 1 - at);
        for (steps, byte) in rest.enumerate() {
            state = self.step(state, *byte);
            if state == 0 || self.dfa.is_match(state) {
                return (state != 0, steps);
            }
        }
        (self.dfa.matches_at_end(state), end - at)
    }
}

impl<'a> Matches<'a> {
    /// Begins a text. Without `anchored`, matches are only counted.
    #[must_use]
    pub fn new(dfa: Dfa<'a>, anchored: Option<Dfa<'a>>) -> Self {
        Self {
            dfa: Walker::new(dfa),
            anchored: anchored.map(Walker::new),
            from: 0,
            at: 0,
            state: None,
            first: 0,
            end: None,
            budget: AT_FIRST,
            fed: 0,
            is_whole: false,
            is_over: false,
        }
    }

    /// Goes through what is new in `excerpt`, which was the `last` of it or not. `each` match is told with where it is in the whole
    /// text, in bytes, and whether that is where exactly it is, and not only from where on.
    pub fn go_on(
        &mut self,
        excerpt: Excerpt<'_>,
        last: bool,
        each: &mut dyn FnMut(Range<usize>, bool),
    ) {
        let pass = if self.anchored.is_some() {
            TOLD
        } else {
            COUNTED
        };
        self.is_whole = self.fed == 0 && last;
        let new = excerpt.end() - self.fed;
        self.budget = self.budget.saturating_add(new.saturating_mul(pass));
        self.fed = excerpt.end();
        while !self.is_over && self.from <= excerpt.end() && self.search(&excerpt, last) {
            match self.end.take() {
                Some(end) => self.found(&excerpt, end, each),
                None => self.is_over = true,
            }
        }
    }

    /// Looks for the end of the next match; whether it is clear.
    fn search(&mut self, excerpt: &Excerpt<'_>, last: bool) -> bool {
        let earliest = self.budget == 0;
        let beyond = if self.is_whole { usize::MAX } else { BEYOND };
        let start = || self.dfa.dfa.start(excerpt.before(self.from));
        let mut state = self.state.unwrap_or_else(start);
        let rest = excerpt.text.as_bytes().get(self.at - excerpt.base..);
        for byte in rest.unwrap_or_default() {
            state = self.dfa.step(state, *byte);
            if self.dfa.dfa.is_match(state) {
                if self.end.is_none() {
                    self.first = self.at;
                }
                self.end = Some(self.at);
            }
            let is_found = self
                .end
                .is_some_and(|end| earliest || self.at - end >= beyond);
            if state == 0 || is_found {
                return true;
            }
            self.at += 1;
        }
        self.state = Some(state);
        if last && self.dfa.dfa.matches_at_end(state) && !(earliest && self.end.is_some()) {
            if self.end.is_none() {
                self.first = self.at;
            }
            self.end = Some(self.at);
        }
        last
    }

    /// Tells a match and goes on behind it.
    fn found(
        &mut self,
        excerpt: &Excerpt<'_>,
        mut end: usize,
        each: &mut dyn FnMut(Range<usize>, bool),
    ) {
        let was_spent = self.budget == 0;
        self.budget = self.budget.saturating_sub(self.at - self.from);
        let mut exact = None;
        if let Some(anchored) = &self.anchored
            && !was_spent
        {
            let earliest = if self.is_whole {
                self.from
            } else {
                value_from(excerpt, self.from, end)
            };
            let mut begin = earliest;
            while self.budget > 0 && begin < end {
                let (begins, steps) = anchored.begins(excerpt, begin, end);
                self.budget = self.budget.saturating_sub(steps + 1);
                if begins {
                    break;
                }
                begin += 1;
            }
            if begin == end && earliest > self.from {
                begin = earliest; // it begins before what is kept
            }
            exact = Some(begin).filter(|_| self.budget > 0);
            if exact.is_none() {
                let shown = if excerpt.base > 0 {
                    excerpt.base + 1
                } else {
                    0
                };
                end = self.first.max(shown);
            }
        }
        each(exact.unwrap_or(self.from)..end, exact.is_some());
        self.from = end.max(self.from + 1);
        self.at = self.from;
        self.state = None;
    }
}

#[cfg(test)]
mod tests {
    use super::{BEYOND, Matches};
    use crate::{Dfa, Excerpt, KEPT};
    use alloc::string::String;
    use alloc::vec::Vec;
    use core::ops::Range;

    /// `ab`, unanchored (see the tests of [`Dfa`]).
    fn table() -> Vec<u8> {
        crate::dfa::tests::table()
    }

    fn found(text: &str, pieces: &[usize]) -> Vec<Range<usize>> {
        let table = table();
        let dfa = Dfa::read(&table).unwrap();
        let (mut found, mut matches) = (Vec::new(), Matches::new(dfa, None));
        let mut tell = |place, _| found.push(place);
        for at in pieces {
            let base = at.saturating_sub(KEPT);
            let text = &text[base..*at];
            matches.go_on(Excerpt { text, base }, false, &mut tell);
        }
        let base = pieces.last().map_or(0, |at| at.saturating_sub(KEPT));
        let text = &text[base..];
        matches.go_on(Excerpt { text, base }, true, &mut tell);
        found
    }

    #[test]
    fn matches_are_found_where_pieces_meet() {
        let text = "ab xabab a b ab".repeat(5);
        let whole = found(&text, &[]);
        assert_eq!(whole.len(), 20);
        for cut in 0..text.len() {
            assert_eq!(found(&text, &[cut]), whole, "cut at {cut}");
            assert_eq!(found(&text, &[cut, text.len()]), whole, "cut at {cut}");
        }
    }

    #[test]
    fn what_lies_far_behind_is_not_needed_any_more() {
        let text: String = ["ab", &"x".repeat(3 * KEPT), "ab"].concat();
        let pieces: Vec<usize> = (BEYOND..text.len()).step_by(BEYOND).collect();
        assert_eq!(found(&text, &pieces), found(&text, &[]));
    }
}
