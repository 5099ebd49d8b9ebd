//! From bytes in any encoding to text.
//!
//! UTF-8, UTF-16 and UTF-32 are told by their mark, UTF-16 without a mark by its zeros. A byte that is not UTF-8 is read as
//! Windows-1252, so that nothing is lost, and ASCII is right in every encoding that extends it.

use alloc::string::String;

/// An encoding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Charset {
    Utf8,
    Utf16 {
        big: bool,
    },
    Utf32 {
        big: bool,
    },
    Windows1252,
    /// Any other.
    #[cfg(feature = "charsets")]
    Other(&'static encoding_rs::Encoding),
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

/// Bytes to text, in any pieces.
#[derive(Default)]
pub(crate) struct Decoder {
    charset: Option<Charset>,
    carry: [u8; 4],
    carried: usize,
    /// The first half of a surrogate pair.
    high: Option<u32>,
    #[cfg(feature = "charsets")]
    other: Option<encoding_rs::Decoder>,
}

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

    /// The encoding of this name, where it is read; `None` for those in which only ASCII can be relied on. With the feature
    /// `charsets` that is every encoding of the WHATWG Encoding Standard.
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
            Self::other(name)
        }
    }

    #[cfg(feature = "charsets")]
    fn other(name: &str) -> Option<Self> {
        encoding_rs::Encoding::for_label(name.as_bytes()).map(Self::Other)
    }

    #[cfg(not(feature = "charsets"))]
    const fn other(_: &str) -> Option<Self> {
        None
    }
}

impl Decoder {
    pub(crate) fn new(charset: Charset) -> Self {
        Self {
            charset: Some(charset),
            ..Self::default()
        }
    }

    /// Adds the text of the next bytes to `text`. The first bytes of all tell the encoding.
    pub(crate) fn push(&mut self, bytes: &[u8], text: &mut String) {
        let mut bytes = bytes;
        if bytes.is_empty() {
            return;
        }
        let charset = self.charset.unwrap_or_else(|| {
            let (charset, mark) = Charset::of(bytes);
            bytes = bytes.get(mark..).unwrap_or_default();
            charset
        });
        self.charset = Some(charset);
        match charset {
            Charset::Utf8 => self.utf8(bytes, text),
            Charset::Windows1252 => text.extend(bytes.iter().copied().map(windows)),
            Charset::Utf16 { big } => self.wide(bytes, 2, big, text),
            Charset::Utf32 { big } => self.wide(bytes, 4, big, text),
            #[cfg(feature = "charsets")]
            Charset::Other(encoding) => self.other(encoding, bytes, false, text),
        }
    }

    /// What is left at the end: half a letter.
    pub(crate) fn end(&mut self, text: &mut String) {
        let carried = self.carry.get(..self.carried).unwrap_or_default();
        match self.charset {
            #[cfg(feature = "charsets")]
            Some(Charset::Other(encoding)) => self.other(encoding, &[], true, text),
            Some(Charset::Utf16 { .. } | Charset::Utf32 { .. }) if self.carried == 0 => {
                text.extend(self.high.take().map(|_| char::REPLACEMENT_CHARACTER));
            }
            Some(_) | None => text.extend(carried.iter().copied().map(windows)),
        }
        self.carried = 0;
    }

    #[cfg(feature = "charsets")]
    fn other(
        &mut self,
        encoding: &'static encoding_rs::Encoding,
        bytes: &[u8],
        last: bool,
        text: &mut String,
    ) {
        let new = || encoding.new_decoder_without_bom_handling();
        let decoder = self.other.get_or_insert_with(new);
        text.reserve(
            decoder
                .max_utf8_buffer_length(bytes.len())
                .unwrap_or_default(),
        );
        // There is room for all of it.
        let _ = decoder.decode_to_string(bytes, text, last);
    }

    fn utf8(&mut self, bytes: &[u8], text: &mut String) {
        let mut bytes = bytes;
        // A letter that began in the bytes before is completed byte by byte.
        while self.carried > 0 {
            let Some((byte, rest)) = bytes.split_first() else {
                return;
            };
            bytes = rest;
            self.keep(*byte);
            let carried = self.carry;
            let carried = carried.get(..self.carried).unwrap_or_default();
            self.carried = 0;
            self.chunks(carried, text);
        }
        self.chunks(bytes, text);
    }

