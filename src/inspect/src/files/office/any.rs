//! XML that is not known: all of it is text, the names of its elements as well.

use crate::files::lines::Lines;
#[cfg(feature = "pdf")]
use crate::files::markup::Elements;
use crate::files::markup::Tag;
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};

pub(in crate::files) struct Any {
    pub(super) lines: Lines,
    /// The name of the element was written, and no text yet.
    named: bool,
}

impl Any {
    pub(in crate::files) fn new(reading: &mut Reading<'_>) -> Self {
        Self {
            lines: Lines::new(reading, Section::Body, ""),
            named: false,
        }
    }

    pub(in crate::files) fn open(
        &mut self,
        reading: &mut Reading<'_>,
        tag: &Tag<'_>,
    ) -> Result<(), Stop> {
        self.lines.line(reading)?;
        self.lines.text(reading, tag.local())?;
        for (name, value) in tag.full_attributes() {
            if name.starts_with("xmlns") {
                continue;
            }
            for piece in [" ", name, "=", &value] {
                self.lines.text(reading, piece)?;
            }
        }
        self.named = true;
        Ok(())
    }

    pub(in crate::files) fn close(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.lines.line(reading)
    }

    pub(in crate::files) fn text(
        &mut self,
        reading: &mut Reading<'_>,
        text: &str,
    ) -> Result<(), Stop> {
        if text.trim_ascii().is_empty() && self.lines.is_fresh() {
            return Ok(());
        }
        if core::mem::take(&mut self.named) {
            self.lines.text(reading, ": ")?;
        }
        self.lines.text(reading, text)
    }

    pub(in crate::files) fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.lines.end(reading)
    }
}

/// As markup of its own.
#[cfg(feature = "pdf")]
impl Elements for Any {
    fn open(&mut self, reading: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        Self::open(self, reading, tag)
    }

    fn close(&mut self, reading: &mut Reading<'_>, _: &str) -> Result<(), Stop> {
        Self::close(self, reading)
    }

    fn text(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        Self::text(self, reading, text)
    }

    fn comment(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        self.lines.aside(reading, text)
    }

    fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        Self::end(self, reading)
    }
}
