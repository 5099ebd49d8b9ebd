//! What kind of character a byte is.

pub(super) const LOWER: u8 = 1;
pub(super) const UPPER: u8 = 2;
pub(super) const DIGIT: u8 = 4;
pub(super) const BAR: u8 = 8;
pub(super) const HIGH: u8 = 16;
pub(super) const WORD: u8 = 31;
pub(super) const WIDE: u8 = 32;
pub(super) const SIGN: u8 = 64;
/// A sign that a cell of a table begins behind.
pub(super) const CELL: u8 = 128;

const fn class(byte: u8) -> u8 {
    match byte {
        b'a'..=b'z' => LOWER,
        b'A'..=b'Z' => UPPER,
        b'0'..=b'9' => DIGIT,
        b'_' => BAR,
        0x80..=0xbf => HIGH,
        0xc0..=0xff => WIDE,
        b'\n' | b'\t' | b',' | b';' | b'|' | b'>' | b'(' => SIGN | CELL,
        b' '..=b'/' | b':'..=b'@' => SIGN,
        _ => 0,
    }
}

#[expect(clippy::indexing_slicing, reason = "evaluated when compiled")]
static CLASSES: [u8; 256] = {
    let mut classes = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        classes[byte] = class(byte as u8);
        byte += 1;
    }
    classes
};

#[expect(clippy::indexing_slicing, reason = "a byte is less than 256")]
pub(super) fn class_of(byte: u8) -> u8 {
    CLASSES[usize::from(byte)]
}
