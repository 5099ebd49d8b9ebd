//! Which characters are these bytes?

use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// How much is decoded at once.
const PIECE: usize = 64 * 1024;

/// Bytes are text where their type names a charset, they have a mark, or they are UTF-8 without a zero.
fn encoding(bytes: &[u8], content_type: &str) -> (Option<&'static Encoding>, usize) {
    match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => (Some(encoding), mark),
        None => (charset(content_type), 0),
    }
}

/// Text that is UTF-8 already.
pub fn as_it_stands<'a>(bytes: &'a [u8], content_type: &str) -> Option<&'a str> {
    let (encoding, mark) = encoding(bytes, content_type);
    let bytes = bytes.get(mark..)?;
    let is_same =
        encoding.is_none_or(|one| one == UTF_8 || one.is_ascii_compatible() && bytes.is_ascii());
    let text = std::str::from_utf8(bytes).ok().filter(|_| is_same)?;
    (encoding.is_some() || !text.contains('\0')).then_some(text)
}

/// Whether [`plain_text`] finds any.
pub fn may_be_plain(bytes: &[u8], content_type: &str) -> bool {
    encoding(bytes, content_type).0.is_some() || as_it_stands(bytes, content_type).is_some()
}

/// At most `most` characters of text, and whether there are more.
pub fn plain_text<'a>(
    bytes: &'a [u8],
    content_type: &str,
    most: u64,
) -> Option<(Cow<'a, str>, bool)> {
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
pub fn cut(text: &str, most: u64) -> (&str, bool) {
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
