//! The one pass: words, numbers and signs, and what each may begin.

mod attempt;
mod class;
mod signs;
mod values;
mod window;

use crate::context::{Hit, Keyword, Label, Table};
use crate::reading::is_letter;
use crate::settle::{Candidate, Rank};
use crate::view::AHEAD;
use crate::{Finding, Inspector};
use alloc::vec::Vec;
use attempt::Number;
use class::{BAR, DIGIT, HIGH, LOWER, SIGN, UPPER, WIDE, WORD, class_of};
use window::{Window, byte, digits, is_like};

/// How far into a word keywords are looked for.
const WITHIN: usize = 128;

/// What is known so far. All places count characters of the text.
#[derive(Debug)]
pub(crate) struct Engine<'i> {
    pub(crate) inspector: &'i Inspector,
    pub(crate) scanned: usize,
    /// The last word was cut: what follows belongs to it.
    inside: bool,
    line: usize,
    pub(crate) hits: Vec<Hit>,
    hit_end: usize,
    table: Table,
    number: Number,
    pub(crate) candidates: Vec<Candidate>,
    /// The place, end and surroundings of the last candidate.
    last: (usize, usize, Label, Option<u64>),
    /// Where the last one ends that is inside no other, and of its label what it is called, where, and whether it begins a line.
    outer: (usize, u64, usize, bool),
    /// Room for what is decided at one place: the rivals by rank, and those that won with their places.
    pub(crate) ranked: Vec<(Rank, usize)>,
    pub(crate) won: Vec<(usize, usize, Finding)>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) settled: usize,
    pub(crate) claimed: (usize, u64),
    pub(crate) steps: u64,
}

impl<'i> Engine<'i> {
    pub(crate) fn new(inspector: &'i Inspector) -> Self {
        Self {
            inspector,
            scanned: 0,
            inside: false,
            line: 0,
            hits: Vec::new(),
            hit_end: 0,
            table: Table::default(),
            number: Number::default(),
            candidates: Vec::new(),
            last: (usize::MAX, 0, Label::default(), None),
            outer: (0, 0, 0, false),
            ranked: Vec::new(),
            won: Vec::new(),
            findings: Vec::new(),
            settled: 0,
            claimed: (usize::MAX, 0),
            steps: 0,
        }
    }

    pub(crate) fn scanned(&self) -> usize {
        self.scanned
    }

    /// From where on the text is still needed.
    pub(crate) fn needed(&self) -> usize {
        self.candidates
            .iter()
            .map(|candidate| candidate.start)
            .fold(self.scanned, usize::min)
    }

    /// Goes through the text up to `to`; `bytes` begin at `base` and reach further.
    pub(crate) fn pass(&mut self, bytes: &[u8], base: usize, to: usize) {
        let window = Window { bytes, base };
        let mut at = self.scanned - base;
        let limit = to - base;
        self.steps += (limit.saturating_sub(at)) as u64;
        while let Some(byte) = bytes.get(at).filter(|_| at < limit) {
            let class = class_of(*byte);
            if class & WORD != 0 {
                at = self.word(&window, at, class);
                continue;
            }
            self.inside = false;
            if *byte == b' ' {
                at = self.spaces(&window, at, limit);
                continue;
            }
            if class & SIGN != 0 {
                self.sign(&window, at);
            } else if class & WIDE != 0 {
                self.keyword(&window, at);
            }
            at += 1;
        }
        self.scanned = base + at;
    }

    /// Reads the word at `at`; where it ends.
    fn word(&mut self, window: &Window<'_>, at: usize, first: u8) -> usize {
        let most = (at + AHEAD).min(window.bytes.len());
        let (mut end, mut inner) = (at + 1, 0);
        for byte in window.bytes.get(end..most).unwrap_or_default() {
            let class = class_of(*byte) & WORD;
            if class == 0 {
                break;
            }
            inner |= class;
            end += 1;
        }
        let goes_on = core::mem::replace(&mut self.inside, end == at + AHEAD);
        if goes_on {
            return end;
        }
        let kinds = first | inner;
        if end - at == 6 && is_like(window, at, b"values") {
            self.table.values();
        }
        if kinds & (LOWER | UPPER | HIGH) != 0 {
            self.words(window, at, end, first, inner);
        }
        if kinds & DIGIT != 0 && first & (DIGIT | UPPER | LOWER) != 0 {
            let whole = kinds == DIGIT;
            let count = if whole {
                end - at
            } else {
                digits(window, at, end)
            };
            self.table.number(if first & DIGIT != 0 || count > 4 {
                count
            } else {
                0
            });
            self.number(window, at, end, first, whole);
        } else if end - at < 11 && kinds & (BAR | HIGH) == 0 && self.leads(window, end) {
            self.begin_letters(window, at, end, end - at);
        }
        if kinds & LOWER == 0 || kinds & DIGIT != 0 {
            self.long(window, at, end, kinds);
        }
        self.prefixed(window, at, end);
        end
    }

    /// Whether a digit follows the word that ends at `end`, after a space or dash.
    fn leads(&self, window: &Window<'_>, end: usize) -> bool {
        matches!(byte(window, end), b' ' | b'-') && byte(window, end + 1).is_ascii_digit()
    }

    /// Looks for keywords wherever a part of the word begins: `card_no`, `cardNo`.
    fn words(&mut self, window: &Window<'_>, at: usize, end: usize, first: u8, inner: u8) {
        if first & (LOWER | UPPER | HIGH) != 0 {
            self.keyword(window, at);
        }
        // `DBPASSWORD`, whose parts nothing divides.
        if end - at > 8 && is_like(window, end - 8, b"password") {
            self.keyword(window, end - 8);
        }
        if (first | inner) & BAR == 0 && (inner & UPPER == 0 || (first | inner) & LOWER == 0) {
            return;
        }
        let word = window.bytes.get(at..end.min(at + WITHIN));
        let mut before = b' ';
        for (place, here) in (at..).zip(word.unwrap_or_default()) {
            let before = core::mem::replace(&mut before, *here);
            let camel = || {
                here.is_ascii_uppercase()
                    && !before.is_ascii_digit()
                    && (before.is_ascii_lowercase() || byte(window, place + 1).is_ascii_lowercase())
            };
            if place > at && (before == b'_' && is_letter(*here) || camel()) {
                self.keyword(window, place);
            }
        }
    }

    fn keyword(&mut self, window: &Window<'_>, at: usize) {
        self.steps += 1;
        let place = window.base + at;
        let bytes = window
            .bytes
            .get(..(at + AHEAD).min(window.bytes.len()))
            .unwrap_or_default();
        let found = if place >= self.hit_end {
            self.inspector.keywords.at(bytes, at)
        } else {
            None
        };
        self.table.word(found.map_or(0, |found| found.mask));
        let Some(found) = found else { return };
        self.hear(window, at, found);
    }

    /// What follows from a keyword. It is rare: apart from the search, which stays small.
    #[inline(never)]
    fn hear(&mut self, window: &Window<'_>, at: usize, found: Keyword) {
        let place = window.base + at;
        self.hit_end = window.base + found.end;
        self.hits.push(Hit {
            at: place,
            end: self.hit_end,
            line: self.line,
            mask: found.mask,
        });
        for duty in &self.inspector.after {
            if found.mask & duty.detector.entity.bit() != 0 {
                let (view, base) = window.view(found.end, at);
                self.attempt(&view, base, duty);
            }
        }
    }
}
