//! Fonts, and the strings that are drawn with them (ISO 32000-2, 9.3 and 9.4).

use super::matrix::Matrix;
use super::pen::Gap;
use super::{Content, FONTS, Seen};
use crate::files::pdf::fonts::Fonts;
use crate::files::pdf::object::Object;
use crate::files::reading::{Reading, Stop};

impl Content<'_, '_> {
    pub(super) fn set_font(
        &mut self,
        reading: &mut Reading<'_>,
        fonts: &mut Fonts,
    ) -> Result<(), Stop> {
        self.state.size = self.number(1);
        let name = self
            .operands
            .first()
            .and_then(Object::name)
            .unwrap_or_default();
        if let Some(known) = self.fonts.get(name) {
            self.state.font = known.clone();
            return Ok(());
        }
        let found = self.resource(b"Font", name);
        let font = found.map(|font| fonts.get(reading, self.document, &font));
        self.state.font = font.transpose()?.flatten();
        if self.fonts.len() < FONTS {
            self.fonts.insert(name.to_vec(), self.state.font.clone());
        }
        self.document.pay(reading)
    }

    /// A state of graphics may have a font (8.4.5).
    pub(super) fn set_by_name(
        &mut self,
        reading: &mut Reading<'_>,
        fonts: &mut Fonts,
    ) -> Result<(), Stop> {
        let name = self
            .operands
            .first()
            .and_then(Object::name)
            .unwrap_or_default();
        let state = self
            .resource(b"ExtGState", name)
            .map(|state| self.document.resolve(&state));
        let font = state
            .as_ref()
            .and_then(Object::dict)
            .map(|dict| self.document.get(dict, b"Font"));
        if let Some([font, size]) = font.as_ref().map(Object::parts) {
            self.state.size = size.number().unwrap_or(1.0);
            self.state.font = fonts.get(reading, self.document, font)?;
        }
        self.document.pay(reading)
    }

    /// Strings, and between them how far they are from each other.
    pub(super) fn show_last(
        &mut self,
        reading: &mut Reading<'_>,
        seen: &mut Seen,
    ) -> Result<(), Stop> {
        let Some(last) = self.operands.pop() else {
            return Ok(());
        };
        for part in last.parts() {
            match part {
                Object::String(string) => self.show(reading, string, seen)?,
                Object::Number(number) => {
                    let by = -number / 1000.0 * self.state.size * self.state.stretch;
                    self.matrix = Matrix::moved(by, 0.0).times(&self.matrix);
                }
                _ => (), // nothing else is drawn
            }
        }
        Ok(())
    }

    pub(super) fn show(
        &mut self,
        reading: &mut Reading<'_>,
        string: &[u8],
        seen: &mut Seen,
    ) -> Result<(), Stop> {
        let Some(font) = self.state.font.clone() else {
            seen.letters += string.len() as u64;
            seen.unreadable += string.len() as u64;
            return Ok(());
        };
        let state = &self.state;
        let place = Matrix::moved(0.0, state.rise)
            .times(&self.matrix)
            .times(&state.ctm);
        match self.pen.gap(&place, state.size) {
            Gap::None => (),
            Gap::Space => self.lines.text(reading, " ")?,
            Gap::Column => self.lines.text(reading, "\t")?,
            Gap::Line => self.lines.line(reading)?,
        }
        let (mut words, mut width) = (alloc::string::String::new(), 0.0);
        font.each(string, |code, length, known| {
            seen.letters += 1;
            if !known(&mut words) {
                seen.unreadable += 1;
            }
            let word = if code == 32 && length == 1 {
                state.word_space
            } else {
                0.0
            };
            width += (font.width(code) * state.size + state.letter_space + word) * state.stretch;
        });
        self.pen.is_spaced = words.ends_with(' ');
        self.lines.text(reading, &words)?;
        self.matrix = Matrix::moved(width, 0.0).times(&self.matrix);
        self.pen.set(
            &Matrix::moved(0.0, state.rise)
                .times(&self.matrix)
                .times(&state.ctm),
        );
        Ok(())
    }
}
