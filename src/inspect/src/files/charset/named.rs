//! Text in an encoding that something says by name.
//!
//! The tables of the many encodings that are read here by nobody else are those of the sink's surroundings: the gateway has
//! them compiled in, a browser has its own.

use super::{Charset, decode};
use crate::files::outcome::Reason;
use crate::files::reading::{Reading, Stop};
use alloc::string::String;

/// What reads text in an encoding.
pub(crate) type ReadText = fn(&mut Reading<'_>, &[u8], Option<Charset>) -> Result<(), Stop>;

/// How much larger text may become as UTF-8 than it is in any other encoding, at most.
const GROWS: usize = 3;

/// Reads `bytes`, which are text in the encoding called `name`, with `read`. Where nobody knows the encoding, only ASCII
/// can be relied on, and what is not is `unsupported`.
pub(crate) fn read_named(
    reading: &mut Reading<'_>,
    name: &str,
    bytes: &[u8],
    read: ReadText,
) -> Result<(), Stop> {
    let charset = Charset::named(name);
    if charset.is_some() || is_plain(bytes) {
        return read(reading, bytes, charset);
    }
    let takes = bytes.len().saturating_mul(GROWS);
    if !reading.hold(takes) {
        return read(reading, bytes, None);
    }
    let result = match reading.decode(name, bytes) {
        Some(text) => read(reading, text.as_bytes(), Some(Charset::Utf8)),
        None => {
            reading.fail(Reason::Unsupported);
            read(reading, bytes, None)
        }
    };
    reading.release(takes);
    result
}

/// As [`read_named`], for a name that stands in the bytes themselves, as ASCII: they are not UTF-16 then (HTML, "prescan a
/// byte stream to determine its encoding"), and where it says UTF-8 and they are not, the bytes are right.
pub(crate) fn read_declared(
    reading: &mut Reading<'_>,
    name: Option<&str>,
    bytes: &[u8],
    read: ReadText,
) -> Result<(), Stop> {
    let is_unicode = |name: &&str| match Charset::named(name) {
        Some(Charset::Utf8 | Charset::Utf16 { .. } | Charset::Utf32 { .. }) => true,
        Some(Charset::Windows1252) | None => false,
    };
    match name.filter(|name| !is_unicode(name)) {
        Some(name) => read_named(reading, name, bytes, read),
        None => read(reading, bytes, None),
    }
}

/// The text of a few bytes in the encoding called `name`.
pub(crate) fn decode_word(reading: &mut Reading<'_>, name: &str, bytes: &[u8]) -> String {
    let charset = Charset::named(name);
    if charset.is_some() || is_plain(bytes) {
        return decode(bytes, charset);
    }
    reading.decode(name, bytes).unwrap_or_else(|| {
        reading.fail(Reason::Unsupported);
        decode(bytes, None)
    })
}

/// Whether every byte is a letter of ASCII, and none switches to another alphabet (ISO 2022).
fn is_plain(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| byte.is_ascii() && *byte != 0x1b)
}

/// The text of `bytes` in the encoding called `name` (WHATWG Encoding Standard, "names and labels"); `None` where that is
/// not one, or where the feature `charsets` is off.
#[cfg(feature = "charsets")]
#[must_use]
pub fn decode_named(name: &str, bytes: &[u8]) -> Option<String> {
    let encoding = encoding_rs::Encoding::for_label_no_replacement(name.as_bytes())?;
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Some(text.into_owned())
}

/// The text of `bytes` in the encoding called `name` (WHATWG Encoding Standard, "names and labels"); `None` where that is
/// not one, or where the feature `charsets` is off.
#[cfg(not(feature = "charsets"))]
#[must_use]
pub const fn decode_named(_name: &str, _bytes: &[u8]) -> Option<String> {
    None
}
