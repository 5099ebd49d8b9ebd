//! Paragraphs, tables and properties of OpenDocument files (part 3, 5, 6 and 9).

use crate::files::label::{LabelSource, Labels};
use crate::files::lines::Lines;
use crate::files::markup::{Elements, Tag, local};
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use alloc::borrow::ToOwned;
use alloc::string::String;

/// The most cells or spaces that one element may stand for.
const REPEATED: u32 = 256;

/// The longest property that is held, in bytes.
const LONGEST: usize = 64 << 10;

/// Attributes with words of people, or with what a cell holds where it shows something else.
const WORDS: &[&str] = &[
    "office:value",
    "office:string-value",
    "xlink:href",
    "xlink:title",
    "office:target-frame-name",
];

/// The text of one part, and the labels among its properties.
pub(super) struct Text {
    lines: Lines,
    pub(super) labels: Labels,
    /// These are the properties: the name and the value of the one we are in.
    is_meta: bool,
    name: String,
    value: String,
    /// Some cell of this row was there, and how many cells are due before the next text.
    begun: bool,
    tabs: u32,
    /// How many cells more this cell stands for.
    after: u32,
    in_cell: bool,
    /// How many paragraphs we are in; what stands outside of all is not shown.
    paragraphs: u32,
    /// White space is due before the next word.
    space: bool,
}

impl Text {
    pub(super) fn new(reading: &mut Reading<'_>) -> Self {
        Self {
            lines: Lines::new(reading, Section::Body, ""),
            labels: Labels::default(),
            is_meta: false,
            name: String::new(),
            value: String::new(),
            begun: false,
            tabs: 0,
            after: 0,
            in_cell: false,
            paragraphs: 0,
            space: false,
        }
    }

    /// A cell begins. One that stands for several has its text in the first of them.
    fn cell(&mut self, tag: &Tag<'_>) {
        let repeated = tag.get("number-columns-repeated");
        let number = repeated.and_then(|number| number.parse::<u32>().ok());
        let columns = number.unwrap_or(1).clamp(1, REPEATED);
        self.tabs = self.tabs.saturating_add(u32::from(self.begun));
        self.begun = true;
        self.in_cell = true;
        self.space = false;
        self.after = columns - 1;
    }

    fn run(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        for _ in 0..core::mem::take(&mut self.tabs).min(REPEATED) {
            self.lines.cell(reading)?;
        }
        if core::mem::take(&mut self.space) && !self.lines.is_fresh() {
            self.lines.text(reading, " ")?;
        }
        self.lines.text(reading, text)
    }

    /// White space of the source is one space (part 3, 6.1.2).
    fn words(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        for (at, word) in text.split([' ', '\t', '\n', '\r']).enumerate() {
            self.space |= at > 0;
            if !word.is_empty() {
                self.run(reading, word)?;
            }
        }
        Ok(())
    }

    fn property(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let value = core::mem::take(&mut self.value);
        let value = value.trim();
        if value.is_empty() {
            return Ok(());
        }
        self.labels
            .add_property(&self.name, value, LabelSource::CustomProperties);
        reading.whole(value, Section::Property, &self.name)
    }
}

impl Elements for Text {
    fn open(&mut self, reading: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        match tag.local() {
            "document-meta" => self.is_meta = true,
            "table-row" => (self.begun, self.tabs, self.after) = (false, 0, 0),
            "table-cell" | "covered-table-cell" => self.cell(tag),
            "p" | "h" => self.paragraphs = self.paragraphs.saturating_add(1),
            "tab" => self.run(reading, "\t")?,
            "line-break" => self.run(reading, "\n")?,
            "s" => {
                let number = tag.get("c").and_then(|number| number.parse::<usize>().ok());
                let spaces = number.unwrap_or(1).min(REPEATED as usize);
                for _ in 0..spaces {
                    self.run(reading, " ")?;
                }
            }
            _ => (), // a text, not an enum
        }
        if self.is_meta {
            self.property(reading)?;
            match tag.get("name") {
                Some(name) => self.name = name.into_owned(),
                None => tag.local().clone_into(&mut self.name),
            }
        }
        for (name, value) in tag.full_attributes() {
            let shown = name == "office:value" && value.len() < 8;
            if WORDS.contains(&name) && !shown {
                self.lines.aside(reading, &value)?;
            }
        }
        Ok(())
    }

    fn close(&mut self, reading: &mut Reading<'_>, name: &str) -> Result<(), Stop> {
        match local(name) {
            "p" | "h" if self.in_cell => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.space = true;
            }
            "p" | "h" | "table-row" => {
                self.paragraphs = self
                    .paragraphs
                    .saturating_sub(u32::from(local(name) != "table-row"));
                self.space = false;
                self.lines.line(reading)?;
            }
            "table-cell" | "covered-table-cell" => {
                self.in_cell = false;
                self.space = false;
                self.tabs = self.tabs.saturating_add(self.after);
            }
            _ if self.is_meta => self.property(reading)?,
            _ if self.paragraphs == 0 => {
                let value = core::mem::take(&mut self.value);
                self.lines.aside(reading, &value)?;
            }
            _ => (), // a text, not an enum
        }
        Ok(())
    }

    fn text(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        if self.paragraphs > 0 {
            return self.words(reading, text);
        }
        self.value.push_str(text);
        if self.value.len() <= LONGEST {
            return Ok(());
        }
        if self.is_meta {
            return self.property(reading);
        }
        let value = core::mem::take(&mut self.value);
        self.lines.aside(reading, &value)
    }

    fn comment(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        self.lines.aside(reading, text)
    }

    fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.lines.end(reading)
    }
}
