//! PDF files (ISO 32000-2): text, properties, labels, attachments.
//!
//! No page is drawn. Every object of the file is looked at once, also those that no page leads to; text is put into lines by
//! where it stands on the page.

mod content;
mod crypt;
mod document;
mod filters;
mod fonts;
mod lexer;
mod metadata;
mod object;
mod objects;

use super::outcome::Reason;
use super::reading::{Reading, Stop};
use crypt::{Crypt, Locked};
use document::Document;
use object::{Dict, Object};

/// Reads a file.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    let mut document = Document::read(reading, bytes)?;
    match open(&document) {
        Ok(crypt) => document.crypt = crypt,
        Err(locked) => {
            reading.fail(locked.reason);
            if locked.has_open_metadata {
                metadata::read_packets(reading, &document)?;
            }
            return Ok(());
        }
    }
    document.open_streams(reading)?;
    metadata::read(reading, &document)?;
    let seen = objects::read(reading, &document)?;
    if !document.is_whole() || seen.pages == 0 {
        reading.fail(Reason::Corrupt);
    }
    // A paper that was scanned is a picture of its text.
    let is_picture = seen.letters == 0 && seen.pictures > 0;
    // Letters that only a drawing would tell.
    let is_unreadable = seen.unreadable > 0 && seen.unreadable * 16 >= seen.letters;
    if is_picture || is_unreadable {
        reading.fail(Reason::Unsupported);
    }
    Ok(())
}

/// What decrypts the document, if anything must.
fn open(document: &Document<'_>) -> Result<Option<Crypt>, Locked> {
    let locked = document
        .trailers
        .iter()
        .rev()
        .find_map(|trailer| trailer.get(b"Encrypt"));
    let Some(locked) = locked else {
        return Ok(None);
    };
    let dict = document.resolve(locked);
    let id = document
        .trailers
        .iter()
        .rev()
        .find_map(|trailer| trailer.get(b"ID"));
    let id = id.map(|id| document.resolve(id));
    let first = id.as_ref().and_then(|id| id.parts().first());
    let id = first.and_then(Object::string).unwrap_or_default();
    match dict.dict() {
        Some(dict) => Crypt::open(document, dict, id).map(Some),
        None => Crypt::open(document, &Dict::default(), id).map(Some),
    }
}
