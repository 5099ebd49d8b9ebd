//! Which letter is a code in a font (ISO 32000-2, 9.6 to 9.10)?

mod cmap;
mod encoding;
mod glyphs;
mod widths;

use super::document::Document;
use super::object::{Dict, Object};
use crate::files::reading::{Reading, Stop};
use alloc::collections::BTreeMap;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use cmap::CMap;
use widths::Widths;

/// Fonts that were read, by the number of their object.
#[derive(Default)]
pub(super) struct Fonts(BTreeMap<u32, Option<Rc<Font>>>);

/// The most fonts that are kept.
const MOST: usize = 512;

pub(super) struct Font {
    unicode: CMap,
    letters: Letters,
    widths: Widths,
}

/// What tells the letter of a code that the font's own map does not know.
enum Letters {
    /// One byte each.
    Simple(Vec<Option<char>>),
    /// Several bytes each, as this map says, which are nothing in themselves.
    Codes(CMap),
    /// Two bytes each, which are UTF-16.
    Utf16,
}

impl Fonts {
    /// The font that is meant.
    pub(super) fn get(
        &mut self,
        reading: &mut Reading<'_>,
        document: &Document<'_>,
        font: &Object,
    ) -> Result<Option<Rc<Font>>, Stop> {
        let number = match font {
            Object::Reference(number) => Some(*number),
            _ => None,
        };
        if let Some(font) = number.and_then(|number| self.0.get(&number)) {
            return Ok(font.clone());
        }
        let read = match document.resolve(font).dict() {
            Some(dict) => Some(Rc::new(Font::read(reading, document, dict)?)),
            None => None,
        };
        if let Some(number) = number {
            if self.0.len() >= MOST {
                self.0.clear();
            }
            self.0.insert(number, read.clone());
        }
        Ok(read)
    }
}

impl Font {
    fn read(reading: &mut Reading<'_>, document: &Document<'_>, dict: &Dict) -> Result<Self, Stop> {
        let unicode = match document.get(dict, b"ToUnicode") {
            Object::Stream(stream) => {
                let bytes = document.decoded(reading, &stream)?.unwrap_or_default();
                let cmap = CMap::read(reading, &bytes);
                reading.release(bytes.len());
                cmap?
            }
            _ => CMap::default(),
        };
        let letters = if dict.is(b"Subtype", b"Type0") {
            Self::composite(reading, document, dict)?
        } else {
            Letters::Simple(encoding::read(document, dict))
        };
        Ok(Self {
            unicode,
            letters,
            widths: Widths::read(document, dict),
        })
    }

    fn composite(
        reading: &mut Reading<'_>,
        document: &Document<'_>,
        dict: &Dict,
    ) -> Result<Letters, Stop> {
        Ok(match document.get(dict, b"Encoding") {
            Object::Name(name) if has(&name, b"UCS2") || has(&name, b"UTF16") => Letters::Utf16,
            Object::Stream(stream) => {
                let bytes = document.decoded(reading, &stream)?.unwrap_or_default();
                let cmap = CMap::read(reading, &bytes);
                reading.release(bytes.len());
                Letters::Codes(cmap?)
            }
            _ => Letters::Codes(CMap::default()),
        })
    }

    /// How wide a code is, in the size of the font.
    pub(super) fn width(&self, code: u32) -> f64 {
        self.widths.get(code)
    }

    /// Each code of a string, how many bytes it has, and what writes its letter, if it is known.
    pub(super) fn each(
        &self,
        string: &[u8],
        mut to: impl FnMut(u32, usize, &mut dyn FnMut(&mut String) -> bool),
    ) {
        let mut rest = string;
        while !rest.is_empty() {
            let length = match &self.letters {
                Letters::Simple(_) => 1,
                Letters::Codes(codes) => codes.length(rest).unwrap_or(2),
                Letters::Utf16 => 2,
            };
            let (bytes, after) = rest.split_at_checked(length).unwrap_or((rest, &[]));
            let code = bytes
                .iter()
                .fold(0_u32, |code, byte| code << 8 | u32::from(*byte));
            rest = after;
            to(code, length, &mut |out| self.letter(code, out));
        }
    }

    /// Writes the letter of a code; whether it is known.
    fn letter(&self, code: u32, out: &mut String) -> bool {
        if self.unicode.write(code, out) {
            return true;
        }
        let letter = match &self.letters {
            Letters::Simple(letters) => letters.get(code as usize).copied().flatten(),
            Letters::Codes(_) => None,
            Letters::Utf16 => char::from_u32(code),
        };
        out.push(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        letter.is_some()
    }
}

fn has(name: &[u8], wanted: &[u8]) -> bool {
    crate::files::bytes::find(name, wanted).is_some()
}
