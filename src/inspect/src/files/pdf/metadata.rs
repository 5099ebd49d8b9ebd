//! What a document says of itself: the dictionary `Info` (ISO 32000-2, 14.3.3) and packets of XMP (ISO 16684-1).

use super::document::Document;
use super::object::{Object, text};
use crate::files::charset::Decoder;
use crate::files::label::{LabelSource, Labels};
use crate::files::markup::{self, Elements, Language, Tag, local};
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use alloc::borrow::ToOwned;
use alloc::string::String;

/// Reads both. The labels of the first count before those of the other.
pub(super) fn read(reading: &mut Reading<'_>, document: &Document<'_>) -> Result<(), Stop> {
    let mut labels = Labels::default();
    for trailer in document.trailers.iter().rev() {
        let versions = trailer.get(b"Info").map(|info| document.versions(info));
        // The newest first.
        for info in versions
            .unwrap_or_default()
            .iter()
            .rev()
            .filter_map(Object::dict)
        {
            for (name, value) in &info.0 {
                let value = document.resolve(value);
                let value = value.string().or_else(|| value.name()).map(text);
                let name = text(name);
                if let Some(value) = value {
                    labels.add_property(&name, &value, LabelSource::PdfInfo);
                    reading.whole(value.trim(), Section::Property, &name)?;
                }
            }
        }
    }
    labels.or(packets(reading, document)?);
    reading.label(labels);
    Ok(())
}

/// Reads the packets alone.
pub(super) fn read_packets(reading: &mut Reading<'_>, document: &Document<'_>) -> Result<(), Stop> {
    let labels = packets(reading, document)?;
    reading.label(labels);
    Ok(())
}

fn packets(reading: &mut Reading<'_>, document: &Document<'_>) -> Result<Labels, Stop> {
    let mut labels = Labels::default();
    for place in document.places() {
        document.pay(reading)?;
        let Object::Stream(stream) = document.object(place) else {
            continue;
        };
        if !stream.dict.is(b"Type", b"Metadata") && !stream.dict.is(b"Subtype", b"XML") {
            continue;
        }
        if let Some(bytes) = document.decoded(reading, &stream)? {
            let packet = Packet::default();
            let packet = markup::read(reading, &bytes, Language::Html, Decoder::default(), packet)?;
            labels.or(packet.labels);
            reading.release(bytes.len());
        }
    }
    Ok(labels)
}

/// A packet: properties are attributes, or elements with text.
#[derive(Default)]
struct Packet {
    labels: Labels,
    name: String,
    value: String,
}

/// The longest value that is held, in bytes.
const LONGEST: usize = 64 << 10;

impl Packet {
    fn property(&mut self, reading: &mut Reading<'_>, name: &str, value: &str) -> Result<(), Stop> {
        self.labels.add_property(name, value, LabelSource::PdfXmp);
        reading.whole(value.trim(), Section::Property, name)
    }

    fn held(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let (name, value) = (self.name.clone(), core::mem::take(&mut self.value));
        if value.trim().is_empty() {
            return Ok(());
        }
        self.property(reading, &name, &value)
    }
}

impl Elements for Packet {
    fn open(&mut self, reading: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        self.held(reading)?;
        // The items of a list belong to the element around it.
        if !matches!(tag.local(), "Alt" | "Bag" | "Seq" | "li") {
            tag.local().clone_into(&mut self.name);
        }
        for (name, value) in tag.full_attributes() {
            if !name.starts_with("xml") && !name.starts_with("rdf:") && !value.is_empty() {
                self.property(reading, local(name), &value)?;
            }
        }
        Ok(())
    }

    fn close(&mut self, reading: &mut Reading<'_>, _: &str) -> Result<(), Stop> {
        self.held(reading)
    }

    fn text(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        self.value.push_str(text);
        if self.value.len() > LONGEST {
            self.held(reading)
        } else {
            Ok(())
        }
    }

    fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.held(reading)
    }
}
