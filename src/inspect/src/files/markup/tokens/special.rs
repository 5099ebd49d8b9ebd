//! Comments, declarations, instructions and scripts: what goes on until an end of its own.

use super::{HELD, Markup, State};
use crate::files::markup::Elements;
use crate::files::reading::{Reading, Stop};

impl Markup {
    pub(super) fn exclamation<'p>(&mut self, rest: &'p str) -> &'p str {
        let first = rest.chars().next().unwrap_or_default();
        self.held.push(first);
        let (comment, data) = ("--", "[CDATA[");
        if self.held == comment || self.held == data {
            self.state = if self.held == comment {
                State::Comment
            } else {
                State::Data
            };
            self.held.clear();
        } else if !comment.starts_with(&self.held) && !data.starts_with(&self.held) {
            self.held.pop();
            self.state = State::Declaration { brackets: 0 };
            return rest;
        }
        rest.get(first.len_utf8()..).unwrap_or_default()
    }

    /// Comments, data and instructions, until `end`.
    pub(super) fn until<'p>(
        &mut self,
        reading: &mut Reading<'_>,
        rest: &'p str,
        end: &str,
        to: &mut dyn Elements,
    ) -> Result<&'p str, Stop> {
        // The end may have begun in the piece before.
        let before = self.held.len();
        let last = end.chars().next_back().unwrap_or_default();
        let mut from = 0;
        while let Some(at) = rest.get(from..).and_then(|rest| rest.find(last)) {
            let upto = from + at + last.len_utf8();
            self.held.push_str(rest.get(from..upto).unwrap_or_default());
            from = upto;
            if self.held.ends_with(end) {
                self.held.truncate(self.held.len() - end.len());
                self.hand(reading, to, 0)?;
                self.state = State::Text;
                return Ok(rest.get(from..).unwrap_or_default());
            }
        }
        self.held.push_str(rest.get(from..).unwrap_or_default());
        if self.held.len() > HELD && self.held.len() > before {
            self.hand(reading, to, end.len())?;
        }
        Ok("")
    }

    /// Hands on what is held, but for the last `keep` letters.
    pub(super) fn hand(
        &mut self,
        reading: &mut Reading<'_>,
        to: &mut dyn Elements,
        keep: usize,
    ) -> Result<(), Stop> {
        let held = core::mem::take(&mut self.held);
        let mut at = held.len().saturating_sub(keep);
        while !held.is_char_boundary(at) {
            at -= 1;
        }
        let (out, kept) = held.split_at_checked(at).unwrap_or_default();
        self.held.push_str(kept);
        match self.state {
            State::Data => to.text(reading, out),
            State::Instruction if out.starts_with("xml") => Ok(()),
            State::Text
            | State::Reference
            | State::Opening
            | State::Tag { .. }
            | State::Exclamation
            | State::Comment
            | State::Instruction
            | State::Declaration { .. }
            | State::Raw => to.comment(reading, out),
        }
    }

    pub(super) fn declaration<'p>(
        &mut self,
        reading: &mut Reading<'_>,
        rest: &'p str,
        mut brackets: u32,
        to: &mut dyn Elements,
    ) -> Result<&'p str, Stop> {
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                b'[' => brackets = brackets.saturating_add(1),
                b']' => brackets = brackets.saturating_sub(1),
                b'>' if brackets == 0 => {
                    self.held.push_str(rest.get(..at).unwrap_or_default());
                    if self.held.contains('[') || self.held.len() > 100 {
                        self.hand(reading, to, 0)?;
                    }
                    self.held.clear();
                    self.state = State::Text;
                    return Ok(rest.get(at + 1..).unwrap_or_default());
                }
                _ => (),
            }
        }
        self.held.push_str(rest);
        self.state = State::Declaration { brackets };
        if self.held.len() > HELD {
            self.hand(reading, to, 0)?;
        }
        Ok("")
    }

    /// Text that ends with its own end tag only. Whether a `<` begins that may be told by the next piece.
    pub(super) fn raw<'p>(
        &mut self,
        reading: &mut Reading<'_>,
        rest: &'p str,
        to: &mut dyn Elements,
    ) -> Result<&'p str, Stop> {
        if self.held.is_empty() {
            let at = rest.find('<').unwrap_or(rest.len());
            let (before, after) = rest.split_at_checked(at).unwrap_or_default();
            to.text(reading, before)?;
            let (held, after) = after
                .split_at_checked(usize::from(!after.is_empty()))
                .unwrap_or_default();
            self.held.push_str(held);
            return Ok(after);
        }
        let first = rest.chars().next().unwrap_or_default();
        let seen = self.held.len() - 1;
        let wanted = match seen.checked_sub(1) {
            None => Some('/'),
            Some(at) => self.raw.chars().nth(at),
        };
        match wanted {
            Some(wanted) if wanted.eq_ignore_ascii_case(&first) => {
                self.held.push(first);
                Ok(rest.get(first.len_utf8()..).unwrap_or_default())
            }
            None if first == '>' || first == '/' || first.is_ascii_whitespace() => {
                // `<` is behind us, as in any tag.
                self.held.remove(0);
                self.state = State::Tag {
                    quote: 0,
                    equals: false,
                };
                Ok(rest)
            }
            Some(_) | None => {
                let held = core::mem::take(&mut self.held);
                to.text(reading, &held)?;
                Ok(rest)
            }
        }
    }
}
