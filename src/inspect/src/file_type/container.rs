//! What does a container hold: a ZIP file (APPNOTE.TXT) or an OLE compound file (MS-CFB)?

use super::find;

/// The beginning of an entry's name in a ZIP file, and what has such entries. The first of these that is there counts.
const ENTRIES: &[(&[u8], &str)] = &[
    (b"AndroidManifest.xml", "executable"),
    (b"classes.dex", "executable"),
    (b"META-INF/MANIFEST.MF", "executable"), // Java
    (b"AppxManifest.xml", "executable"),
    (b"word/", "document"),
    (b"xl/", "spreadsheet"),
    (b"ppt/", "presentation"),
    (b"visio/", "document"),
];

/// What stands in the `mimetype` of an OpenDocument file or a book, and what it is.
const MEDIA_TYPES: &[(&[u8], &str)] = &[
    (b"application/vnd.oasis.opendocument.text", "document"),
    (
        b"application/vnd.oasis.opendocument.spreadsheet",
        "spreadsheet",
    ),
    (
        b"application/vnd.oasis.opendocument.presentation",
        "presentation",
    ),
    (b"application/vnd.oasis.opendocument.graphics", "image"),
    (b"application/vnd.oasis.opendocument", "document"),
    (b"application/epub+zip", "document"),
];

/// Where the name stands in the header of an entry.
const NAME: usize = 30;

/// A ZIP file by the names of its first entries. They are found by their signatures, as their sizes need not be there.
pub(super) fn of_zip(head: &[u8]) -> &'static str {
    let (mut best, mut rest) = (ENTRIES.len(), head);
    while let Some(at) = find(rest, b"PK\x03\x04") {
        let entry = rest.get(at..).unwrap_or_default();
        let name = entry.get(NAME..).unwrap_or_default();
        let known = ENTRIES
            .iter()
            .position(|(start, _)| name.starts_with(start));
        best = best.min(known.unwrap_or(best));
        rest = entry.get(4..).unwrap_or_default();
    }
    match ENTRIES.get(best) {
        Some((_, word)) => word,
        None => of_media_type(head).unwrap_or("archive"),
    }
}

/// The first entry is `mimetype`, stored as it is (OpenDocument 1.3 part 2, 3.3; EPUB 3.3, 4.2.6.3).
fn of_media_type(head: &[u8]) -> Option<&'static str> {
    let content = head.get(NAME..)?.strip_prefix(b"mimetype")?;
    let found = MEDIA_TYPES
        .iter()
        .find(|(media_type, _)| content.starts_with(media_type));
    found.map(|(_, word)| *word)
}

/// The class of Windows Installer packages and patches, as its bytes lie in the directory.
const INSTALLER: &[u8] = b"\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46";

/// Names of streams, and what has them.
const STREAMS: &[(&[u8], &str)] = &[
    (b"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", "document"),
    (b"W\0o\0r\0k\0b\0o\0o\0k\0", "spreadsheet"),
    (b"B\0o\0o\0k\0\0\0", "spreadsheet"),
    (b"P\0o\0w\0e\0r\0P\0o\0i\0n\0t\0", "presentation"),
    (b"_\0_\0p\0r\0o\0p\0e\0r\0t\0i\0e\0s\0", "email"),
];

/// An OLE file by the names in its directory: the first one that is known, as a document may hold others. Where the
/// directory is not in the head, or nothing in it is known (an encrypted document), it is a document.
pub(super) fn of_ole(head: &[u8]) -> &'static str {
    if find(head, INSTALLER).is_some() {
        return "executable";
    }
    let places = STREAMS
        .iter()
        .filter_map(|(name, word)| Some((find(head, name)?, *word)));
    places.min().map_or("document", |(_, word)| word)
}
