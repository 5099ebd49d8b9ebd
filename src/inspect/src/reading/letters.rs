//! One character, as detectors see it.

use crate::fold;

/// Any character that is neither letter, digit nor a sign that matters: bullets, arrows, emoji.
pub(crate) const OTHER: u8 = 0x1f;

/// Where the digits of each script begin (Unicode general category Nd, `UnicodeData.txt`).
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6,
    0xe50, 0xed0, 0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50,
    0x1bb0, 0x1c40, 0x1c50, 0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10,
    0x104a0, 0x10d30, 0x11066, 0x110f0, 0x11136, 0x111d0, 0x112f0, 0x11450, 0x114d0, 0x11650,
    0x116c0, 0x11730, 0x118e0, 0x11950, 0x11c50, 0x11d50, 0x11da0, 0x16a60, 0x16ac0, 0x16b50,
    0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec, 0x1d7f6, 0x1e140, 0x1e2f0, 0x1e950, 0x1fbf0,
];

/// The letters U+00C0 to U+017F without their marks.
const LATIN: &[u8; 192] = b"AAAAAAACEEEEIIIIDNOOOOO.OUUUUYTsaaaaaaaceeeeiiiidnooooo.ouuuuyty\
AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiIiJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/// How detectors see `letter`: one byte, or nothing where it cannot be seen.
///
/// Letters of alphabets other than Latin are 0x80 to 0xBF, those of scripts that write words without spaces 0xC0 to
/// 0xFF: which letter it was is kept well enough to compare words, not to read them.
pub(crate) fn read(letter: char) -> Option<u8> {
    let code = u32::from(letter);
    if code < 0x80 {
        return Some(letter as u8);
    }
    Some(match code {
        0xad | 0x34f | 0x300..=0x36f | 0x61c | 0x180b..=0x180e | 0x200b..=0x200f => return None,
        0x202a..=0x202e | 0x2060..=0x206f | 0xfe00..=0xfe0f | 0xfeff | 0xe0100..=0xe01ef => {
            return None;
        }
        0x85 | 0x2028 | 0x2029 => b'\n',
        0xa0 | 0x1680 | 0x2000..=0x200a | 0x202f | 0x205f | 0x3000 => b' ',
        0x2010..=0x2015 | 0x2043 | 0x207b | 0x2212 | 0xfe58 | 0xfe63 | 0xff0d => b'-',
        0x2018..=0x201b | 0x2032 => b'\'',
        0xab | 0xbb | 0x201c..=0x201f | 0x300c..=0x300f => b'"',
        0x3001 | 0xff64 => b',',
        0x2024 | 0x3002 | 0xff61 => b'.',
        0x2044 | 0x2215 => b'/',
        0x3010 => b'[',
        0x3011 => b']',
        0xc0..=0x17f => LATIN.get((code - 0xc0) as usize).copied().unwrap_or(OTHER),
        0xff01..=0xff5e => (code - 0xfee0) as u8,
        0x660..=0x1fbf9 => return Some(digit(code).unwrap_or_else(|| script(letter, code))),
        _ => script(letter, code),
    })
}

fn digit(code: u32) -> Option<u8> {
    let before = ZEROS.partition_point(|zero| *zero <= code);
    let value = code - ZEROS.get(before.checked_sub(1)?)?;
    u8::try_from(value)
        .ok()
        .filter(|value| *value < 10)
        .map(|value| b'0' + value)
}

fn script(letter: char, code: u32) -> u8 {
    let folded = u32::from(fold(letter));
    let kept = ((folded ^ (folded >> 6) ^ (folded >> 11)) & 0x3f) as u8;
    match code {
        0x180..=0x2af | 0x370..=0xdff | 0x10a0..=0x167f | 0x1780..=0x1fff | 0x2c00..=0x2dff => {
            0x80 | kept
        }
        0xe00..=0x109f | 0x3040..=0x9fff | 0xa000..=0xa4cf | 0xac00..=0xd7af => 0xc0 | kept,
        0xf900..=0xfaff | 0xff66..=0xff9f | 0x20000..=0x3ffff => 0xc0 | kept,
        _ => OTHER,
    }
}

/// Whether a read byte is a letter.
pub(crate) const fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte >= 0x80
}

/// Whether a read byte belongs to the same word as a letter or digit beside it.
pub(crate) const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || (byte >= 0x80 && byte < 0xc0)
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn digits_dashes_and_spaces_of_any_script_are_read_as_ascii() {
        for (letter, byte) in [
            ('９', b'9'),
            ('٣', b'3'),
            ('۳', b'3'),
            ('१', b'1'),
            ('𝟗', b'9'),
            ('–', b'-'),
            ('\u{a0}', b' '),
            ('Ｘ', b'X'),
            ('é', b'e'),
            ('Ł', b'L'),
            ('ž', b'z'),
            ('：', b':'),
        ] {
            assert_eq!(read(letter), Some(byte), "{letter}");
        }
    }

    #[test]
    fn what_cannot_be_seen_is_not_read() {
        for letter in ['\u{200b}', '\u{feff}', '\u{ad}', '\u{2060}', '\u{301}'] {
            assert_eq!(read(letter), None, "U+{:04X}", letter as u32);
        }
    }

    #[test]
    fn letters_of_other_scripts_are_letters_without_regard_to_case() {
        assert_eq!(read('П'), read('п'));
        assert!(read('п').is_some_and(|byte| (0x80..0xc0).contains(&byte)));
        assert!(read('号').is_some_and(|byte| byte >= 0xc0));
        assert_eq!(read('→'), Some(super::OTHER));
    }
}
