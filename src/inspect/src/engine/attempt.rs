//! Trying a detector at a place.

use super::Engine;
use crate::context::label;
use crate::inspector::{Duty, Task};
use crate::settle::Candidate;
use crate::shape;
use crate::view::{Found, Value, View};

/// The number at a place, as it was read last: several detectors have the same shapes.
#[derive(Debug, Default)]
pub(super) struct Number {
    /// 0 where nothing has been read.
    pub(super) length: usize,
    closes: bool,
    value: Value,
}

impl Number {
    /// Its value, if it is `length` characters long and ends there.
    fn read(&mut self, view: &View<'_>, length: usize, joint: u8) -> Option<&Value> {
        if self.length != length {
            let end = view.at + length;
            self.length = length;
            self.closes = view.closes(end);
            if self.closes {
                self.value = Value::new(view.slice(view.at, end), joint);
            }
        }
        self.value.joint = joint;
        self.closes.then_some(&self.value)
    }
}

impl Engine<'_> {
    pub(super) fn attempt(&mut self, view: &View<'_>, base: usize, duty: &Duty) {
        self.steps += 1;
        let found = match duty.task {
            Task::Shape(shape, known, _, check) => shape::matches(shape, known.into(), view)
                .and_then(|joint| self.number.read(view, shape.len(), joint))
                .and_then(|value| check(value).filter(|_| !value.is_made_up()))
                .map(|grade| Found::new(view.at, view.at + shape.len(), grade)),
            Task::Find(find) => find(view),
        };
        let Some(found) =
            found.filter(|found| found.start < found.end && found.end <= view.bytes.len())
        else {
            return;
        };
        self.candidate(view, base, duty, found);
    }

    fn candidate(&mut self, view: &View<'_>, base: usize, duty: &Duty, found: Found) {
        let (start, end) = (base + found.start, base + found.end);
        if (self.last.0, self.last.1) != (start, end) {
            let mut label = label(view, found.start, found.end, base, &self.hits);
            let (before, named, at, begins) = self.outer;
            let apart = start.saturating_sub(before);
            let follows = before <= start && apart < 12 && (!label.begins || begins);
            if label.listed && follows && label.direct == 0 {
                label.direct = named;
                label.at = at;
            }
            // What begins inside another candidate does not stand between that and the next.
            if before <= start {
                self.outer = (end, label.direct, label.at, label.begins);
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

/// Whether the value is all there is in a cell.
fn is_cell(view: &View<'_>, start: usize, end: usize) -> bool {
    let from = view.run_back(start, 16, is_around);
    let begins = matches!(
        view.before(from),
        0 | b'\n' | b'\r' | b',' | b';' | b'\t' | b'|' | b'>' | b'('
    ) || start - from > 1;
    let to = view.run(end, 16, is_around);
    let ends = matches!(
        view.byte(to),
        0 | b'\n' | b'\r' | b',' | b';' | b'\t' | b'|' | b'<' | b')'
    ) || to - end > 1;
    begins && ends
}

/// What may stand around a value in its cell.
fn is_around(byte: u8) -> bool {
    matches!(byte, b' ' | b'"' | b'\'' | b'`' | b'*')
}
