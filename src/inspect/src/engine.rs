//! The one pass: words, numbers and signs, and what each may begin.

use crate::context::{Hit, Label, SOMETHING_ELSE, Table, label};
use crate::inspector::{Duty, Task};
use crate::reading::is_letter;
use crate::settle::Candidate;
use crate::shape::{self, Behind};
use crate::view::{AHEAD, BACK, Found, View};
use crate::{Finding, Inspector};
use alloc::vec::Vec;

const LOWER: u8 = 1;
const UPPER: u8 = 2;
const DIGIT: u8 = 4;
const BAR: u8 = 8;
const HIGH: u8 = 16;
const WORD: u8 = 31;
const WIDE: u8 = 32;
const SIGN: u8 = 64;

const fn class(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => LOWER,
        b'A'..=b'Z' => UPPER,
        b'0'..=b'9' => DIGIT,
        b'_' => BAR,
        0x80..=0xbf => HIGH,
        0xc0..=0xff => WIDE,
        b'\n' | b'\t' | b' '..=b'/' | b':'..=b'@' | b'|' => SIGN,
        _ => 0,
    }
}

#[expect(clippy::indexing_slicing, reason = "evaluated when compiled")]
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = class(byte as u8);
        byte += 1;
    }
    classes
};

#[expect(clippy::indexing_slicing, reason = "a byte is less than 256")]
fn class_of(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}

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
    pub(crate) candidates: Vec<Candidate>,
    /// The place, end and surroundings of the last candidate.
    last: (usize, usize, Label, Option<u64>),
    /// Where the last one ends that is inside no other, and its label.
    outer: (usize, Label),
    pub(crate) findings: Vec<Finding>,
    pub(crate) settled: usize,
    pub(crate) claimed: (usize, u64),
    pub(crate) steps: u64,
}

/// The bytes that are there, and where they begin in the text.
#[derive(Clone, Copy)]
struct Window<'a> {
    bytes: &'a [u8],
    base: usize,
}

