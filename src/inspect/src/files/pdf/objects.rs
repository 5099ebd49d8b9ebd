//! Goes through all objects: pages and forms have text, others have strings, and some are files.

mod pages;
mod strings;

use super::content::{Content, Seen};
use super::document::Document;
use super::fonts::Fonts;
use super::object::{Dict, Object, Stream};
use crate::files::charset::Decoder;
use crate::files::markup::{self, Language};
use crate::files::office::{Any, is_xml};
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use crate::files::{Format, Role, read_within};

/// Reads every object, and says what there was.
pub(super) fn read(reading: &mut Reading<'_>, document: &Document<'_>) -> Result<Seen, Stop> {
    let mut seen = Seen::default();
    let mut fonts = Fonts::default();
    pages::read(reading, document, &mut fonts, &mut seen)?;
    // One text is ended before the next begins.
    let mut texts = strings::Strings::new(reading);
    for place in document.places() {
        document.pay(reading)?;
        texts.add(reading, &document.object(place), 0)?;
    }
    texts.end(reading)?;
    for place in document.places() {
        document.pay(reading)?;
        if let Object::Stream(stream) = document.object(place) {
            read_stream(reading, document, &stream, &mut fonts, &mut seen)?;
        }
    }
    Ok(seen)
}

fn read_stream(
    reading: &mut Reading<'_>,
    document: &Document<'_>,
    stream: &Stream,
    fonts: &mut Fonts,
    seen: &mut Seen,
) -> Result<(), Stop> {
    let dict = &stream.dict;
    if dict.is(b"Subtype", b"Image") {
        seen.pictures += 1;
        reading.pictures = reading.pictures.saturating_add(1);
        return Ok(());
    }
    if dict.is(b"Subtype", b"Form") || dict.has(b"PatternType") && dict.has(b"Resources") {
        return form(reading, document, stream, fonts, seen);
    }
    if is_machinery(dict) {
        return Ok(());
    }
    let Some(bytes) = document.decoded(reading, stream)? else {
        return Ok(());
    };
    // What is in a file is a file, and what is markup is text: a form in XML.
    let result = if dict.is(b"Type", b"EmbeddedFile") || dict.has(b"Params") {
        reading.within("attachment", |reading| {
            read_within(reading, &bytes, role(&bytes))
        })
    } else if is_xml(&bytes) {
        let any = Any::new(reading);
        markup::read(reading, &bytes, Language::Html, Decoder::default(), any).map(drop)
    } else {
        script(reading, &bytes)
    };
    reading.release(bytes.len());
    result
}

fn role(bytes: &[u8]) -> Role {
    if Format::of(bytes) == Format::Media {
        Role::Part
    } else {
        Role::File
    }
}

/// Text that is neither drawn nor marked up: scripts. What draws or maps letters is read where it is used.
fn script(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    const WORDS: [&[u8]; 5] = [b"function", b"this.", b"app.", b"var ", b"event."];
    let has = |word: &&[u8]| crate::files::bytes::find(bytes, word).is_some();
    if bytes.len() < 1 << 20 && Format::of(bytes) == Format::Text && WORDS.iter().any(has) {
        let text = crate::files::charset::decode(bytes, None);
        return reading.whole(&text, Section::Hidden, "");
    }
    Ok(())
}

/// Streams that have no text of people: tables, fonts, colours, functions, and metadata, which is read before.
fn is_machinery(dict: &Dict) -> bool {
    const TYPES: [&[u8]; 5] = [b"XRef", b"ObjStm", b"Metadata", b"CMap", b"Halftone"];
    const FONTS: [&[u8]; 5] = [b"Type1C", b"CIDFontType0C", b"OpenType", b"Image", b"XML"];
    const KEYS: [&[u8]; 6] = [
        b"Length1",
        b"Length2",
        b"FunctionType",
        b"ShadingType",
        b"N",
        b"CMapName",
    ];
    TYPES.into_iter().any(|name| dict.is(b"Type", name))
        || FONTS.into_iter().any(|name| dict.is(b"Subtype", name))
        || KEYS.into_iter().any(|key| dict.has(key))
}

/// A drawing that pages, or fields of forms, show.
fn form(
    reading: &mut Reading<'_>,
    document: &Document<'_>,
    stream: &Stream,
    fonts: &mut Fonts,
    seen: &mut Seen,
) -> Result<(), Stop> {
    let resources = document.get(&stream.dict, b"Resources");
    let resources = match resources.dict() {
        Some(own) => alloc::vec![own.clone()],
        None => seen.resources.clone(),
    };
    let Some(bytes) = document.decoded(reading, stream)? else {
        return Ok(());
    };
    let mut content = Content::new(reading, document, resources);
    let result = content.read(reading, &bytes, fonts, seen);
    reading.release(bytes.len());
    result?;
    content.end(reading)
}
