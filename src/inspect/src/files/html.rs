//! Pages: what is seen of them, and what is in them beside.

use super::bytes::find;
use super::charset::{Charset, Decoder, read_declared};
use super::lines::Lines;
use super::markup::{self, Elements, Language, Tag};
use super::place::Section;
use super::reading::{Reading, Stop};
use alloc::string::String;

/// Elements that do not begin a line: text goes on through them (HTML, "phrasing content").
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "meter", "nobr", "output", "q", "rp", "rt", "ruby",
    "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
    "wbr",
];

/// Attributes that never have words of people.
const MECHANICS: &[&str] = &[
    "align",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "charset",
    "class",
    "color",
    "colspan",
    "dir",
    "height",
    "id",
    "lang",
    "rel",
    "role",
    "rowspan",
    "style",
    "tabindex",
    "target",
    "type",
    "valign",
    "width",
    "xmlns",
];

/// Reads a page; `charset` is what a mail says about it. Otherwise its own words count, if no mark says more.
pub(super) fn read(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    charset: Option<Charset>,
) -> Result<(), Stop> {
    if charset.is_some() || Charset::of(bytes) != (Charset::Utf8, 0) {
        return page(reading, bytes, charset);
    }
    read_declared(reading, said(bytes).as_deref(), bytes, page)
}

/// Reads a page in an encoding that is known, if it is.
fn page(reading: &mut Reading<'_>, bytes: &[u8], charset: Option<Charset>) -> Result<(), Stop> {
    let decoder = charset.map_or_else(Decoder::default, Decoder::new);
    let page = Page {
        lines: Lines::new(reading, Section::Body, ""),
        cells: 0,
        tables: 0,
        space: false,
        as_is: 0,
    };
    markup::read(reading, bytes, Language::Html, decoder, page)?;
    Ok(())
}

/// What stands behind `charset=` in the first 1,024 bytes (HTML, "prescan a byte stream").
fn said(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..1024).unwrap_or(bytes).to_ascii_lowercase();
    let at = find(&head, b"charset=")? + b"charset=".len();
    let rest = head.get(at..)?.trim_ascii_start();
    let rest = rest
        .strip_prefix(b"\"")
        .or_else(|| rest.strip_prefix(b"'"))
        .unwrap_or(rest);
    let of_name = |byte: &&u8| byte.is_ascii_alphanumeric() || b"-_:.".contains(byte);
    let name: String = rest
        .iter()
        .take_while(of_name)
        .map(|byte| char::from(*byte))
        .collect();
    (!name.is_empty()).then_some(name)
}

struct Page {
    lines: Lines,
    /// How many cells of this row there were.
    cells: u32,
    /// How many cells we are in.
    tables: u32,
    /// White space is due before the next word.
    space: bool,
    /// How many elements keep white space as it is.
    as_is: u32,
}

impl Page {
    fn is_inline(name: &str) -> bool {
        INLINE.iter().any(|one| one.eq_ignore_ascii_case(name))
    }

    /// A line ends, or in a cell only a word.
    fn block(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        if self.tables > 0 {
            self.space = true;
            return Ok(());
        }
        self.space = false;
        self.lines.line(reading)
    }

    fn is(name: &str, wanted: &[&str]) -> bool {
        wanted.iter().any(|one| one.eq_ignore_ascii_case(name))
    }
}

impl Elements for Page {
    fn open(&mut self, reading: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        let name = tag.name;
        if Self::is(name, &["td", "th"]) {
            if self.cells > 0 {
                self.lines.cell(reading)?;
            }
            self.cells = self.cells.saturating_add(1);
            self.tables = 1;
            self.space = false;
        } else if Self::is(name, &["tr", "table"]) {
            self.row(reading)?;
        } else if Self::is(name, &["pre", "textarea"]) {
            self.as_is = self.as_is.saturating_add(1);
        } else if !Self::is_inline(name) {
            self.block(reading)?;
        }
        for (name, value) in tag.full_attributes() {
            if !value.is_empty() && !Self::is(name, MECHANICS) {
                self.lines.aside(reading, &value)?;
            }
        }
        Ok(())
    }

    fn close(&mut self, reading: &mut Reading<'_>, name: &str) -> Result<(), Stop> {
        if Self::is(name, &["td", "th"]) {
            self.tables = 0;
            self.space = false;
        } else if Self::is(name, &["tr", "table", "body"]) {
            self.row(reading)?;
        } else if Self::is(name, &["pre", "textarea"]) {
            self.as_is = self.as_is.saturating_sub(1);
            self.block(reading)?;
        } else if !Self::is_inline(name) && !Self::is(name, &["br", "input", "img"]) {
            self.block(reading)?;
        }
        Ok(())
    }

    fn text(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        if self.as_is > 0 {
            return self.lines.text(reading, text);
        }
        for (at, word) in text.split([' ', '\t', '\n', '\r', '\x0c']).enumerate() {
            self.space |= at > 0;
            if word.is_empty() {
                continue;
            }
            if self.space && !self.lines.is_fresh() {
                self.lines.text(reading, " ")?;
            }
            self.space = false;
            self.lines.text(reading, word)?;
        }
        Ok(())
    }

    fn comment(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        self.lines.aside(reading, text)
    }

    fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.lines.end(reading)
    }
}

impl Page {
    fn row(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        (self.cells, self.tables, self.space) = (0, 0, false);
        self.lines.line(reading)
    }
}
