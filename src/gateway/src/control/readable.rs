//! What text is in these bytes?

use super::memory::Share;
use bytes::Bytes;
use encoding_rs::{Encoding, UTF_8};
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use std::borrow::Cow;
use stepgate_policy::{CannotScan, Content};

/// Text that was found, or why there is none.
#[derive(Debug)]
pub enum Readable {
    /// Text.
    Text(Text),
    /// The text of some of it; the rest cannot be read.
    Part(Text),
    /// No text.
    Not(CannotScan),
}

/// A text, and the memory it takes.
#[derive(Debug)]
pub enum Text {
    /// It stands in the bytes that came, which are UTF-8.
    Kept(Bytes),
    /// It was made of them.
    Made {
        /// The text.
        text: String,
        /// Goes back with it.
        _share: Option<Share>,
    },
}

impl Readable {
    /// As a decision takes it.
    pub fn content(&self) -> Content<'_> {
        match self {
            Self::Text(text) => text.get().map_or(UNREADABLE, Content::Text),
            Self::Part(text) => text.get().map_or(UNREADABLE, Content::Part),
            Self::Not(reason) => Content::NotScanned(*reason),
        }
    }

    /// The text there is.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Part(text) => text.get(),
            Self::Not(_) => None,
        }
    }

    /// With the memory that reading took, of which stays what the text takes.
    pub fn with(self, share: Option<Share>) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.with(share)),
            Self::Part(text) => Self::Part(text.with(share)),
            Self::Not(reason) => Self::Not(reason),
        }
    }
}

/// Bytes were taken for text and are none: what cannot be is not clean.
const UNREADABLE: Content<'static> = Content::NotScanned(CannotScan::Corrupt);

impl Text {
    /// A new one.
    pub const fn made(text: String) -> Self {
        Self::Made { text, _share: None }
    }

    /// The text.
    pub fn get(&self) -> Option<&str> {
        match self {
            Self::Kept(bytes) => std::str::from_utf8(bytes).ok(),
            Self::Made { text, .. } => Some(text),
        }
    }

    fn with(self, share: Option<Share>) -> Self {
        match (self, share) {
            (Self::Made { text, .. }, Some(mut share)) => {
                share.shrink(text.len() as u64);
                Self::Made {
                    text,
                    _share: Some(share),
                }
            }
            (text, _) => text,
        }
    }
}

/// The content type, whatever bytes it is made of; nothing where there is none.
pub fn content_type(headers: &HeaderMap) -> Cow<'_, str> {
    headers
        .get(CONTENT_TYPE)
        .map_or(Cow::Borrowed(""), |value| {
            String::from_utf8_lossy(value.as_bytes())
        })
}

/// The text of a file or a message with the content type `content_type`, which may be empty; at most `most` characters.
pub fn read(bytes: &Bytes, content_type: &str, most: u64) -> Readable {
    if let Some(kept) = read_kept(bytes, content_type, most) {
        return kept;
    }
    let Some((text, is_cut)) = plain_text(bytes, content_type, most) else {
        return Readable::Not(CannotScan::Unsupported);
    };
    let text = match escapes(&text, content_type) {
        Some(undo) => undo(&text),
        None => text.into_owned(),
    };
    let text = Text::made(text);
    if is_cut {
        Readable::Part(text)
    } else {
        Readable::Text(text)
    }
}

/// As [`read`], where the text stands in the bytes as it is; nothing is made then.
pub fn read_kept(bytes: &Bytes, content_type: &str, most: u64) -> Option<Readable> {
    let text = as_it_stands(bytes, content_type)?;
    if escapes(text, content_type).is_some() {
        return None;
    }
    let (text, is_cut) = cut(text, most);
    let kept = Text::Kept(bytes.slice_ref(text.as_bytes()));
    Some(if is_cut {
        Readable::Part(kept)
    } else {
        Readable::Text(kept)
    })
}

/// What undoes the escapes of a text. Programs send JSON under any type, and apps read it under any.
fn escapes(text: &str, content_type: &str) -> Option<fn(&str) -> String> {
    let media_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let is_json = media_type.ends_with("json") || text.trim_start().starts_with(['{', '[', '"']);
    if media_type == "application/x-www-form-urlencoded" {
        Some(form_text)
    } else if is_json && text.contains('\\') {
        Some(json_text)
    } else if media_type.ends_with("xml") && text.contains("&#") {
        Some(xml_text)
    } else {
        None
    }
}

/// Bytes are text where their type names a charset, they have a mark, or they are UTF-8 without a zero.
fn encoding(bytes: &[u8], content_type: &str) -> (Option<&'static Encoding>, usize) {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (Some(encoding), mark),
        None => (charset(content_type), 0),
    }
}