    fn chunks(&mut self, bytes: &[u8], text: &mut String) {
        let mut rest = bytes.len();
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            rest -= chunk.valid().len() + chunk.invalid().len();
            if rest == 0 && is_begun(chunk.invalid()) {
                chunk.invalid().iter().for_each(|byte| self.keep(*byte));
            } else {
                text.extend(chunk.invalid().iter().copied().map(windows));
            }
        }
    }

    fn keep(&mut self, byte: u8) {
        if let Some(place) = self.carry.get_mut(self.carried) {
            *place = byte;
            self.carried += 1;
        }
    }

    fn wide(&mut self, bytes: &[u8], unit: usize, big: bool, text: &mut String) {
        for byte in bytes {
            self.keep(*byte);
            if self.carried < unit {
                continue;
            }
            self.carried = 0;
            let [a, b, c, d] = self.carry;
            let code = match (unit, big) {
                (2, false) => u32::from(u16::from_le_bytes([a, b])),
                (2, true) => u32::from(u16::from_be_bytes([a, b])),
                (_, false) => u32::from_le_bytes([a, b, c, d]),
                (_, true) => u32::from_be_bytes([a, b, c, d]),
            };
            self.unit(code, text);
        }
    }

    /// One unit of UTF-16, or one letter of UTF-32.
    fn unit(&mut self, code: u32, text: &mut String) {
        match (self.high.take(), code) {
            (_, 0xd800..=0xdbff) => self.high = Some(code),
            (Some(high), 0xdc00..=0xdfff) => {
                let code = 0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00);
                text.extend(char::from_u32(code));
            }
            (_, code) => text.push(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)),
        }
    }
}

/// Whether these bytes may be the beginning of a letter in UTF-8.
const fn is_begun(bytes: &[u8]) -> bool {
    match bytes {
        [0xc2..=0xdf] | [0xe0..=0xef] | [0xf0..=0xf4] => true,
        [0xe0..=0xef, 0x80..=0xbf] | [0xf0..=0xf4, 0x80..=0xbf] => true,
        [0xf0..=0xf4, 0x80..=0xbf, 0x80..=0xbf] => true,
        _ => false, // bytes, not an enum
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
mod tests {
    use super::{Charset, Decoder, decode};
    use alloc::string::String;
    use alloc::vec::Vec;

    #[test]
    fn a_mark_or_zeros_tell_the_encoding() {
        for (bytes, expected) in [
            (b"\xef\xbb\xbfcaf\xc3\xa9".as_slice(), "caf\u{e9}"),
            (b"\xff\xfec\0a\0\xe9\0\x3d\xd8\x00\xde", "ca\u{e9}\u{1f600}"),
            (b"\xfe\xff\0c\0a", "ca"),
            (b"c\0a\0f\0e\0", "cafe"),
            (b"\0c\0a\0f\0e", "cafe"),
            (b"\xff\xfe\0\0c\0\0\0", "c"),
            (b"caf\xe9 \x80 5", "caf\u{e9} \u{20ac} 5"),
        ] {
            assert_eq!(decode(bytes, None), expected);
        }
        assert_eq!(Charset::named(" UTF-8 "), Some(Charset::Utf8));
        assert_eq!(Charset::named("iso-8859-15"), Some(Charset::Windows1252));
        assert_eq!(Charset::named("unheard-of"), None);
    }

    #[cfg(feature = "charsets")]
    #[test]
    fn other_encodings_are_read_in_any_pieces() {
        let japanese = b"\x83J\x81[\x83h 4111";
        let mut text = String::new();
        let mut decoder = Decoder::new(Charset::named("shift_jis").unwrap());
        for byte in japanese {
            decoder.push(&[*byte], &mut text);
        }
        decoder.end(&mut text);
        assert_eq!(text, "\u{30ab}\u{30fc}\u{30c9} 4111");
    }

    #[test]
    fn text_in_single_bytes_is_the_same_as_at_once() {
        let bytes = "a\u{e9}\u{20ac}\u{1f600}z"
            .bytes()
            .chain([0xe9, b'x', 0xf0, 0x9f])
            .collect::<Vec<u8>>();
        let mut text = String::new();
        let mut decoder = Decoder::new(Charset::Utf8);
        for byte in &bytes {
            decoder.push(&[*byte], &mut text);
        }
        decoder.end(&mut text);
        assert_eq!(text, decode(&bytes, Some(Charset::Utf8)));
        assert!(text.starts_with("a\u{e9}\u{20ac}\u{1f600}z\u{e9}x"));
    }
}
