//! What text is in these bytes?

use encoding_rs::Encoding;
use std::borrow::Cow;
use stepgate_policy::{CannotScan, Content};

/// Text that was found, or why there is none.
#[derive(Debug)]
pub enum Readable<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// No text.
    Not(CannotScan),
}

impl Readable<'_> {
    /// As a decision takes it.
    pub fn content(&self) -> Content<'_> {
        match self {
            Self::Text(text) => Content::Text(text),
            Self::Not(reason) => Content::NotScanned(*reason),
        }
    }
}

/// The text of a file or a message with the content type `content_type`, which may be empty.
pub fn read<'a>(bytes: &'a [u8], content_type: &str) -> Readable<'a> {
    let media_type = content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    let plain = plain_text(bytes, content_type);
    match plain {
        Some(text) if media_type == "application/x-www-form-urlencoded" => {
            Readable::Text(form_text(&text).into())
        }
        Some(text) if media_type.ends_with("json") => {
            Readable::Text(json_text(&text).map_or(text, Cow::Owned))
        }
        Some(text) => Readable::Text(text),
        None => Readable::Not(CannotScan::Unsupported),
    }
}

/// Bytes are text where their type names a charset, they have a mark, or they are UTF-8 without a zero.
fn plain_text<'a>(bytes: &'a [u8], content_type: &str) -> Option<Cow<'a, str>> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Some(encoding.decode(bytes).0);
    }
    if let Some(encoding) = charset(content_type) {
        return Some(encoding.decode_without_bom_handling(bytes).0);
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

/// Every string and number in a JSON text, one a line, so that escapes hide nothing.
fn json_text(text: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(text).ok()?;
    let mut out = String::with_capacity(text.len());
    let mut open = vec![&value];
    while let Some(value) = open.pop() {
        match value {
            serde_json::Value::Null | serde_json::Value::Bool(_) => {}
            serde_json::Value::Number(number) => line(&mut out, &number.to_string()),
            serde_json::Value::String(string) => line(&mut out, string),
            serde_json::Value::Array(values) => open.extend(values.iter().rev()),
            serde_json::Value::Object(members) => {
                for (name, value) in members {
                    line(&mut out, name);
                    open.push(value);
                }
            }
        }
    }
    Some(out)
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
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
                Some("a\n4111 1111\n7\n"),
            ),
            (b"{broken", "application/json", Some("{broken")),
            (b"\xff\xfea\0b\0", "", Some("ab")),
            (b"caf\xe9", "text/plain; charset=latin1", Some("caf\u{e9}")),
            (b"caf\xe9", "text/plain", None),
            (b"PK\x03\x04\0\0", "application/zip", None),
        ];
        for (bytes, content_type, expected) in table {
            let found = match read(bytes, content_type) {
                Readable::Text(text) => Some(text.into_owned()),
                Readable::Not(_) => None,
            };
            assert_eq!(found.as_deref(), *expected, "{content_type} {bytes:?}");
        }
    }
}
