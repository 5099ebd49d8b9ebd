//! A sheet: rows of cells (ISO 29500-1, 18.3). A row is a line, and every cell stands in its column.

use super::workbook::Workbook;
use crate::files::lines::Lines;
use crate::files::markup::Tag;
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use alloc::string::String;

/// The last column that keeps its place; those further right follow each other.
const COLUMNS: u32 = 256;

/// The longest value that is held, in bytes: a number, the number of a string, or a formula (8,192 letters).
const LONGEST: usize = 32 << 10;

pub(super) struct Sheet {
    pub(super) lines: Lines,
    /// How many cells of this row have been passed.
    column: u32,
    cell: Cell,
    taking: Taking,
    value: String,
    /// The number of the cell's style.
    style: usize,
}

/// What a cell's value is (18.18.11).
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Number,
    Shared,
    /// As it stands.
    Text,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Taking {
    Nothing,
    Value,
    /// Text of an inline string.
    Inline,
    Formula,
}

impl Sheet {
    pub(super) fn new(reading: &mut Reading<'_>, section: Section, name: &str) -> Self {
        Self {
            lines: Lines::new(reading, section, name),
            column: 0,
            cell: Cell::Number,
            taking: Taking::Nothing,
            value: String::new(),
            style: 0,
        }
    }

    pub(super) fn open(&mut self, reading: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        match tag.local() {
            "row" => self.column = 0,
            "c" => {
                self.cell = match tag.get("t").as_deref() {
                    Some("s") => Cell::Shared,
                    None | Some("n") => Cell::Number,
                    Some(_) => Cell::Text,
                };
                let style = tag.get("s").and_then(|style| style.parse().ok());
                self.style = style.unwrap_or_default();
                self.go_to(reading, tag.get("r").as_deref().and_then(column))?;
            }
            "v" => self.taking = Taking::Value,
            "t" => self.taking = Taking::Inline,
            "f" | "formula1" | "formula2" | "formula" => self.taking = Taking::Formula,
            _ => (), // a text, not an enum
        }
        for (name, value) in tag.attributes() {
            if matches!(
                name,
                "tooltip"
                    | "display"
                    | "location"
                    | "prompt"
                    | "promptTitle"
                    | "error"
                    | "errorTitle"
            ) {
                self.lines.aside(reading, &value)?;
            }
        }
        Ok(())
    }

    /// To the cell in this column, counted from 1, or the next one.
    fn go_to(&mut self, reading: &mut Reading<'_>, column: Option<u32>) -> Result<(), Stop> {
        let next = self.column + 1;
        let column = column.map_or(next, |column| column.clamp(next, COLUMNS.max(next)));
        let tabs = if self.column == 0 {
            column - 1
        } else {
            column - self.column
        };
        for _ in 0..tabs {
            self.lines.cell(reading)?;
        }
        self.column = column;
        Ok(())
    }

    pub(super) fn close(
        &mut self,
        reading: &mut Reading<'_>,
        name: &str,
        workbook: &mut Workbook,
    ) -> Result<(), Stop> {
        match name {
            "row" => {
                self.lines.line(reading)?;
            }
            "v" | "t" | "f" | "formula1" | "formula2" | "formula" => {
                self.value(reading, workbook)?
            }
            _ => self.value_aside(reading)?, // a text, not an enum
        }
        self.taking = Taking::Nothing;
        Ok(())
    }

    fn value(&mut self, reading: &mut Reading<'_>, workbook: &mut Workbook) -> Result<(), Stop> {
        if self.taking == Taking::Formula || self.taking == Taking::Nothing {
            return self.value_aside(reading);
        }
        let value = core::mem::take(&mut self.value);
        match self.cell {
            Cell::Shared => {
                let number = value.trim().parse().unwrap_or(usize::MAX);
                self.shown(reading, workbook.string(number))
            }
            Cell::Number => {
                let shown = workbook.formats.shown(self.style, &value);
                let shown = shown.unwrap_or_else(|| in_digits(&value));
                self.lines.text(reading, &shown)
            }
            Cell::Text => self.shown(reading, &value),
        }
    }

    /// Text in a cell, in one line.
    fn shown(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        for (at, line) in text.split(['\n', '\t', '\r']).enumerate() {
            if at > 0 {
                self.lines.text(reading, " ")?;
            }
            self.lines.text(reading, line)?;
        }
        Ok(())
    }

    /// What is not shown. A formula without a text in it says nothing more than its value.
    fn value_aside(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let value = core::mem::take(&mut self.value);
        if self.taking != Taking::Formula || value.contains('"') {
            self.lines.aside(reading, &value)?;
        }
        Ok(())
    }

    pub(super) fn text(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        match self.taking {
            Taking::Inline => self.shown(reading, text),
            Taking::Value | Taking::Formula => self.hold(reading, text),
            Taking::Nothing if text.trim_ascii().is_empty() => Ok(()),
            Taking::Nothing => self.hold(reading, text),
        }
    }

    fn hold(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        self.value.push_str(text);
        if self.value.len() > LONGEST {
            let value = core::mem::take(&mut self.value);
            self.shown(reading, &value)?;
        }
        Ok(())
    }

    pub(super) fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.lines.end(reading)
    }
}

/// The column of a reference such as `AB12`, from 1.
fn column(reference: &str) -> Option<u32> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic);
    let column = letters.take(4).fold(0_u32, |column, letter| {
        column * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1
    });
    (column > 0).then_some(column)
}

/// A number such as `4.1111E+15` with all its digits, so that it reads as it would be written.
fn in_digits(number: &str) -> String {
    let number = number.trim();
    written_out(number).unwrap_or_else(|| number.into())
}

fn written_out(number: &str) -> Option<String> {
    let (mantissa, exponent) = number.split_once(['E', 'e'])?;
    let exponent: usize = exponent.trim_start_matches('+').parse().ok()?;
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let zeros = exponent
        .checked_sub(fraction.len())
        .filter(|_| exponent < 25)?;
    let mut digits = [whole, fraction].concat();
    digits.extend(core::iter::repeat_n('0', zeros));
    Some(digits)
}

#[cfg(test)]
mod tests {
    use super::{column, in_digits};

    #[test]
    fn a_cell_stands_in_its_column() {
        assert_eq!(column("A1"), Some(1));
        assert_eq!(column("AB12"), Some(28));
        assert_eq!(column("12"), None);
    }

    #[test]
    fn a_large_number_has_all_its_digits() {
        assert_eq!(in_digits("4.1111111111111111E15"), "4.1111111111111111E15");
        assert_eq!(in_digits("4.111111111111111E+15"), "4111111111111111");
        assert_eq!(in_digits("4.1E3"), "4100");
        assert_eq!(in_digits(" 12.5 "), "12.5");
    }
}
