//! From bytes in any encoding to text.
//!
//! UTF-8, UTF-16 and UTF-32 are told by their mark, UTF-16 without a mark by its zeros. A byte that is not UTF-8 is read as
//! Windows-1252, so that nothing is lost, and ASCII is right in every encoding that extends it.

mod decoder;
mod named;

use alloc::string::String;
pub(crate) use decoder::Decoder;
pub use named::decode_named;
pub(crate) use named::{ReadText, decode_word, read_declared, read_named};

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    Utf8,
    Utf16 { big: bool },
    Utf32 { big: bool },
    Windows1252,
}

/// Names of Windows-1252, and of encodings that differ from it in signs but not in the letters of the west of Europe.
const WESTERN: &[&str] = &[
    "windows-1252",
    "cp1252",
    "iso-8859-1",
    "latin1",
    "l1",
    "iso8859-1",
    "iso-8859-15",
    "latin-9",
    "windows-1254",
    "iso-8859-9",
];

/// The letters of Windows-1252 that differ from Latin-1 (Unicode's mapping table `CP1252.TXT`), from 0x80.
const WINDOWS: [u16; 32] = [
    0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039,
    0x152, 0x8d, 0x17d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc,
    0x2122, 0x161, 0x203a, 0x153, 0x9d, 0x17e, 0x178,
];

/// The letter of a byte in Windows-1252.
pub(crate) fn windows(byte: u8) -> char {
    let special = usize::from(byte)
        .checked_sub(0x80)
        .and_then(|at| WINDOWS.get(at));
    let code = special.map_or(u32::from(byte), |code| u32::from(*code));
    char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)
}

impl Charset {
    /// The encoding that the first bytes tell, and how long its mark is.
    pub(crate) fn of(head: &[u8]) -> (Self, usize) {
        match head {
            [0xef, 0xbb, 0xbf, ..] => (Self::Utf8, 3),
            [0xff, 0xfe, 0, 0, ..] => (Self::Utf32 { big: false }, 4),
            [0, 0, 0xfe, 0xff, ..] => (Self::Utf32 { big: true }, 4),
            [0xff, 0xfe, ..] => (Self::Utf16 { big: false }, 2),
            [0xfe, 0xff, ..] => (Self::Utf16 { big: true }, 2),
            _ => (Self::by_zeros(head), 0),
        }
    }

    /// Text in Latin letters as UTF-16 has a zero in every other byte, and hardly one in the others.
    fn by_zeros(head: &[u8]) -> Self {
        let head = head.get(..1024).unwrap_or(head);
        let (mut even, mut odd) = (0, 0);
        for (at, byte) in head.iter().enumerate() {
            let zeros = if at % 2 == 0 { &mut even } else { &mut odd };
            *zeros += usize::from(*byte == 0);
        }
        let many = |count: usize| head.len() >= 4 && count * 10 >= head.len() * 3;
        let few = |count: usize| count * 50 <= head.len();
        if many(odd) && few(even) {
            Self::Utf16 { big: false }
        } else if many(even) && few(odd) {
            Self::Utf16 { big: true }
        } else {
            Self::Utf8
        }
    }

    /// The encoding of this name, if it is one of these.
    pub(crate) fn named(name: &str) -> Option<Self> {
        let name = name.trim().trim_matches(['"', '\'']);
        let is_in = |names: &[&str]| names.iter().any(|one| one.eq_ignore_ascii_case(name));
        if is_in(&["utf-8", "utf8", "us-ascii", "ascii"]) {
            Some(Self::Utf8)
        } else if is_in(WESTERN) {
            Some(Self::Windows1252)
        } else if is_in(&["utf-16", "utf-16le", "unicode"]) {
            Some(Self::Utf16 { big: false })
        } else if is_in(&["utf-16be"]) {
            Some(Self::Utf16 { big: true })
        } else {
            None
        }
    }
}

/// The text of bytes that are all there.
pub(crate) fn decode(bytes: &[u8], charset: Option<Charset>) -> String {
    let mut text = String::new();
    let mut decoder = charset.map_or_else(Decoder::default, Decoder::new);
    decoder.push(bytes, &mut text);
    decoder.end(&mut text);
    text
}

#[cfg(test)]
mod tests;