/// Text that is UTF-8 already.
fn as_it_stands<'a>(bytes: &'a [u8], content_type: &str) -> Option<&'a str> {
    let (encoding, mark) = encoding(bytes, content_type);
    let bytes = bytes.get(mark..)?;
    let is_same =
        encoding.is_none_or(|one| one == UTF_8 || one.is_ascii_compatible() && bytes.is_ascii());
    let text = std::str::from_utf8(bytes).ok().filter(|_| is_same)?;
    (encoding.is_some() || !text.contains('\0')).then_some(text)
}

/// At most `most` characters of text, and whether there are more.
fn plain_text<'a>(bytes: &'a [u8], content_type: &str, most: u64) -> Option<(Cow<'a, str>, bool)> {
    if let Some(text) = as_it_stands(bytes, content_type) {
        let (text, is_cut) = cut(text, most);
        return Some((text.into(), is_cut));
    }
    let (encoding, mark) = encoding(bytes, content_type);
    let encoding = encoding?;
    let (mut text, mut is_cut) = decode(encoding, bytes.get(mark..)?, most);
    if !encoding.is_ascii_compatible() {
        // The app may not believe it, and then reads what stands there.
        text.push('\n');
        is_cut |= push_lossy(&mut text, bytes, most);
    }
    Some((text.into(), is_cut))
}

/// The first `most` characters, and whether there are more.
fn cut(text: &str, most: u64) -> (&str, bool) {
    let at = usize::try_from(most)
        .ok()
        .filter(|most| text.len() > *most)
        .and_then(|most| text.char_indices().nth(most));
    match at.and_then(|(at, _)| text.get(..at)) {
        Some(fits) => (fits, true),
        None => (text, false),
    }
}

/// Decodes piece by piece: what is beyond `most` characters takes no memory.
fn decode(encoding: &'static Encoding, bytes: &[u8], most: u64) -> (String, bool) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let (mut out, mut left) = (String::new(), most);
    let mut pieces = bytes.chunks(PIECE).peekable();
    while let Some(piece) = pieces.next() {
        let from = out.len();
        out.reserve(decoder.max_utf8_buffer_length(piece.len()).unwrap_or(0));
        // There is room for all of it.
        let _all = decoder.decode_to_string(piece, &mut out, pieces.peek().is_none());
        let new = out.get(from..).unwrap_or_default();
        let (fits, is_cut) = cut(new, left);
        if is_cut {
            let length = from + fits.len();
            out.truncate(length);
            return (out, true);
        }
        left -= new.chars().count() as u64;
    }
    (out, false)
}

/// How much is decoded at once.
const PIECE: usize = 64 * 1024;

/// The bytes as UTF-8, with a mark for each that is none; at most `most` characters. Whether there are more.
fn push_lossy(out: &mut String, bytes: &[u8], most: u64) -> bool {
    let mut left = most;
    for chunk in bytes.utf8_chunks() {
        let (fits, is_cut) = cut(chunk.valid(), left);
        out.push_str(fits);
        left -= fits.chars().count() as u64;
        if is_cut || (left == 0 && !chunk.invalid().is_empty()) {
            return true;
        }
        if !chunk.invalid().is_empty() {
            out.push(char::REPLACEMENT_CHARACTER);
            left -= 1;
        }
    }
    false
}

fn charset(content_type: &str) -> Option<&'static Encoding> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, label) = parameter.split_once('=')?;
        let is_charset = name.trim().eq_ignore_ascii_case("charset");
        is_charset.then(|| Encoding::for_label(label.trim().trim_matches('"').as_bytes()))?
    })
}

fn form_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (name, value) in url::form_urlencoded::parse(text.as_bytes()) {
        out.push_str(&name);
        out.push('\n');
        out.push_str(&value);
        out.push('\n');
    }
    out
}

/// A JSON text with its escapes undone, so that they hide nothing. It need not be right JSON: apps differ in what they
/// take, and which of two members with one name they take.
fn json_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let mut letters = behind.chars();
        match letters.next() {
            Some('n' | 'r') => out.push('\n'),
            Some('t' | 'b' | 'f') => out.push('\t'),
            Some('u') => {
                rest = push_numbered(&mut out, letters.as_str());
                continue;
            }
            Some(letter) => out.push(letter),
            None => {}
        }
        rest = letters.as_str();
    }
    out.push_str(rest);
    out
}

