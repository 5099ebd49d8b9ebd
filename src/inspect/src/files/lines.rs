//! One text being written: words, cells and lines, and beside them what is not in the line.

use super::place::Section;
use super::reading::{Reading, Stop};
use alloc::borrow::ToOwned;
use alloc::string::String;

/// How much is handed on at once, in bytes.
const PIECE: usize = 8 << 10;

/// How much may stand beside the lines until they end, in bytes.
const ASIDE: usize = 64 << 10;

pub(crate) struct Lines {
    part: u32,
    section: Section,
    name: String,
    buffer: String,
    /// What goes into a text of its own, so that it does not tear words and tables apart.
    aside: String,
    /// Nothing in this line yet.
    fresh: bool,
}

impl Lines {
    pub(crate) fn new(reading: &mut Reading<'_>, section: Section, name: &str) -> Self {
        Self {
            part: reading.part(),
            section,
            name: name.to_owned(),
            buffer: String::new(),
            aside: String::new(),
            fresh: true,
        }
    }

    /// Whether nothing is in this line, or this cell, yet.
    pub(crate) fn is_fresh(&self) -> bool {
        self.fresh || self.buffer.ends_with('\t')
    }

    /// Continues the line.
    pub(crate) fn text(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        if text.is_empty() {
            return Ok(());
        }
        self.fresh = false;
        self.buffer.push_str(text);
        if self.buffer.len() >= PIECE {
            self.flush(reading)?;
        }
        Ok(())
    }

    /// Ends the line, if there is something in it.
    pub(crate) fn line(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        if self.fresh {
            return Ok(());
        }
        self.text(reading, "\n")?;
        self.fresh = true;
        Ok(())
    }

    /// Ends a cell.
    pub(crate) fn cell(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.text(reading, "\t")
    }

    /// Something that is not seen at this place, in a line of its own.
    pub(crate) fn aside(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        self.aside.push_str(text);
        self.aside.push('\n');
        if self.aside.len() >= ASIDE {
            self.flush(reading)?;
            self.beside(reading)?;
            self.part = reading.part();
        }
        Ok(())
    }

    fn flush(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let result = reading.hand(&self.buffer, self.part, self.section, &self.name);
        self.buffer.clear();
        result
    }

    fn beside(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let part = reading.part();
        let result = reading.hand(&self.aside, part, Section::Hidden, "");
        self.aside.clear();
        result
    }

    /// Hands on what is left.
    pub(crate) fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.flush(reading)?;
        self.beside(reading)
    }
}
