//! Tables, whose first line says what their columns hold: CSV and its relatives, Markdown, aligned text and HTML.

use alloc::vec::Vec;

/// What separates cells: comma, semicolon, tab, pipe, two or more spaces.
const KINDS: usize = 5;
/// The most columns that are remembered.
const COLUMNS: usize = 256;
/// A first line is not longer than this for each column.
const CELL: usize = 40;

/// What the columns of one table are called: the entities that each header names.
#[derive(Debug)]
struct Header {
    kind: usize,
    columns: Vec<u64>,
    /// How many lines did not have as many cells.
    odd: u8,
}

/// Follows the lines of a text.
#[derive(Debug, Default)]
pub(crate) struct Table {
    header: Option<Header>,
    html: Html,
    statement: Statement,
    /// Of the current line: separators so far, keywords with where they stand, long numbers.
    cells: [usize; KINDS],
    words: Vec<(u64, [usize; KINDS])>,
    numbers: usize,
    /// Spaces that only align.
    padding: usize,
    begin: usize,
    quoted: bool,
    empty: bool,
}

impl Table {
    /// A separator, a quotation mark or a line's end at `at`.
    pub(crate) fn sign(&mut self, sign: u8, at: usize) {
        self.statement.sign(sign);
        match sign {
            b'\n' => self.line(at),
            b'"' => self.quoted = !self.quoted,
            b',' if !self.quoted => self.cell(0),
            b';' if !self.quoted => self.cell(1),
            b'\t' => self.cell(2),
            b'|' => self.cell(3),
            b' ' => self.cell(4),
            _ => {}
        }
    }

    /// So many spaces that only align columns.
    pub(crate) fn padding(&mut self, spaces: usize) {
        self.padding += spaces;
    }

    fn cell(&mut self, kind: usize) {
        if let Some(count) = self.cells.get_mut(kind) {
            *count += 1;
        }
    }

    /// A word in the current line; `mask` if it is a keyword.
    pub(crate) fn word(&mut self, mask: u64) {
        self.empty = false;
        if mask != 0 {
            if self.words.len() < COLUMNS {
                self.words.push((mask, self.cells));
            }
            self.html.word(mask);
            self.statement.word(mask);
        }
    }

    /// A word with so many digits.
    pub(crate) fn number(&mut self, digits: usize) {
        self.empty = false;
        if digits > 1 {
            self.numbers += 1;
        }
    }

    /// The word `VALUES` of SQL.
    pub(crate) fn values(&mut self) {
        self.statement.values();
    }

    /// A tag of HTML: its name in small letters.
    pub(crate) fn tag(&mut self, name: &[u8]) {
        self.html.tag(name);
    }

    /// What the header says of the cell that is being read, if there is one.
    pub(crate) fn column(&self) -> Option<u64> {
        if let Some(mask) = self.html.column() {
            return Some(mask);
        }
        if let Some(mask) = self.statement.column() {
            return Some(mask);
        }
        let header = self.header.as_ref()?;
        header.columns.get(*self.cells.get(header.kind)?).copied()
    }

    fn line(&mut self, at: usize) {
        let length = at.saturating_sub(self.begin + self.padding);
        if !self.empty {
            self.follow();
            if self.header.is_none() {
                self.header = self.first(length);
            }
        } else if length > 0 && length < 4 {
            // A line of nothing but a carriage return.
        } else if length == 0 {
            self.header = self.header.take().filter(|header| header.kind != 4);
        }
        self.cells = [0; KINDS];
        self.words.clear();
        self.numbers = 0;
        self.padding = 0;
        self.begin = at + 1;
        self.quoted = false;
        self.empty = true;
    }

    /// A table goes on while its lines have as many cells.
    fn follow(&mut self) {
        if let Some(header) = &mut self.header {
            let count = self.cells.get(header.kind).copied().unwrap_or(0);
            if count + 1 == header.columns.len() {
                header.odd = 0;
            } else {
                header.odd += 1;
            }
            let over = header.odd > 1 || count == 0;
            if over {
                self.header = None;
            }
        }
    }

