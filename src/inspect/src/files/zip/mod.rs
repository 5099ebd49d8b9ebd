//! ZIP files (APPNOTE.TXT 6.3): their directory, entries, and what they are a container of.

mod archive;
mod directory;
mod entry;

pub(super) use archive::read as read_archive;
pub(super) use directory::{Directory, has_end};
pub(super) use entry::{Entry, read as read_entry};

use super::reading::{Reading, Stop};
use super::{office, opendocument};

/// Reads a ZIP file, whatever it is.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    let directory = match Directory::read(reading, bytes)? {
        Ok(directory) => directory,
        Err(reason) => {
            reading.fail(reason);
            return Ok(());
        }
    };
    if directory.find("[Content_Types].xml").is_some() {
        office::read(reading, bytes, &directory)
    } else if opendocument::is(&directory) {
        opendocument::read(reading, bytes, &directory)
    } else {
        read_archive(reading, bytes, &directory)
    }
}

/// The word of `fileType` for a ZIP file whose directory says what it is: its first bytes need not.
pub(super) fn type_of(bytes: &[u8]) -> Option<&'static str> {
    bytes.starts_with(b"PK").then_some(())?;
    let names = Directory::names(bytes)?;
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if !has("[Content_Types].xml") || has("META-INF/MANIFEST.MF") || has("AppxManifest.xml") {
        return None;
    }
    match () {
        () if has("word/") || has("visio/") => Some("document"),
        () if has("xl/") => Some("spreadsheet"),
        () if has("ppt/") => Some("presentation"),
        () => None,
    }
}
