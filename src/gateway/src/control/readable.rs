//! What text is in these bytes?

use encoding_rs::Encoding;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use std::borrow::Cow;
use stepgate_policy::{CannotScan, Content};

/// Text that was found, or why there is none.
#[derive(Debug)]
pub enum Readable<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// The text of some of it; the rest cannot be read.
    Part(String),
    /// No text.
    Not(CannotScan),
}

impl Readable<'_> {
    /// As a decision takes it.
    pub fn content(&self) -> Content<'_> {
        match self {
            Self::Text(text) => Content::Text(text),
            Self::Part(text) => Content::Part(text),
            Self::Not(reason) => Content::NotScanned(*reason),
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

/// The text of a file or a message with the content type `content_type`, which may be empty.
pub fn read<'a>(bytes: &'a [u8], content_type: &str) -> Readable<'a> {
    let media_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let Some(text) = plain_text(bytes, content_type) else {
        return Readable::Not(CannotScan::Unsupported);
    };
    // Programs send JSON under any type, and apps read it under any.
    let is_json = media_type.ends_with("json") || text.trim_start().starts_with(['{', '[', '"']);
    Readable::Text(if media_type == "application/x-www-form-urlencoded" {
        form_text(&text).into()
    } else if is_json && text.contains('\\') {
        json_text(&text).into()
    } else if media_type.ends_with("xml") && text.contains("&#") {
        xml_text(&text).into()
    } else {
        text
    })
}

/// Bytes are text where their type names a charset, they have a mark, or they are UTF-8 without a zero.
fn plain_text<'a>(bytes: &'a [u8], content_type: &str) -> Option<Cow<'a, str>> {
    let marked = Encoding::for_bom(bytes).map(|(encoding, _)| encoding);
    if let Some(encoding) = marked.or_else(|| charset(content_type)) {
        let text = match marked {
            Some(_) => encoding.decode(bytes).0,
            None => encoding.decode_without_bom_handling(bytes).0,
        };
        if encoding.is_ascii_compatible() {
            return Some(text);
        }
        // The app may not believe it, and then reads what stands there.
        return Some(format!("{text}\n{}", String::from_utf8_lossy(bytes)).into());
    }
    let text = std::str::from_utf8(bytes).ok()?;
    (!text.contains('\0')).then_some(Cow::Borrowed(text))
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
    let mut out: Vec<u16> = Vec::with_capacity(text.len());
    let mut units = text.encode_utf16();
    while let Some(unit) = units.next() {
        if unit != u16::from(b'\\') {
            out.push(unit);
            continue;
        }
        let Some(escape) = units.next() else { break };
        out.push(match u8::try_from(escape) {
            Ok(b'n' | b'r') => u16::from(b'\n'),
            Ok(b't' | b'b' | b'f') => u16::from(b'\t'),
            Ok(b'u') => {
                let digits: Vec<u16> = units.by_ref().take(4).collect();
                u16::from_str_radix(&String::from_utf16_lossy(&digits), 16).unwrap_or(escape)
            }
            Ok(_) | Err(_) => escape,
        });
    }
    String::from_utf16_lossy(&out)
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
        let table: &[(&[u8], &str, Option<&str>)] = &[
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
            (b"\xff\xfea\0b\0", "", Some("ab\n\u{fffd}\u{fffd}a\0b\0")),
            (b"caf\xe9", "text/plain; charset=latin1", Some("caf\u{e9}")),
            (b"caf\xe9", "text/plain", None),
            (b"PK\x03\x04\0\0", "application/zip", None),
        ];
        for (bytes, content_type, expected) in table {
            let found = match read(bytes, content_type) {
                Readable::Text(text) => Some(text.into_owned()),
                Readable::Part(_) | Readable::Not(_) => None,
            };
            assert_eq!(found.as_deref(), *expected, "{content_type} {bytes:?}");
        }
    }
}
