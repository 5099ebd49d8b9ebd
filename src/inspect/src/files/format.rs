//! How is a file read? Told by its first bytes.

use super::archive;
use super::charset::Charset;
use crate::file_type;

/// What reads a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    Empty,
    Zip,
    Html,
    Mail,
    /// Several mails in one file.
    Mailbox,
    Rtf,
    /// An OLE compound file.
    Compound,
    Gzip,
    Tar,
    Pdf,
    SevenZip,
    Rar,
    Text,
    /// Pictures, sounds, films and fonts.
    Media,
    /// Archives that are not read.
    Archive,
    Program,
    /// Protected by rights management as a whole.
    Protected,
    Unknown,
}

/// What a file begins with that only services of rights management open: `message.rpmsg` (MS-OXORMMS 2.1.1), and files
/// that were protected as a whole (`.pfile`).
const PROTECTED: [&[u8]; 2] = [b"\x76\xe8\x04\x60\xc4\x11\xe3\x86", b".pfile"];

/// Fonts, and the pictures of Windows, which `file_type` has no word for.
const MEDIA: [&[u8]; 8] = [
    b"\0\x01\0\0",
    b"VCLMTF", // of LibreOffice
    b"OTTO",
    b"ttcf",
    b"wOFF",
    b"wOF2",
    b"\xd7\xcd\xc6\x9a",
    b"\x01\0\x09\0\0\x03",
];

/// What begins so is read so.
const SIGNATURES: &[(&[u8], Format)] = &[
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format::Compound),
    (b"\x1f\x8b\x08", Format::Gzip),
    (b"7z\xbc\xaf\x27\x1c", Format::SevenZip),
    (b"Rar!\x1a\x07", Format::Rar),
    (b"{\\rtf", Format::Rtf),
];

impl Format {
    pub(super) fn of(bytes: &[u8]) -> Self {
        let begins = |start: &[u8]| bytes.starts_with(start);
        if bytes.is_empty() {
            return Self::Empty;
        }
        if begins(b"PK\x03\x04") || begins(b"PK\x05\x06") {
            return Self::Zip;
        }
        if PROTECTED.into_iter().any(begins) {
            return Self::Protected;
        }
        if let Some((_, format)) = SIGNATURES.iter().find(|(start, _)| begins(start)) {
            return *format;
        }
        if archive::is_tar(bytes) {
            return Self::Tar;
        }
        match file_type(bytes) {
            "pdf" => Self::Pdf,
            "html" => Self::Html,
            "email" if is_text(bytes) => Self::Mail,
            "text" if begins(b"From ") && is_mailbox(bytes) => Self::Mailbox,
            "text" | "script" => Self::Text,
            "archive" => Self::Archive,
            "executable" => Self::Program,
            "image" if is_text(bytes) => Self::Text, // SVG
            "image" | "audio" | "video" => Self::Media,
            "other" if is_text(bytes) => Self::Text,
            "other" if MEDIA.into_iter().any(begins) || is_metafile(bytes) => Self::Media,
            _ => Self::Unknown, // a word, not an enum
        }
    }
}

/// An enhanced metafile (MS-EMF 2.3.4.2).
fn is_metafile(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x01\0\0\0") && bytes.get(40..44) == Some(b" EMF")
}

/// Text in any encoding that is told by its bytes.
fn is_text(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let is_wide = matches!(
        Charset::of(head).0,
        Charset::Utf16 { .. } | Charset::Utf32 { .. }
    );
    let binary = |byte: &u8| matches!(byte, 0..=8 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f);
    is_wide || !head.iter().any(binary)
}

/// The line behind the first is a header.
fn is_mailbox(bytes: &[u8]) -> bool {
    let head = bytes.get(..4096).unwrap_or(bytes);
    let line = head.split(|byte| *byte == b'\n').nth(1).unwrap_or_default();
    let name = line.split(|byte| *byte == b':').next().unwrap_or_default();
    name.len() < line.len()
        && name
            .iter()
            .all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
}
