//! What a page or form draws, as far as it is text (ISO 32000-2, 9).

mod letters;
mod matrix;
mod pen;

use super::document::Document;
use super::fonts::{Font, Fonts};
use super::lexer::Lexer;
use super::object::{Dict, Object, text};
use crate::files::lines::Lines;
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::vec::Vec;
use matrix::Matrix;
use pen::Pen;

/// What there was in all of a document.
#[derive(Default)]
pub(super) struct Seen {
    pub(super) pages: u64,
    pub(super) pictures: u64,
    /// How many letters were drawn, and how many of them cannot be read.
    pub(super) letters: u64,
    pub(super) unreadable: u64,
    /// The resources of the first page, for forms of old that have none of their own.
    pub(super) resources: Vec<Dict>,
}

/// What is drawn with (8.4.1, 9.3.1).
#[derive(Clone)]
struct State {
    ctm: Matrix,
    font: Option<Rc<Font>>,
    size: f64,
    leading: f64,
    letter_space: f64,
    word_space: f64,
    stretch: f64,
    rise: f64,
    /// Only a window of the page is drawn on.
    clipped: bool,
}

pub(super) struct Content<'d, 'b> {
    document: &'d Document<'b>,
    resources: Vec<Dict>,
    lines: Lines,
    state: State,
    saved: Vec<State>,
    matrix: Matrix,
    line_matrix: Matrix,
    pen: Pen,
    operands: Vec<Object>,
    /// Fonts by the names that are used here.
    fonts: BTreeMap<Vec<u8>, Option<Rc<Font>>>,
}

/// The most states that are saved, and operands that are kept.
const SAVED: usize = 256;
const OPERANDS: usize = 64;

/// The most names of fonts that are kept.
const FONTS: usize = 1024;

impl<'d, 'b> Content<'d, 'b> {
    pub(super) fn new(
        reading: &mut Reading<'_>,
        document: &'d Document<'b>,
        resources: Vec<Dict>,
    ) -> Self {
        Self {
            document,
            resources,
            lines: Lines::new(reading, Section::Body, ""),
            state: State {
                ctm: Matrix::IDENTITY,
                font: None,
                size: 1.0,
                leading: 0.0,
                letter_space: 0.0,
                word_space: 0.0,
                stretch: 1.0,
                rise: 0.0,
                clipped: false,
            },
            saved: Vec::new(),
            matrix: Matrix::IDENTITY,
            line_matrix: Matrix::IDENTITY,
            pen: Pen::default(),
            operands: Vec::new(),
            fonts: BTreeMap::new(),
        }
    }

    /// Goes through the operators.
    pub(super) fn read(
        &mut self,
        reading: &mut Reading<'_>,
        bytes: &[u8],
        fonts: &mut Fonts,
        seen: &mut Seen,
    ) -> Result<(), Stop> {
        let mut lexer = Lexer::of_content(bytes);
        let mut since = 0;
        while let Some(object) = lexer.next() {
            if lexer.at - since > 4096 {
                reading.spend(lexer.at - since)?;
                since = lexer.at;
            }
            let Object::Word(word) = object else {
                if self.operands.len() < OPERANDS {
                    self.operands.push(object);
                }
                continue;
            };
            if word == b"ID" {
                seen.pictures += 1;
                lexer.at = after_picture(bytes, lexer.at);
            } else {
                self.operator(reading, &word, fonts, seen)?;
            }
            self.operands.clear();
        }
        reading.spend(lexer.at.saturating_sub(since))
    }

    pub(super) fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.lines.line(reading)?;
        self.lines.end(reading)
    }

    fn operator(
        &mut self,
        reading: &mut Reading<'_>,
        word: &[u8],
        fonts: &mut Fonts,
        seen: &mut Seen,
    ) -> Result<(), Stop> {
        match word {
            b"q" if self.saved.len() < SAVED => self.saved.push(self.state.clone()),
            b"Q" => {
                let clipped = self.state.clipped;
                self.state = self.saved.pop().unwrap_or_else(|| self.state.clone());
                self.pen.is_apart |= clipped && !self.state.clipped;
            }
            // What follows is shown in a window of its own: a cell.
            b"W" | b"W*" => (self.state.clipped, self.pen.is_apart) = (true, true),
            b"cm" => self.state.ctm = self.operand_matrix().times(&self.state.ctm),
            b"BT" => (self.matrix, self.line_matrix) = (Matrix::IDENTITY, Matrix::IDENTITY),
            b"Tc" => self.state.letter_space = self.number(0),
            b"Tw" => self.state.word_space = self.number(0),
            b"Tz" => self.state.stretch = self.number(0) / 100.0,
            b"TL" => self.state.leading = self.number(0),
            b"Ts" => self.state.rise = self.number(0),
            b"Tf" => self.set_font(reading, fonts)?,
            b"gs" => self.set_by_name(reading, fonts)?,
            b"Td" => self.move_by(self.number(0), self.number(1)),
            b"TD" => {
                self.state.leading = -self.number(1);
                self.move_by(self.number(0), self.number(1));
            }
            b"Tm" => {
                self.line_matrix = self.operand_matrix();
                self.matrix = self.line_matrix;
            }
            b"T*" => self.move_by(0.0, -self.state.leading),
            b"Tj" | b"TJ" => self.show_last(reading, seen)?,
            b"'" => {
                self.move_by(0.0, -self.state.leading);
                self.show_last(reading, seen)?;
            }
            b"\"" => {
                self.state.word_space = self.number(0);
                self.state.letter_space = self.number(1);
                self.move_by(0.0, -self.state.leading);
                self.show_last(reading, seen)?;
            }
            b"BDC" | b"DP" => self.marked(reading)?,
            _ => (), // bytes, not an enum
        }
        Ok(())
    }

    fn number(&self, at: usize) -> f64 {
        self.operands
            .get(at)
            .and_then(Object::number)
            .unwrap_or_default()
    }

    fn operand_matrix(&self) -> Matrix {
        Matrix(core::array::from_fn(|at| self.number(at)))
    }

    fn move_by(&mut self, x: f64, y: f64) {
        self.line_matrix = Matrix::moved(x, y).times(&self.line_matrix);
        self.matrix = self.line_matrix;
    }

    /// The resource of this name, as it stands.
    fn resource(&self, kind: &[u8], name: &[u8]) -> Option<Object> {
        self.document.look(self.resources.len() * 64);
        self.resources.iter().find_map(|resources| {
            let all = self.document.get(resources, kind);
            all.dict()?.get(name).cloned()
        })
    }

    /// What stands in place of what is drawn, for those who cannot see it (14.9).
    fn marked(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let Some(Object::Dict(dict)) = self.operands.get(1) else {
            return Ok(());
        };
        for key in [b"ActualText".as_slice(), b"Alt", b"E"] {
            if let Some(string) = dict.get(key).and_then(Object::string) {
                self.lines.aside(reading, &text(string))?;
            }
        }
        Ok(())
    }
}

/// Behind a picture in the content (8.9.7): `EI` between white space.
fn after_picture(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(found) = bytes
        .get(at..)
        .and_then(|rest| crate::files::bytes::find(rest, b"EI"))
    {
        let start = at + found;
        let space = |at: usize| bytes.get(at).is_none_or(u8::is_ascii_whitespace);
        if start.checked_sub(1).is_some_and(space) && space(start + 2) {
            return start + 2;
        }
        at = start + 2;
    }
    bytes.len()
}
