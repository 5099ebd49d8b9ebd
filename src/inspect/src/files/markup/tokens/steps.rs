//! Text, references and tags.

use super::super::Elements;
use super::super::entities::{LONGEST, letter};
use super::{Language, Markup, State};
use crate::files::reading::{Reading, Stop};

impl Markup {
    pub(super) fn text<'p>(
        &mut self,
        reading: &mut Reading<'_>,
        rest: &'p str,
        to: &mut dyn Elements,
    ) -> Result<&'p str, Stop> {
        let at = rest.bytes().position(|byte| byte == b'<' || byte == b'&');
        let Some(at) = at else {
            to.text(reading, rest)?;
            return Ok("");
        };
        let (before, after) = rest.split_at_checked(at).unwrap_or_default();
        if !before.is_empty() {
            to.text(reading, before)?;
        }
        self.state = if after.starts_with('<') {
            State::Opening
        } else {
            State::Reference
        };
        Ok(after.get(1..).unwrap_or_default())
    }

    pub(super) fn reference<'p>(
        &mut self,
        reading: &mut Reading<'_>,
        rest: &'p str,
        to: &mut dyn Elements,
    ) -> Result<&'p str, Stop> {
        let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'#';
        let at = rest.bytes().position(|byte| !goes_on(byte));
        let (name, after) = rest
            .split_at_checked(at.unwrap_or(rest.len()))
            .unwrap_or_default();
        self.held.push_str(name);
        if at.is_none() && self.held.len() <= LONGEST {
            return Ok("");
        }
        let held = core::mem::take(&mut self.held);
        self.state = State::Text;
        let ended = after.starts_with(';');
        // In HTML the semicolon may be missing.
        let letter = letter(&held)
            .filter(|_| ended || self.language == Language::Html && held.starts_with('#'));
        match letter {
            Some(letter) => to.text(reading, letter.encode_utf8(&mut [0; 4]))?,
            None => {
                to.text(reading, "&")?;
                to.text(reading, &held)?;
            }
        }
        let skip = usize::from(letter.is_some() && ended);
        Ok(after.get(skip..).unwrap_or_default())
    }

    pub(super) fn opening<'p>(
        &mut self,
        reading: &mut Reading<'_>,
        rest: &'p str,
        to: &mut dyn Elements,
    ) -> Result<&'p str, Stop> {
        let first = rest.chars().next().unwrap_or_default();
        let skip = match first {
            '!' => {
                self.state = State::Exclamation;
                1
            }
            '?' => {
                self.state = State::Instruction;
                1
            }
            _ if first == '/' || first == '_' || first.is_alphabetic() => {
                self.state = State::Tag {
                    quote: 0,
                    equals: false,
                };
                0
            }
            _ => {
                self.broken = true;
                self.state = State::Text;
                to.text(reading, "<")?;
                0
            }
        };
        Ok(rest.get(skip..).unwrap_or_default())
    }

    pub(super) fn tag<'p>(
        &mut self,
        reading: &mut Reading<'_>,
        rest: &'p str,
        mut quote: u8,
        mut equals: bool,
        to: &mut dyn Elements,
    ) -> Result<&'p str, Stop> {
        let mut end = None;
        for (at, byte) in rest.bytes().enumerate() {
            match byte {
                b'>' if quote == 0 => {
                    end = Some(at);
                    break;
                }
                b'"' | b'\'' if quote == 0 && equals => quote = byte,
                _ if quote != 0 && byte == quote => (quote, equals) = (0, false),
                b'=' if quote == 0 => equals = true,
                _ if byte.is_ascii_whitespace() => (),
                _ => equals = equals && quote != 0,
            }
        }
        let (inside, after) = rest
            .split_at_checked(end.unwrap_or(rest.len()))
            .unwrap_or_default();
        if end.is_none() {
            self.held.push_str(inside);
            self.state = State::Tag { quote, equals };
            self.spill(reading, to)?;
            return Ok("");
        }
        self.state = State::Text;
        if self.held.is_empty() {
            self.element(reading, inside, to)?;
        } else {
            let mut held = core::mem::take(&mut self.held);
            held.push_str(inside);
            self.element(reading, &held, to)?;
            held.clear();
            self.held = held;
        }
        Ok(after.get(1..).unwrap_or_default())
    }
}
