//! What mail does so that everything fits into lines of ASCII.

use crate::files::charset::{decode, decode_word};
use crate::files::reading::Reading;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// Base64 (RFC 2045, 6.8), and whether it is complete. Other letters are passed over.
pub(super) fn base64(text: &[u8]) -> (Vec<u8>, bool) {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut number, mut letters) = (0_u32, 0, 0_usize);
    for byte in text {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => {
                letters += 1;
                (bits, number) = (0, 0);
                continue;
            }
            _ => continue,
        };
        letters += 1;
        bits = bits << 6 | u32::from(value);
        number += 6;
        if number >= 8 {
            number -= 8;
            out.push((bits >> number) as u8);
            bits &= (1 << number) - 1;
        }
    }
    (out, letters % 4 == 0)
}

/// Quoted-printable (RFC 2045, 6.7).
pub(super) fn quoted(text: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((byte, after)) = rest.split_first() {
        rest = after;
        if *byte != b'=' {
            out.push(*byte);
            continue;
        }
        // A line that goes on, with white space behind the sign.
        let line = after
            .iter()
            .position(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        match line.map(|at| (at, after.get(at))) {
            Some((at, Some(b'\n'))) => rest = after.get(at + 1..).unwrap_or_default(),
            None => rest = &[],
            Some(_) => match after.get(..2).and_then(hex) {
                Some(value) => {
                    out.push(value);
                    rest = after.get(2..).unwrap_or_default();
                }
                None => out.push(b'='),
            },
        }
    }
    out
}

fn hex(pair: &[u8]) -> Option<u8> {
    u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok()
}

/// `%41` (RFC 2231, 4).
pub(super) fn percents(text: &str) -> String {
    let text: String = text
        .chars()
        .map(|letter| if letter == '%' { '=' } else { letter })
        .collect();
    decode(&quoted(text.as_bytes()), None)
}

/// Words such as `=?utf-8?Q?Geh=C3=A4lter?=` (RFC 2047).
pub(super) fn words(reading: &mut Reading<'_>, text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    let mut after_word = false;
    while let Some((before, word)) = rest.split_once("=?") {
        // White space between two such words is none.
        if !(after_word && before.trim().is_empty()) {
            out.push_str(before);
        }
        match word_of(reading, word) {
            Some((decoded, behind)) => {
                out.push_str(&decoded);
                rest = behind;
                after_word = true;
            }
            None => {
                out.push_str("=?");
                rest = word;
                after_word = false;
            }
        }
    }
    out.push_str(rest);
    out
}

/// The longest word that is looked for, in bytes; the standard allows 75.
const LONGEST: usize = 1000;

fn word_of<'t>(reading: &mut Reading<'_>, text: &'t str) -> Option<(String, &'t str)> {
    let end = text
        .bytes()
        .take(LONGEST)
        .enumerate()
        .scan(0, |marks, (at, byte)| {
            // The third mark, if an `=` is behind it.
            *marks += u32::from(byte == b'?');
            (*marks < 3).then_some(at)
        });
    let end = end.last()? + 1;
    text.get(end..)?.strip_prefix("?=")?;
    let (charset, rest) = text.split_once('?')?;
    let (way, rest) = rest.split_once('?')?;
    let (content, rest) = rest.split_once("?=")?;
    let bytes = match way {
        "B" | "b" => base64(content.as_bytes()).0,
        "Q" | "q" => quoted(content.replace('_', " ").as_bytes()),
        _ => return None, // a text, not an enum
    };
    let charset = charset.split('*').next().unwrap_or_default().to_owned();
    Some((decode_word(reading, &charset, &bytes), rest))
}

#[cfg(test)]
mod tests {
    use super::{base64, quoted, words};
    use crate::files::reading::Reading;
    use crate::files::{Limits, Reason, Texts};

    #[test]
    fn base64_is_complete_in_fours() {
        assert_eq!(base64(b"Zm9v\r\nYmE="), (b"fooba".to_vec(), true));
        assert!(!base64(b"Zm9vY").1);
    }

    #[test]
    fn quoted_printable_joins_lines() {
        assert_eq!(quoted(b"a=3D=\r\nb=C3=A9 = c="), b"a=b\xc3\xa9 = c");
    }

    #[test]
    fn words_of_headers_are_read() {
        for (written, read) in [
            (
                "=?utf-8?q?Geh=C3=A4lter?= =?utf-8?B?Zm9v?= x",
                "Geh\u{e4}lterfoo x",
            ),
            ("a =?b c", "a =?b c"),
        ] {
            let (limits, mut texts) = (Limits::default(), Texts::new(|| true));
            let mut reading = Reading::new(&limits, &mut texts);
            assert_eq!(words(&mut reading, written), read);
        }
    }

    #[test]
    fn a_word_in_an_encoding_that_nobody_knows_is_not_read() {
        let (limits, mut texts) = (Limits::default(), Texts::new(|| true));
        let mut reading = Reading::new(&limits, &mut texts);
        assert_eq!(words(&mut reading, "=?unheard-of?q?abc?="), "abc");
        assert!(reading.reasons.is_empty(), "ASCII is the same in all");
        words(&mut reading, "=?unheard-of?q?=E9?=");
        assert!(reading.reasons.contains(Reason::Unsupported));
    }
}
