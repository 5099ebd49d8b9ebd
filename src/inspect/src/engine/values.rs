//! Words that may be values: numbers, codes and tokens.

use super::Engine;
use super::class::{BAR, DIGIT, HIGH, LOWER};
use super::window::{Window, byte, is_at};
use crate::context::SOMETHING_ELSE;
use crate::inspector::{Duty, Task, bit, duties};
use crate::shape::Next;
use crate::view::View;
use alloc::vec::Vec;

impl<'i> Engine<'i> {
    /// `whole` if the word is digits alone.
    pub(super) fn number(
        &mut self,
        window: &Window<'_>,
        at: usize,
        end: usize,
        first: u8,
        whole: bool,
    ) {
        let (view, base) = window.view(at, end);
        if !view.opens(view.at) && !self.named(base + view.at, view.before(view.at)) {
            return;
        }
        if first & DIGIT == 0 {
            let length = view.run(view.at, 12, |byte| byte.is_ascii_alphabetic()) - view.at;
            return self.begin_letters(window, at, end, length);
        }
        let length = if whole {
            end - at
        } else {
            view.digits(view.at, 40) - view.at
        };
        self.attempts(&view, base, &self.inspector.digits, length);
    }

    /// Attempts what can begin with a group of `length`.
    pub(super) fn attempts(
        &mut self,
        view: &View<'_>,
        base: usize,
        groups: &'i [Vec<Duty>],
        length: usize,
    ) {
        let end = view.at + length;
        let next = Next::of(view.byte(end));
        let from = end + usize::from(next != Next::Digit);
        let digits = view.digits(from, 24) - from;
        self.number.length = 0;
        for duty in duties(groups, length, next) {
            // Most shapes end here.
            let goes_on = match duty.task {
                Task::Shape(_, _, second, _) => second == 0 || usize::from(second) == digits,
                Task::Find(_) => true,
            };
            if goes_on {
                self.attempt(view, base, duty);
            }
        }
    }

    /// Whether a keyword is tied to what begins at `place`: `SSN-123-45-6789`.
    pub(super) fn named(&self, place: usize, sign: u8) -> bool {
        matches!(sign, b'-' | b'/' | b'.')
            && self
                .hits
                .last()
                .is_some_and(|hit| hit.end + 1 == place && hit.mask != SOMETHING_ELSE)
    }

    pub(super) fn begin_letters(
        &mut self,
        window: &Window<'_>,
        at: usize,
        end: usize,
        length: usize,
    ) {
        let groups = &self.inspector.letters;
        let next = Next::of(byte(window, at + length));
        if duties(groups, length, next).is_empty() {
            return;
        }
        let (view, base) = window.view(at, end);
        if view.opens(view.at) || self.named(base + view.at, view.before(view.at)) {
            self.attempts(&view, base, groups, length);
        }
    }

    pub(super) fn long(&mut self, window: &Window<'_>, at: usize, end: usize, kinds: u8) {
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

    pub(super) fn prefixed(&mut self, window: &Window<'_>, at: usize, end: usize) {
        let inspector = self.inspector;
        let first = usize::from(byte(window, at));
        let Some(prefixes) = inspector.prefixes.get(first) else {
            return;
        };
        // Most words end here.
        if prefixes.seconds & bit(window.bytes.get(at + 1)) == 0 {
            return;
        }
        for (prefix, duty) in &prefixes.list {
            if is_at(window, at, prefix) {
                let (view, base) = window.view(at, end);
                self.attempt(&view, base, duty);
            }
        }
    }
}
