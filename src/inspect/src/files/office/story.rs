//! Text as people wrote it: paragraphs of runs, in WordprocessingML and DrawingML (ISO 29500-1, 17 and 21).

use crate::files::lines::Lines;
use crate::files::markup::Tag;
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use alloc::string::String;

/// Attributes with words of people, wherever they stand.
const WORDS: &[&str] = &[
    "descr",
    "title",
    "alt",
    "tooltip",
    "string",
    "displayText",
    "author",
    "displayName",
    "prompt",
    "userId",
    "instr",
];

/// Elements that have words of people in their attribute `val`.
const VALUES: &[&str] = &[
    "docVar",
    "alias",
    "tag",
    "connectString",
    "query",
    "default",
    "listEntry",
    "statusText",
    "helpText",
];

/// Elements that place something: their numbers say nothing.
const PLACING: &[&str] = &[
    "posOffset",
    "pctWidth",
    "pctHeight",
    "pctPosHOffset",
    "pctPosVOffset",
    "col",
    "colOff",
    "row",
    "rowOff",
    "tableStyleId",
    "x",
    "y",
    "Anchor",
    "Row",
    "Column",
];

pub(super) struct Story {
    pub(super) lines: Lines,
    taking: Taking,
    /// What stands aside, until its element ends.
    held: String,
    /// How many cells we are in, and how many of this row there were.
    in_cells: u32,
    cells: u32,
    /// A paragraph ended within a cell.
    space: bool,
}

/// Where the text of this element goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Taking {
    /// Into the line.
    Run,
    /// Beside it.
    Aside,
}

impl Story {
    pub(super) fn new(reading: &mut Reading<'_>, section: Section) -> Self {
        Self {
            lines: Lines::new(reading, section, ""),
            taking: Taking::Aside,
            held: String::new(),
            in_cells: 0,
            cells: 0,
            space: false,
        }
    }

    pub(super) fn open(&mut self, reading: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        match tag.local() {
            "t" | "delText" | "v" | "text" => self.taking = Taking::Run,
            "tab" | "ptab" if tag.get("val").is_none() => self.run(reading, "\t")?,
            "br" | "cr" => self.run(reading, "\n")?,
            "noBreakHyphen" => self.run(reading, "-")?,
            "sym" => self.symbol(reading, tag)?,
            "tc" => {
                if self.cells > 0 {
                    self.lines.cell(reading)?;
                }
                self.cells = self.cells.saturating_add(1);
                self.in_cells = self.in_cells.saturating_add(1);
                self.space = false;
            }
            _ => (), // a text, not an enum
        }
        let says = VALUES.contains(&tag.local());
        for (name, value) in tag.attributes() {
            if WORDS.contains(&name) || says && name == "val" {
                self.lines.aside(reading, &value)?;
            }
        }
        Ok(())
    }

    /// A letter of a symbol font: those of the private area stand for the letter at the same place.
    fn symbol(&mut self, reading: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        let code = tag
            .get("char")
            .and_then(|char| u32::from_str_radix(&char, 16).ok());
        let letter = code.map(|code| {
            if code & 0xff00 == 0xf000 {
                code & 0xff
            } else {
                code
            }
        });
        match letter.and_then(char::from_u32) {
            Some(letter) => self.run(reading, letter.encode_utf8(&mut [0; 4])),
            None => Ok(()),
        }
    }

    fn run(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        if core::mem::take(&mut self.space) {
            self.lines.text(reading, " ")?;
        }
        self.lines.text(reading, text)
    }

    pub(super) fn close(&mut self, reading: &mut Reading<'_>, name: &str) -> Result<(), Stop> {
        match name {
            "t" | "delText" => self.taking = Taking::Aside,
            "v" | "text" => {
                self.taking = Taking::Aside;
                self.lines.line(reading)?;
            }
            "p" if self.in_cells > 0 => self.space = !self.lines.is_fresh(),
            "p" => self.lines.line(reading)?,
            "tc" => {
                self.in_cells = self.in_cells.saturating_sub(1);
                self.space = false;
            }
            "tr" => {
                self.cells = 0;
                self.lines.line(reading)?;
            }
            _ if !self.held.is_empty() => {
                let held = core::mem::take(&mut self.held);
                if held.len() > 48 || !PLACING.contains(&name) {
                    self.lines.aside(reading, &held)?;
                }
            }
            _ => (), // a text, not an enum
        }
        Ok(())
    }

    pub(super) fn text(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        match self.taking {
            Taking::Run => self.run(reading, text),
            Taking::Aside => {
                if !self.held.is_empty() || !text.trim_ascii().is_empty() {
                    self.held.push_str(text);
                }
                if self.held.len() > 4096 {
                    let held = core::mem::take(&mut self.held);
                    self.lines.aside(reading, &held)?;
                }
                Ok(())
            }
        }
    }

    pub(super) fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let held = core::mem::take(&mut self.held);
        self.lines.aside(reading, &held)?;
        self.lines.end(reading)
    }
}
