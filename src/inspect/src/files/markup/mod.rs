//! Tags and text of XML and HTML, in any pieces.
//!
//! No entity but the predefined ones is ever replaced, so that nothing grows; declarations are handed on as comments, so
//! that what stands in them is seen. Nothing is held but one tag.

mod attributes;
mod entities;
mod tokens;

pub(crate) use attributes::{Tag, local};
pub(crate) use tokens::{Language, Markup};

use super::charset::Decoder;
use super::inflate::Consume;
use super::outcome::Reason;
use super::reading::{Reading, Stop};
use alloc::string::String;

/// Takes what markup is made of.
pub(crate) trait Elements {
    /// An element begins.
    fn open(&mut self, reading: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop>;
    /// An element of this name ends.
    fn close(&mut self, _: &mut Reading<'_>, _name: &str) -> Result<(), Stop> {
        Ok(())
    }
    /// Text, in any pieces.
    fn text(&mut self, _: &mut Reading<'_>, _text: &str) -> Result<(), Stop> {
        Ok(())
    }
    /// A comment or a declaration.
    fn comment(&mut self, _: &mut Reading<'_>, _text: &str) -> Result<(), Stop> {
        Ok(())
    }
    /// Everything was read.
    fn end(&mut self, _: &mut Reading<'_>) -> Result<(), Stop> {
        Ok(())
    }
}

/// Bytes of markup, to elements.
pub(crate) struct Parser<E> {
    decoder: Decoder,
    text: String,
    markup: Markup,
    pub(crate) elements: E,
}

impl<E: Elements> Parser<E> {
    pub(crate) const fn new(language: Language, decoder: Decoder, elements: E) -> Self {
        Self {
            decoder,
            text: String::new(),
            markup: Markup::new(language),
            elements,
        }
    }

    /// The end; markup that is not complete is said to be corrupt, unless it is known to be cut.
    pub(crate) fn end(&mut self, reading: &mut Reading<'_>, is_whole: bool) -> Result<(), Stop> {
        self.text.clear();
        self.decoder.end(&mut self.text);
        self.markup.push(reading, &self.text, &mut self.elements)?;
        if !self.markup.end(reading, &mut self.elements)? && is_whole {
            reading.fail(Reason::Corrupt);
        }
        self.elements.end(reading)
    }
}

impl<E: Elements> Consume for Parser<E> {
    fn bytes(&mut self, reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
        self.text.clear();
        self.decoder.push(bytes, &mut self.text);
        self.markup.push(reading, &self.text, &mut self.elements)
    }
}

/// Reads markup that is all there.
pub(crate) fn read<E: Elements>(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    language: Language,
    decoder: Decoder,
    elements: E,
) -> Result<E, Stop> {
    let mut parser = Parser::new(language, decoder, elements);
    for chunk in bytes.chunks(32 << 10) {
        reading.spend(chunk.len())?;
        parser.bytes(reading, chunk)?;
    }
    parser.end(reading, true)?;
    Ok(parser.elements)
}

#[cfg(test)]
mod tests;
