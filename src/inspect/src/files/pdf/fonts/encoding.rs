//! Encodings of simple fonts (ISO 32000-2, 9.6.5 and annex D).

use super::glyphs;
use crate::files::charset::windows;
use crate::files::pdf::document::Document;
use crate::files::pdf::object::{Dict, Object};
use alloc::vec::Vec;

/// The letters of Mac OS Roman from 0x80 (Unicode's mapping table `ROMAN.TXT`).
const MAC: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸ⁄€‹›ﬁﬂ‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙıˆ˜¯˘˙˚¸˝˛ˇ";

/// The standard encoding of Adobe, where it is not ASCII.
const STANDARD: &[(u8, &str)] = &[
    (0x27, "’"),
    (0x60, "‘"),
    (0xa1, "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ"),
    (0xb1, "–†‡·"),
    (0xb6, "¶•‚„”»…‰"),
    (0xbf, "¿"),
    (0xc1, "`´ˆ˜¯˘˙¨"),
    (0xd0, "—"),
    (0xe1, "Æ"),
    (0xe3, "ª"),
    (0xe8, "ŁØŒº"),
    (0xf1, "æ"),
    (0xf5, "ı"),
    (0xf8, "łøœß"),
];

/// The letter of each code.
pub(super) fn read(document: &Document<'_>, font: &Dict) -> Vec<Option<char>> {
    let encoding = document.get(font, b"Encoding");
    let base = match &encoding {
        Object::Name(name) => Some(name.clone()),
        other => other
            .dict()
            .and_then(|dict| dict.get(b"BaseEncoding")?.name().map(<[u8]>::to_vec)),
    };
    let is_program = font.is(b"Subtype", b"Type1") || font.is(b"Subtype", b"MMType1");
    let mut letters = match base.as_deref() {
        Some(b"MacRomanEncoding") => mac(),
        Some(b"WinAnsiEncoding") => ansi(),
        _ if is_program => standard(),
        _ => ansi(), // bytes, not an enum
    };
    if let Some(differences) = encoding
        .dict()
        .map(|dict| document.get(dict, b"Differences"))
    {
        let mut code = 0;
        for part in differences.parts() {
            match part {
                Object::Number(number) => code = *number as usize,
                Object::Name(name) => {
                    if let Some(letter) = letters.get_mut(code) {
                        *letter = glyphs::letter(name);
                    }
                    code = code.saturating_add(1);
                }
                _ => (), // nothing else is here
            }
        }
    }
    letters
}

fn ascii() -> Vec<Option<char>> {
    let letter = |code: u8| (32..127).contains(&code).then_some(char::from(code));
    let mut letters: Vec<_> = (0..=255).map(letter).collect();
    for space in [b'\t', b'\n', b'\r'] {
        if let Some(letter) = letters.get_mut(usize::from(space)) {
            *letter = Some(' ');
        }
    }
    letters
}

fn put(letters: &mut [Option<char>], from: u8, text: &str) {
    let places = letters.iter_mut().skip(usize::from(from));
    places
        .zip(text.chars())
        .for_each(|(place, letter)| *place = Some(letter));
}

fn ansi() -> Vec<Option<char>> {
    let mut letters = ascii();
    let high = letters.iter_mut().enumerate().skip(0x80);
    for (code, place) in high {
        *place = u8::try_from(code).ok().map(windows);
    }
    letters
}

fn mac() -> Vec<Option<char>> {
    let mut letters = ascii();
    put(&mut letters, 0x80, MAC);
    letters
}

fn standard() -> Vec<Option<char>> {
    let mut letters = ascii();
    for (from, text) in STANDARD {
        put(&mut letters, *from, text);
    }
    letters
}
