//! What is this file, whatever its name says?
//!
//! Told from the first bytes alone, never from a name, and total: any bytes have an answer. Where a file can be read as
//! two things, a program is the answer: a `.jar` that begins like a document is still a program.
//!
//! Sources: the signatures are those of the formats' own specifications, in the order of the `file` program where they
//! could be confused; what is text, and which tags make it HTML, is the WHATWG MIME Sniffing standard.

mod container;
mod text;

/// How many leading bytes are looked at; more change nothing. An ISO image says so at byte 32,769, and the entries of a
/// ZIP or the directory of an OLE file that tell a document are nearly always before this.
pub const HEAD: usize = 64 * 1024;

/// Where a signature stands, what it is, and what begins so.
type Signature = (usize, &'static [u8], &'static str);

/// Programs of every platform, and what starts them.
const PROGRAMS: &[Signature] = &[
    (0, b"\x7fELF", "executable"),
    (0, b"\xfe\xed\xfa\xce", "executable"), // Mach-O, 32 and 64 bits, either byte order
    (0, b"\xfe\xed\xfa\xcf", "executable"),
    (0, b"\xce\xfa\xed\xfe", "executable"),
    (0, b"\xcf\xfa\xed\xfe", "executable"),
    (0, b"\xca\xfe\xba\xbe", "executable"), // Mach-O of several machines, and Java classes
    (0, b"\xca\xfe\xba\xbf", "executable"),
    (0, b"\0asm", "executable"),
    (0, b"dex\n03", "executable"),
    (0, b"L\0\0\0\x01\x14\x02\0", "executable"), // a Windows shortcut
];

/// Everything else that a signature tells.
const OTHERS: &[Signature] = &[
    (0, b"PK\x05\x06", "archive"), // a ZIP file without entries, and one in pieces
    (0, b"PK\x07\x08", "archive"),
    (0, b"\x1f\x8b", "archive"),
    (0, b"\x1f\x9d", "archive"),
    (0, b"BZh", "archive"),
    (0, b"\xfd7zXZ\0", "archive"),
    (0, b"7z\xbc\xaf\x27\x1c", "archive"),
    (0, b"Rar!\x1a\x07", "archive"),
    (0, b"\x28\xb5\x2f\xfd", "archive"), // Zstandard
    (0, b"\x04\x22\x4d\x18", "archive"), // LZ4
    (0, b"LZIP", "archive"),
    (0, b"MSCF", "archive"),
    (0, b"!<arch>\n", "archive"),
    (0, b"\xed\xab\xee\xdb", "archive"), // RPM
    (0, b"xar!", "archive"),
    (0, b"vhdxfile", "archive"),
    (0, b"conectix", "archive"),
    (257, b"ustar", "archive"),
    (0x8001, b"CD001", "archive"), // ISO 9660
    (0, b"\x89PNG\r\n\x1a\n", "image"),
    (0, b"\xff\xd8\xff", "image"),
    (0, b"GIF8", "image"),
    (0, b"II*\0", "image"),
    (0, b"MM\0*", "image"),
    (0, b"\0\0\x01\0", "image"),
    (0, b"8BPS", "image"),
    (0, b"\xff\x0a", "image"), // JPEG XL
    (0, b"\0\0\0\x0cJXL ", "image"),
    (0, b"\0\0\0\x0cjP  ", "image"),
    (128, b"DICM", "image"),
    (8, b"WEBP", "image"),
    (4, b"ftypavif", "image"),
    (4, b"ftyphei", "image"),
    (4, b"ftypmif1", "image"),
    (0, b"ID3", "audio"),
    (0, b"\xff\xfb", "audio"),
    (0, b"\xff\xf3", "audio"),
    (0, b"\xff\xf2", "audio"),
    (0, b"\xff\xf1", "audio"),
    (0, b"\xff\xf9", "audio"),
    (0, b"fLaC", "audio"),
    (0, b"OggS", "audio"),
    (0, b"MThd", "audio"),
    (0, b"#!AMR", "audio"),
    (8, b"WAVE", "audio"),
    (8, b"AIFF", "audio"),
    (4, b"ftypM4A", "audio"),
    (4, b"ftyp", "video"),
    (4, b"moov", "video"),
    (0, b"\x1a\x45\xdf\xa3", "video"), // Matroska, WebM
    (8, b"AVI ", "video"),
    (0, b"FLV\x01", "video"),
    (0, b"\0\0\x01\xba", "video"),
    (0, b"\0\0\x01\xb3", "video"),
    (0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video"), // ASF
    (0, b"SQLite format 3\0", "database"),
    (4, b"Standard Jet DB", "database"),
    (4, b"Standard ACE DB", "database"),
    (0, b"PAR1", "database"),
    (0, b"!BDN", "email"),             // Outlook's data file
    (0, b"\x78\x9f\x3e\x22", "email"), // TNEF, `winmail.dat`
    (0, b"%!PS", "document"),
    (0, b"AT&TFORM", "document"),
    (0, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "document"), // OneNote
    (0, b"ITSF", "document"),
];

/// The word of the filter `fileType` for a file that begins with `bytes`: all of it, or at least its first [`HEAD`] bytes.
#[must_use]
pub fn file_type(bytes: &[u8]) -> &'static str {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let text = text::is_text(head);
    if let Some(program) = of_signature(PROGRAMS, head) {
        return program;
    }
    // Two letters alone may begin a text.
    if !text && (head.starts_with(b"MZ") || head.starts_with(b"ZM")) {
        return "executable";
    }
    if head.starts_with(b"PK\x03\x04") {
        return container::of_zip(head);
    }
    if head.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return container::of_ole(head);
    }
    // Readers find a PDF behind other bytes, as far as the first kilobyte.
    if find(head.get(..1024 + 5).unwrap_or(head), b"%PDF-").is_some() {
        return "pdf";
    }
    // Of these only PostScript is a text.
    let fits = |word: &&'static str| !text || *word == "document";
    of_signature(OTHERS, head)
        .filter(fits)
        .or_else(|| text.then(|| text::kind(head)))
        .or_else(|| bitmap(head))
        .unwrap_or("other")
}

fn of_signature(all: &[Signature], head: &[u8]) -> Option<&'static str> {
    let found = all.iter().find(|(at, signature, _)| {
        head.get(*at..)
            .is_some_and(|behind| behind.starts_with(signature))
    });
    found.map(|(_, _, word)| *word)
}

/// A Windows bitmap: two letters, and zeros where they are reserved.
fn bitmap(head: &[u8]) -> Option<&'static str> {
    let reserved = head.get(6..10)?;
    (head.starts_with(b"BM") && reserved == [0; 4]).then_some("image")
}

/// Where `wanted` first is in `bytes`.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

#[cfg(test)]
mod tests;
