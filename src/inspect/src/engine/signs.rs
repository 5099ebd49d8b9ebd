//! Signs: what they separate, and what begins with them.

use super::Engine;
use super::class::{CELL, class_of};
use super::window::{Window, byte};
use crate::view::AHEAD;

impl Engine<'_> {
    pub(super) fn sign(&mut self, window: &Window<'_>, at: usize) {
        let sign = byte(window, at);
        match sign {
            b'\n' => {
                self.line += 1;
                self.table.sign(sign, window.base + at);
            }
            b'<' => self.tag(window, at),
            b',' | b';' | b'\t' | b'|' | b'"' | b'(' | b')' | b'\'' => {
                self.table.sign(sign, window.base + at)
            }
            _ => {}
        }
        if class_of(sign) & CELL != 0 {
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
            self.number.length = 0;
            for (_, duty) in inspector.signs.iter().filter(|(begins, _)| *begins == sign) {
                self.attempt(&view, base, duty);
            }
        }
    }

    /// Reads the spaces at `at`, up to `limit`; where they end. A single one says nothing.
    pub(super) fn spaces(&mut self, window: &Window<'_>, at: usize, limit: usize) -> usize {
        if byte(window, at + 1) != b' ' {
            return at + 1;
        }
        let rest = window.bytes.get(at..=limit.min(window.bytes.len() - 1));
        let spaces = rest.unwrap_or_default().iter();
        let end = at + spaces.take_while(|byte| **byte == b' ').count();
        // The last one is behind the limit, or it stands before something else.
        let pairs = end - 1 - at;
        let more = if at > 0 && byte(window, at - 1) != b' ' {
            self.gap(window, at);
            pairs - 1
        } else {
            pairs
        };
        self.table.padding(if at > 0 { more } else { pairs - 1 });
        end.min(limit)
    }

    /// Two spaces or more, of aligned columns; at a line's end they separate nothing.
    fn gap(&mut self, window: &Window<'_>, at: usize) {
        if byte(window, at - 1) == b'\n' {
            return;
        }
        let rest = window.bytes.get(at..(at + AHEAD).min(window.bytes.len()));
        let next = rest.and_then(|rest| rest.iter().find(|byte| **byte != b' '));
        if next.is_some_and(|next| !b"\r\n".contains(next)) {
            self.table.sign(b' ', window.base + at);
            self.cell(window, at + 2);
        }
    }

    /// Looks at the cell that begins at `at`, if its header asks for it.
    pub(super) fn cell(&mut self, window: &Window<'_>, at: usize) {
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

    pub(super) fn tag(&mut self, window: &Window<'_>, at: usize) {
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
}
