//! Office documents: a package of parts (ISO 29500-2), of which each is told by what it is, not by its name.

mod any;
mod formats;
mod labels;
mod part;
mod properties;
mod relations;
mod sheet;
mod story;
mod workbook;

use super::charset::Decoder;
use super::inflate::{Consume, Held};
use super::label::{LabelSource, Labels};
use super::markup::{Language, Parser};
use super::read_embedded;
use super::reading::{Reading, Stop};
use super::zip::{Directory, Entry, read_entry};
use alloc::boxed::Box;
use alloc::string::String;
use part::Part;
use workbook::Workbook;

#[cfg(feature = "pdf")]
pub(super) use any::Any;
pub(super) use labels::read as read_labels;

/// What is known of the package when its parts are read.
#[derive(Default)]
pub(super) struct Package {
    /// The name of the part with the labels, and of the custom properties.
    label_part: Option<String>,
    custom_part: Option<String>,
    workbook: Workbook,
    labels: Labels,
    custom_labels: Labels,
}

/// Reads a document.
pub(super) fn read(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    directory: &Directory,
) -> Result<(), Stop> {
    let mut package = Package::default();
    relations::read_root(reading, bytes, directory, &mut package)?;
    workbook::read(reading, bytes, directory, &mut package)?;
    let mut result = Ok(());
    for entry in directory.entries.iter().filter(|entry| !entry.is_folder()) {
        result = reading.within(&entry.name, |reading| {
            part(reading, bytes, entry, &mut package)
        });
        if result.is_err() {
            break;
        }
    }
    if result.is_ok() {
        result = package.workbook.end(reading);
    }
    // The labels count even where the text could not be read.
    let mut labels = package.labels;
    labels.or(package.custom_labels);
    reading.label(labels);
    result
}

/// Reads one part, whatever it is.
fn part(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    entry: &Entry,
    package: &mut Package,
) -> Result<(), Stop> {
    if package.workbook.has_read(&entry.name) {
        return Ok(());
    }
    let mut content = Content::Unknown {
        name: &entry.name,
        package,
    };
    let is_whole = read_entry(reading, bytes, entry, &mut content)?;
    match content {
        Content::Unknown { .. } => Ok(()),
        Content::Xml(mut parser) => parser.end(reading, is_whole),
        Content::Other(held) => {
            if !held.get().is_empty() {
                read_embedded(reading, held.get(), is_furnishing(&entry.name))?;
            }
            held.release(reading);
            Ok(())
        }
    }
}

/// Settings of printers, and fonts that are scrambled (ISO 29500-4, 10.1): no one wrote anything into them.
fn is_furnishing(name: &str) -> bool {
    name.contains("/printerSettings/") || name.ends_with(".odttf")
}

/// A part whose first bytes tell how it is read.
enum Content<'p> {
    Unknown {
        name: &'p str,
        package: &'p mut Package,
    },
    Xml(Box<Parser<Part<'p>>>),
    Other(Held),
}

impl Consume for Content<'_> {
    fn bytes(&mut self, reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
        if bytes.is_empty() {
            return Ok(());
        }
        if matches!(self, Self::Unknown { .. }) {
            let other = Self::Other(Held::default());
            *self = match core::mem::replace(self, other) {
                Self::Unknown { name, package } if is_xml(bytes) => {
                    let part = Part::new(name, package);
                    let parser = Parser::new(Language::Xml, Decoder::default(), part);
                    Self::Xml(Box::new(parser))
                }
                Self::Unknown { .. } => Self::Other(Held::default()),
                known @ (Self::Xml(_) | Self::Other(_)) => known,
            };
        }
        match self {
            Self::Unknown { .. } => Ok(()),
            Self::Xml(parser) => parser.bytes(reading, bytes),
            Self::Other(held) => held.bytes(reading, bytes),
        }
    }
}

/// Whether markup begins here, in any encoding.
pub(super) fn is_xml(bytes: &[u8]) -> bool {
    let first = bytes.iter().find(|byte| {
        !matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff) && !byte.is_ascii_whitespace()
    });
    first == Some(&b'<')
}

impl Package {
    /// Where the labels of this part come from, if it has any that count.
    fn is_label_part(&self, name: &str) -> bool {
        is_part(self.label_part.as_deref(), name)
    }

    fn is_custom_part(&self, name: &str) -> bool {
        is_part(self.custom_part.as_deref(), name)
    }

    fn custom_property(&mut self, name: &str, value: &str) {
        self.custom_labels
            .add_property(name, value, LabelSource::CustomProperties);
    }
}

fn is_part(part: Option<&str>, name: &str) -> bool {
    part.is_some_and(|part| part.eq_ignore_ascii_case(name))
}