    /// Whether the current line can be a table's first.
    fn first(&self, length: usize) -> Option<Header> {
        if self.words.is_empty() || self.numbers > 0 {
            return None;
        }
        let kind = [2, 3, 1, 0, 4]
            .into_iter()
            .find(|kind| self.cells.get(*kind).is_some_and(|count| *count > 0))?;
        let count = self.cells.get(kind)? + 1;
        if count > COLUMNS || length > CELL * count {
            return None;
        }
        let mut columns: Vec<u64> = alloc::vec![0; count];
        for (mask, cells) in &self.words {
            if let Some(column) = cells.get(kind).and_then(|cell| columns.get_mut(*cell)) {
                *column |= mask;
            }
        }
        Some(Header {
            kind,
            columns,
            odd: 0,
        })
    }
}

/// A table of HTML.
#[derive(Debug, Default)]
struct Html {
    columns: Vec<u64>,
    row: usize,
    column: usize,
    inside: bool,
    headed: bool,
}

impl Html {
    fn tag(&mut self, name: &[u8]) {
        match name {
            b"table" => {
                *self = Self {
                    inside: true,
                    ..Self::default()
                }
            }
            b"/table" => *self = Self::default(),
            b"tr" => {
                self.row += 1;
                self.column = 0;
            }
            b"th" | b"td" => {
                self.column += 1;
                if self.row == 1 && self.columns.len() < COLUMNS {
                    self.headed |= name == b"th";
                    self.columns.push(0);
                }
            }
            _ => {}
        }
    }

    fn word(&mut self, mask: u64) {
        let first = self.inside && self.row == 1;
        if let Some(column) = self
            .column
            .checked_sub(1)
            .filter(|_| first)
            .and_then(|at| self.columns.get_mut(at))
        {
            *column |= mask;
        }
    }

    fn column(&self) -> Option<u64> {
        let known = self.headed && self.columns.len() > 1
            || self.columns.iter().filter(|mask| **mask != 0).count() > 1;
        let at = self
            .column
            .checked_sub(1)
            .filter(|_| self.inside && self.row > 1 && known)?;
        self.columns.get(at).copied()
    }
}

/// `INSERT INTO people (name, ssn) VALUES ('Jo', '536-22-1234')`: lists in brackets, of which the first names the columns.
#[derive(Debug, Default)]
struct Statement {
    names: Vec<u64>,
    list: Vec<u64>,
    depth: usize,
    column: usize,
    filled: bool,
    quoted: bool,
}

impl Statement {
    fn sign(&mut self, sign: u8) {
        match sign {
            b'(' if !self.quoted => {
                self.depth += 1;
                if self.depth == 1 {
                    self.column = 0;
                    self.list.clear();
                    self.list.push(0);
                }
            }
            b')' if !self.quoted => {
                self.depth = self.depth.saturating_sub(1);
            }
            b',' if self.depth == 1 && !self.quoted => {
                self.column += 1;
                if self.list.len() < COLUMNS {
                    self.list.push(0);
                }
            }
            b'\'' if self.filled && self.depth > 0 => self.quoted = !self.quoted,
            b';' if !self.quoted => *self = Self::default(),
            b'\n' => self.quoted = false,
            _ => {}
        }
    }

    fn word(&mut self, mask: u64) {
        if let (1, Some(column)) = (self.depth, self.list.get_mut(self.column)) {
            *column |= mask;
        }
    }

    fn values(&mut self) {
        if self.depth == 0 && self.list.len() > 1 {
            self.names = core::mem::take(&mut self.list);
            self.filled = true;
        }
    }

    fn column(&self) -> Option<u64> {
        let inside = self.filled && self.depth == 1;
        self.names.get(self.column).copied().filter(|_| inside)
    }
}
