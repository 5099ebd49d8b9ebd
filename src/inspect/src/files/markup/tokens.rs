//! The pieces of markup, one state at a time.

mod special;
mod steps;

use super::Elements;
use super::attributes::Tag;
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
}
