//! OpenDocument files (OASIS OpenDocument 1.3): texts, sheets and presentations of LibreOffice and others.

mod text;

use super::charset::Decoder;
use super::inflate::{Consume, Held};
use super::label::Labels;
use super::markup::{Language, Parser};
use super::outcome::Reason;
use super::reading::{Reading, Stop};
use super::zip::{Directory, Entry, read_entry};
use super::{office, read_embedded};
use alloc::boxed::Box;
use text::Text;

/// Whether the entries are those of such a file.
pub(super) fn is(directory: &Directory) -> bool {
    directory.find("META-INF/manifest.xml").is_some()
        && (directory.find("content.xml").is_some()
            || directory.find("encrypted-package").is_some())
}

pub(super) fn read(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    directory: &Directory,
) -> Result<(), Stop> {
    let mut labels = Labels::default();
    let locked = directory
        .find("META-INF/manifest.xml")
        .map_or(Ok(false), |entry| is_encrypted(reading, bytes, entry))?;
    if locked {
        reading.fail(Reason::PasswordEncrypted);
    }
    for entry in directory.entries.iter().filter(|entry| !entry.is_folder()) {
        // An encrypted entry is not what it says it is; what is not encrypted says little.
        if !locked || entry.name.ends_with("meta.xml") {
            reading.within(&entry.name, |reading| {
                part(reading, bytes, entry, &mut labels, locked)
            })?;
        }
    }
    reading.label(labels);
    Ok(())
}

/// The manifest names how each entry is encrypted (part 2, 3.4).
fn is_encrypted(reading: &mut Reading<'_>, bytes: &[u8], entry: &Entry) -> Result<bool, Stop> {
    let mut held = Held::default();
    read_entry(reading, bytes, entry, &mut held)?;
    let found = super::bytes::find(held.get(), b"encryption-data").is_some();
    held.release(reading);
    Ok(found)
}

fn part(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    entry: &Entry,
    labels: &mut Labels,
    locked: bool,
) -> Result<(), Stop> {
    let mut content = Content::Unknown;
    let is_whole = read_entry(reading, bytes, entry, &mut content)?;
    match content {
        Content::Unknown => Ok(()),
        Content::Xml(mut parser) => {
            parser.end(reading, is_whole)?;
            labels.or(core::mem::take(&mut parser.elements.labels));
            Ok(())
        }
        Content::Other(held) => {
            // Neither the media type nor a locked entry is a file in the document.
            if entry.name != "mimetype" && !locked {
                read_embedded(reading, held.get(), is_furnishing(&entry.name))?;
            }
            held.release(reading);
            Ok(())
        }
    }
}

/// Where lines broke last, and pictures of embedded objects, which are read themselves.
fn is_furnishing(name: &str) -> bool {
    name == "layout-cache" || name.starts_with("ObjectReplacements/")
}

enum Content {
    Unknown,
    Xml(Box<Parser<Text>>),
    Other(Held),
}

impl Consume for Content {
    fn bytes(&mut self, reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
        if bytes.is_empty() {
            return Ok(());
        }
        if matches!(self, Self::Unknown) {
            *self = if office::is_xml(bytes) {
                let text = Text::new(reading);
                Self::Xml(Box::new(Parser::new(
                    Language::Xml,
                    Decoder::default(),
                    text,
                )))
            } else {
                Self::Other(Held::default())
            };
        }
        match self {
            Self::Unknown => Ok(()),
            Self::Xml(parser) => parser.bytes(reading, bytes),
            Self::Other(held) => held.bytes(reading, bytes),
        }
    }
}