impl<'a> Window<'a> {
    /// What a detector may see from `at` (in this window), and where that begins in the text.
    fn view(&self, at: usize, word: usize) -> (View<'a>, usize) {
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
            candidates: Vec::new(),
            last: (usize::MAX, 0, Label::default(), None),
            outer: (0, Label::default()),
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
            if class & SIGN != 0 {
                // Single spaces are most of all signs, and say nothing.
                if *byte != b' ' || bytes.get(at + 1) == Some(&b' ') {
                    self.sign(&window, at);
                }
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
        if end - at == 6
            && window
                .bytes
                .get(at..end)
                .is_some_and(|word| word.eq_ignore_ascii_case(b"values"))
        {
            self.table.values();
        }
        if kinds & (LOWER | UPPER | HIGH) != 0 {
            self.words(window, at, end, first, inner);
        }
        if kinds & DIGIT != 0 && first & (DIGIT | UPPER | LOWER) != 0 {
            let count = digits(window, at, end);
            self.table.number(if first & DIGIT != 0 || count > 4 {
                count
            } else {
                0
            });
            self.number(window, at, end, first);
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
        let last = window.bytes.get(end.saturating_sub(8).max(at + 1)..end);
        if last.is_some_and(|last| last.eq_ignore_ascii_case(b"password")) {
            self.keyword(window, end - 8);
        }
        if (first | inner) & BAR == 0 && (inner & UPPER == 0 || (first | inner) & LOWER == 0) {
            return;
        }
        for place in at + 1..end.min(at + WITHIN) {
            let (before, here) = (byte(window, place - 1), byte(window, place));
            let camel = here.is_ascii_uppercase()
                && (before.is_ascii_lowercase() || byte(window, place + 1).is_ascii_lowercase());
            if is_letter(here) && (camel && !before.is_ascii_digit() || before == b'_') {
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
        let found = self
            .inspector
            .keywords
            .at(bytes, at)
            .filter(|_| place >= self.hit_end);
        self.table.word(found.map_or(0, |found| found.mask));
        let Some(found) = found else { return };
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

    fn number(&mut self, window: &Window<'_>, at: usize, end: usize, first: u8) {
        let (view, base) = window.view(at, end);
        if !view.opens(view.at) && !self.named(base + view.at, view.before(view.at)) {
            return;
        }
        if first & DIGIT == 0 {
            let length = view.run(view.at, 12, |byte| byte.is_ascii_alphabetic()) - view.at;
            return self.begin_letters(window, at, end, length);
        }
        let length = view.digits(view.at, 40) - view.at;
        let inspector = self.inspector;
        let duties = inspector.digits.get(length).map_or(&[][..], Vec::as_slice);
        self.attempts(&view, base, duties, length);
    }

    /// Attempts those of the duties that what follows the first group allows.
    fn attempts(&mut self, view: &View<'_>, base: usize, duties: &[Duty], length: usize) {
        let behind = Behind::new(view, view.at + length);
        for duty in duties {
            let goes_on = match duty.task {
                Task::Shape(shape, known, _) => behind.fits(shape, known),
                Task::Find(_) => true,
            };
            if goes_on {
                self.attempt(view, base, duty);
            }
        }
    }

    /// Whether a keyword is tied to what begins at `place`: `SSN-123-45-6789`.
    fn named(&self, place: usize, sign: u8) -> bool {
        matches!(sign, b'-' | b'/' | b'.')
            && self
                .hits
                .last()
                .is_some_and(|hit| hit.end + 1 == place && hit.mask != SOMETHING_ELSE)
    }

    fn begin_letters(&mut self, window: &Window<'_>, at: usize, end: usize, length: usize) {
        let inspector = self.inspector;
        let duties = inspector.letters.get(length).map_or(&[][..], Vec::as_slice);
        if duties.is_empty() {
            return;
        }
        let (view, base) = window.view(at, end);
        if view.opens(view.at) || self.named(base + view.at, view.before(view.at)) {
            self.attempts(&view, base, duties, length);
        }
    }

    fn long(&mut self, window: &Window<'_>, at: usize, end: usize, kinds: u8) {
        let inspector = self.inspector;
        let length = end - at;
        for long in &inspector.words {
            let fits = if long.capitals {
                kinds & (LOWER | BAR | HIGH) == 0
            } else {
                kinds & DIGIT != 0
            };
            if fits && (long.from..=long.to).contains(&length) {
                let (view, base) = window.view(at, end);
                self.attempt(&view, base, &long.duty);
            }
        }
    }

    fn prefixed(&mut self, window: &Window<'_>, at: usize, end: usize) {
        let inspector = self.inspector;
        let first = usize::from(byte(window, at));
        for (prefix, duty) in inspector.prefixes.get(first).map_or(&[][..], Vec::as_slice) {
            // Most words end here.
            if prefix.get(1) == window.bytes.get(at + 1) && is_at(window, at, prefix) {
                let (view, base) = window.view(at, end);
                self.attempt(&view, base, duty);
            }
        }
    }

    fn sign(&mut self, window: &Window<'_>, at: usize) {
        let sign = byte(window, at);
        match sign {
            b'\n' => {
                self.line += 1;
                self.table.sign(sign, window.base + at);
            }
            b' ' => {
                if at > 0 {
                    self.gap(window, at);
                }
                return;
            }
            b'<' => self.tag(window, at),
            b',' | b';' | b'\t' | b'|' | b'"' | b'(' | b')' | b'\'' => {
                self.table.sign(sign, window.base + at)
            }
            _ => {}
        }
        if b"\n,;\t|>(".contains(&sign) {
            self.cell(window, at + 1);
        }
        let inspector = self.inspector;
        if inspector
            .sign
            .get(usize::from(sign))
            .copied()
            .unwrap_or(false)
        {
            let (view, base) = window.view(at, at);
            for (_, duty) in inspector.signs.iter().filter(|(begins, _)| *begins == sign) {
                self.attempt(&view, base, duty);
            }
        }
    }

    /// Two spaces or more, of aligned columns; at a line's end they separate nothing.
    fn gap(&mut self, window: &Window<'_>, at: usize) {
        match byte(window, at - 1) {
            b' ' => self.table.padding(),
            b'\n' => {}
            _ => {
                let rest = window.bytes.get(at..(at + AHEAD).min(window.bytes.len()));
                let next = rest.and_then(|rest| rest.iter().find(|byte| **byte != b' '));
                if next.is_some_and(|next| !b"\r\n".contains(next)) {
                    self.table.sign(b' ', window.base + at);
                    self.cell(window, at + 2);
                }
            }
        }
    }

    /// Looks at the cell that begins at `at`, if its header asks for it.
    fn cell(&mut self, window: &Window<'_>, at: usize) {
        let Some(column) = self.table.column() else {
            return;
        };
        let inspector = self.inspector;
        for duty in &inspector.cells {
            if column & duty.detector.entity.bit() != 0 {
                let (view, base) = window.view(at, at);
                self.attempt(&view, base, duty);
            }
        }
    }

    fn tag(&mut self, window: &Window<'_>, at: usize) {
        let mut name = [0_u8; 6];
        let mut length = 0;
        for (slot, place) in name.iter_mut().zip(at + 1..) {
            let letter = byte(window, place).to_ascii_lowercase();
            if !letter.is_ascii_lowercase() && letter != b'/' {
                break;
            }
            *slot = letter;
            length += 1;
        }
        self.table.tag(name.get(..length).unwrap_or_default());
    }

    fn attempt(&mut self, view: &View<'_>, base: usize, duty: &Duty) {
        self.steps += 1;
        let found = match duty.task {
            Task::Shape(shape, known, check) => {
                shape::matches(shape, known, view).and_then(|(end, value)| {
                    check(&value)
                        .filter(|_| !value.is_made_up())
                        .map(|grade| Found::new(view.at, end, grade))
                })
            }
            Task::Find(find) => find(view),
        };
        let Some(found) =
            found.filter(|found| found.start < found.end && found.end <= view.bytes.len())
        else {
            return;
        };
        let (start, end) = (base + found.start, base + found.end);
        if (self.last.0, self.last.1) != (start, end) {
            let mut label = label(view, found.start, found.end, base, &self.hits);
            let (before, named) = self.outer;
            let apart = start.saturating_sub(before);
            let follows = before <= start && apart < 12 && (!label.begins || named.begins);
            if label.listed && follows && label.direct == 0 {
                label.direct = named.direct;
                label.at = named.at;
            }
            // What begins inside another candidate does not stand between that and the next.
            if before <= start {
                self.outer = (end, label);
            }
            let column = self
                .table
                .column()
                .filter(|_| is_cell(view, found.start, found.end));
            self.last = (start, end, label, column);
            self.steps += 64;
        }
        self.candidates.push(Candidate {
            start,
            end,
            detector: duty.detector,
            grade: found.grade,
            label: self.last.2,
            column: self.last.3,
            line: self.line,
        });
    }
}

/// How many digits a word has; of long words, its beginning.
fn digits(window: &Window<'_>, at: usize, end: usize) -> usize {
    let word = window.bytes.get(at..end.min(at + 32)).unwrap_or_default();
    word.iter().filter(|byte| byte.is_ascii_digit()).count()
}

fn is_at(window: &Window<'_>, at: usize, text: &[u8]) -> bool {
    window
        .bytes
        .get(at..(at + AHEAD).min(window.bytes.len()))
        .is_some_and(|rest| rest.starts_with(text))
}

fn byte(window: &Window<'_>, at: usize) -> u8 {
    window.bytes.get(at).copied().unwrap_or(0)
}

/// Whether the value is all there is in a cell.
fn is_cell(view: &View<'_>, start: usize, end: usize) -> bool {
    let from = view.run_back(start, 16, |byte| b" \"'`*".contains(&byte));
    let begins = matches!(
        view.before(from),
        0 | b'\n' | b'\r' | b',' | b';' | b'\t' | b'|' | b'>' | b'('
    ) || start - from > 1;
    let to = view.run(end, 16, |byte| b" \"'`*".contains(&byte));
    let ends = matches!(
        view.byte(to),
        0 | b'\n' | b'\r' | b',' | b';' | b'\t' | b'|' | b'<' | b')'
    ) || to - end > 1;
    begins && ends
}