/// Adds the character whose number stands at the beginning of `text`, in four digits or in two times four with `\u`
/// between; answers what stands behind. A number that is none stays.
fn push_numbered<'t>(out: &mut String, text: &'t str) -> &'t str {
    let Some((first, behind)) = number(text) else {
        out.push('u');
        return text;
    };
    let second = behind.strip_prefix("\\u").and_then(number);
    let both = second.and_then(|(second, behind)| {
        let pair = char::decode_utf16([first, second]).next()?.ok()?;
        (pair.len_utf16() == 2).then_some((pair, behind))
    });
    if let Some((pair, behind)) = both {
        out.push(pair);
        return behind;
    }
    let alone = char::from_u32(first.into());
    out.push(alone.unwrap_or(char::REPLACEMENT_CHARACTER));
    behind
}

/// Up to four hexadecimal digits, and what stands behind.
fn number(text: &str) -> Option<(u16, &str)> {
    let digits = text
        .bytes()
        .take(4)
        .take_while(u8::is_ascii_hexdigit)
        .count();
    let (digits, behind) = text.split_at_checked(digits)?;
    Some((u16::from_str_radix(digits, 16).ok()?, behind))
}

/// An XML text with its numbered characters, `&#52;` and `&#x34;`, as they are.
fn xml_text(text: &str) -> String {
    let mut parts = text.split("&#");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (number, behind) = part.split_once(';').unwrap_or(("", part));
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        match number.ok().and_then(char::from_u32) {
            Some(character) => {
                out.push(character);
                out.push_str(behind);
            }
            None => {
                out.push_str("&#");
                out.push_str(part);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_found_behind_encodings_and_escapes() {
        let table: &[(&'static [u8], &str, Option<&str>)] = &[
            (b"plain", "", Some("plain")),
            (
                b"a=4111+1111&b=%31",
                "application/x-www-form-urlencoded",
                Some("a\n4111 1111\nb\n1\n"),
            ),
            (
                b"{\"a\":[\"4111\\u00201111\",7]}",
                "application/json",
                Some("{\"a\":[\"4111 1111\",7]}"),
            ),
            (
                b"{\"\\ud83d\\ude00\\\"\\u00",
                "text/plain",
                Some("{\"\u{1f600}\"\0"),
            ),
            (
                b"<a>&#52;1&#x31; &#; &amp;</a>",
                "text/xml",
                Some("<a>411 &#; &amp;</a>"),
            ),
            (b"{broken", "application/json", Some("{broken")),
            (b"[\"\\ud83dx\\uZ1\\/\\", "", Some("[\"\u{fffd}xuZ1/")),
            (b"\xff\xfea\0b\0", "", Some("ab\n\u{fffd}\u{fffd}a\0b\0")),
            (b"caf\xe9", "text/plain; charset=latin1", Some("caf\u{e9}")),
            (b"caf\xe9", "text/plain", None),
            (b"PK\x03\x04\0\0", "application/zip", None),
        ];
        for (bytes, content_type, expected) in table {
            let found = match read(&Bytes::from_static(bytes), content_type, 1000) {
                Readable::Text(text) => text.get().map(str::to_owned),
                Readable::Part(_) | Readable::Not(_) => None,
            };
            assert_eq!(found.as_deref(), *expected, "{content_type} {bytes:?}");
        }
    }

    #[test]
    fn text_beyond_the_limit_is_a_part_however_it_is_written() {
        let table: &[(&'static [u8], &str, &str)] = &[
            ("größe".as_bytes(), "", "größ"),
            ("\u{feff}größe".as_bytes(), "", "größ"),
            (b"gr\xf6\xdfe", "text/plain; charset=latin1", "größ"),
            (b"\xff\xfea\0b\0c\0d\0e\0", "", "abcd\n\u{fffd}\u{fffd}a\0"),
            (b"{\\u0041bcde", "", "{\u{0}"),
        ];
        for (bytes, content_type, expected) in table {
            let part = match read(&Bytes::from_static(bytes), content_type, 4) {
                Readable::Part(text) => text.get().map(str::to_owned),
                Readable::Text(_) | Readable::Not(_) => None,
            };
            assert_eq!(part.as_deref(), Some(*expected), "{content_type} {bytes:?}");
        }
    }

    #[test]
    fn a_text_that_is_utf_8_already_stays_where_it_is() {
        for (bytes, kept) in [("größe", true), ("{\"a\": 1}", true), ("{\"\\n\"}", false)] {
            let bytes = Bytes::from_static(bytes.as_bytes());
            assert_eq!(read_kept(&bytes, "", 1000).is_some(), kept, "{bytes:?}");
        }
    }
}
