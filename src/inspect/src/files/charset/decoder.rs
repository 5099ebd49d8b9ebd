//! Bytes to text, in any pieces.

use super::{Charset, windows};
use alloc::string::String;

/// Bytes to text, in any pieces.
#[derive(Default)]
pub(crate) struct Decoder {
    charset: Option<Charset>,
    carry: [u8; 4],
    carried: usize,
    /// The first half of a surrogate pair.
    high: Option<u32>,
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
        }
    }

    /// What is left at the end: half a letter.
    pub(crate) fn end(&mut self, text: &mut String) {
        let carried = self.carry.get(..self.carried).unwrap_or_default();
        match self.charset {
            Some(Charset::Utf16 { .. } | Charset::Utf32 { .. }) if self.carried == 0 => {
                text.extend(self.high.take().map(|_| char::REPLACEMENT_CHARACTER));
            }
            Some(_) | None => text.extend(carried.iter().copied().map(windows)),
        }
        self.carried = 0;
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
