//! Words that may be values: numbers, codes and tokens.

use super::Engine;
use super::class::{BAR, DIGIT, HIGH, LOWER};
use super::window::{Window, byte, is_at};
use crate::context::SOMETHING_ELSE;
use crate::inspector::{Duty, Task};
use crate::shape::Behind;
use crate::view::View;
use alloc::vec::Vec;

impl Engine<'_> {
    pub(super) fn number(&mut self, window: &Window<'_>, at: usize, end: usize, first: u8) {
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
    pub(super) fn attempts(
        &mut self,
        view: &View<'_>,
        base: usize,
        duties: &[Duty],
        length: usize,
    ) {
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
        for (prefix, duty) in inspector.prefixes.get(first).map_or(&[][..], Vec::as_slice) {
            // Most words end here.
            if prefix.get(1) == window.bytes.get(at + 1) && is_at(window, at, prefix) {
                let (view, base) = window.view(at, end);
                self.attempt(&view, base, duty);
            }
        }
    }
}
