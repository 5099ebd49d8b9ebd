//! What text is in these bytes?

use super::escapes::escapes;
use super::memory::Share;
use super::plain_text::{as_it_stands, cut, plain_text};
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use std::borrow::Cow;
use stepgate_policy::{CannotScan, Content, Examined};

/// Text that was found, or why there is none.
#[derive(Debug)]
pub enum Readable {
    /// Text.
    Text(Text),
    /// The text of some of it; the rest cannot be read.
    Part(Text),
    /// Text that was looked into while it was read.
    Examined(Box<Examined>),
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
            Self::Examined(examined) => Content::Examined(examined),
            Self::Not(reason) => Content::NotScanned(*reason),
        }
    }

    /// The text there is.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Part(text) => text.get(),
            Self::Examined(_) | Self::Not(_) => None,
        }
    }

    /// With the memory that reading took, of which stays what the text takes.
    pub fn with(self, share: Option<Share>) -> Self {
        match self {
            Self::Text(text) => Self::Text(text.with(share)),
            Self::Part(text) => Self::Part(text.with(share)),
            Self::Examined(_) | Self::Not(_) => self,
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
                Readable::Part(_) | Readable::Examined(_) | Readable::Not(_) => None,
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
                Readable::Text(_) | Readable::Examined(_) | Readable::Not(_) => None,
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
