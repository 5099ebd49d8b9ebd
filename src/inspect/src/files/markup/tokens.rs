//! The pieces of markup, one state at a time.

use super::Elements;
use super::attributes::Tag;
use super::entities::{LONGEST, letter};
use crate::files::reading::{Reading, Stop};
use alloc::borrow::ToOwned;
use alloc::string::String;

/// How strict the markup is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Language {
    /// Every element ends, and there is one.
    Xml,
    /// Anything goes.
    Html,
}

/// The largest part of a tag or comment that is held, in bytes; what is longer is handed on as a comment.
const HELD: usize = 256 << 10;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Text,
    /// After `&`.
    Reference,
    /// After `<`.
    Opening,
    /// In a tag: the quote that is open, and whether an `=` came last.
    Tag {
        quote: u8,
        equals: bool,
    },
    /// After `<!`, until it is told what it is.
    Exclamation,
    Comment,
    Data,
    Instruction,
    /// In `<!DOCTYPE`: how many brackets are open.
    Declaration {
        brackets: u32,
    },
    /// In the text of a script or style sheet, where only its own end tag counts.
    Raw,
}

pub(crate) struct Markup {
    language: Language,
    state: State,
    held: String,
    depth: u32,
    /// Some element was there.
    rooted: bool,
    /// Something was not as it must be.
    broken: bool,
    raw: &'static str,
}

impl Markup {
    pub(super) const fn new(language: Language) -> Self {
        Self {
            language,
            state: State::Text,
            held: String::new(),
            depth: 0,
            rooted: false,
            broken: false,
            raw: "",
        }
    }

    pub(super) fn push(
        &mut self,
        reading: &mut Reading<'_>,
        piece: &str,
        to: &mut dyn Elements,
    ) -> Result<(), Stop> {
        let mut rest = piece;
        while !rest.is_empty() {
            rest = match self.state {
                State::Text => self.text(reading, rest, to)?,
                State::Reference => self.reference(reading, rest, to)?,
                State::Opening => self.opening(reading, rest, to)?,
                State::Tag { quote, equals } => self.tag(reading, rest, quote, equals, to)?,
                State::Exclamation => self.exclamation(rest),
                State::Comment => self.until(reading, rest, "-->", to)?,
                State::Data => self.until(reading, rest, "]]>", to)?,
                State::Instruction => self.until(reading, rest, self.instruction(), to)?,
                State::Declaration { brackets } => self.declaration(reading, rest, brackets, to)?,
                State::Raw => self.raw(reading, rest, to)?,
            };
        }
        Ok(())
    }

    /// Whether it was complete. What is left of something that has no end is handed on.
    pub(super) fn end(
        &mut self,
        reading: &mut Reading<'_>,
        to: &mut dyn Elements,
    ) -> Result<bool, Stop> {
        let held = core::mem::take(&mut self.held);
        match self.state {
            State::Text | State::Data | State::Raw => to.text(reading, &held)?,
            State::Reference => {
                to.text(reading, "&")?;
                to.text(reading, &held)?;
            }
            State::Opening => to.text(reading, "<")?,
            State::Tag { .. }
            | State::Exclamation
            | State::Comment
            | State::Instruction
            | State::Declaration { .. } => to.comment(reading, &held)?,
        }
        let whole = self.state == State::Text && self.depth == 0 && self.rooted && !self.broken;
        Ok(whole || self.language == Language::Html)
    }

    const fn instruction(&self) -> &'static str {
        match self.language {
            Language::Xml => "?>",
            Language::Html => ">",
        }
    }

    fn text<'p>(
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

    fn reference<'p>(
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

    fn opening<'p>(
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

    fn tag<'p>(
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

    /// What is too long for a tag is seen, even if not as one.
    fn spill(&mut self, reading: &mut Reading<'_>, to: &mut dyn Elements) -> Result<(), Stop> {
        if self.held.len() > HELD {
            self.broken = true;
            to.comment(reading, &self.held)?;
            // The name stays, so that the tag is still one.
            let name = Tag::new(&self.held).name.to_owned();
            self.held.clear();
            if name.len() < 64 {
                self.held.push_str(&name);
                self.held.push(' ');
            }
        }
        Ok(())
    }

    fn element(
        &mut self,
        reading: &mut Reading<'_>,
        inside: &str,
        to: &mut dyn Elements,
    ) -> Result<(), Stop> {
        if let Some(name) = inside.strip_prefix('/') {
            self.broken |= self.depth == 0;
            self.depth = self.depth.saturating_sub(1);
            return to.close(reading, name.trim_ascii());
        }
        let tag = Tag::new(inside);
        self.rooted = true;
        to.open(reading, &tag)?;
        if tag.is_empty {
            return to.close(reading, tag.name);
        }
        self.depth = self.depth.saturating_add(1);
        if self.language == Language::Html {
            let raw = ["script", "style", "textarea", "title"]
                .into_iter()
                .find(|raw| raw.eq_ignore_ascii_case(tag.name));
            // In the last two references count, which the ordinary text does as well.
            if let Some(raw @ ("script" | "style")) = raw {
                self.raw = raw;
                self.state = State::Raw;
            }
        }
        Ok(())
    }

    fn exclamation<'p>(&mut self, rest: &'p str) -> &'p str {
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
    fn until<'p>(
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
    fn hand(
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

    fn declaration<'p>(
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
    fn raw<'p>(
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
