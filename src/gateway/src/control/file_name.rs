//! Which file names could a reader take from this text?

use super::disposition::unquote;
use data_encoding::BASE64_NOPAD;
use encoding_rs::Encoding;
use percent_encoding::percent_decode;

/// The name without folders, as `/` and `\` part them.
pub fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.trim().to_owned()
}

/// The last part of an address's path that is not empty, decoded; with and without parameters behind a `;`.
pub fn names_in_path(path: &str) -> Vec<String> {
    let path = percent_decode(path.as_bytes()).decode_utf8_lossy();
    let mut parts = path.rsplit(['/', '\\']).map(str::trim);
    let last = parts.find(|part| !part.is_empty()).unwrap_or_default();
    let bare = last.split(';').next().unwrap_or_default();
    let mut names = vec![last.to_owned()];
    if bare != last {
        names.push(bare.to_owned());
    }
    names
}

/// The file names an address's query gives, under the keys apps use for that.
pub fn names_in_query(query: &str) -> Vec<String> {
    url::form_urlencoded::parse(query.as_bytes())
        .filter(|(key, _)| {
            let key = key.to_ascii_lowercase().replace(['-', '_'], "");
            matches!(key.as_str(), "file" | "filename" | "name" | "path")
        })
        .map(|(_, value)| base_name(&value))
        .filter(|name| name.contains('.'))
        .collect()
}

/// A plain name is text, or percent-encoded text as some browsers read it, or words encoded as in mail.
pub fn readings(name: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(name).into_owned();
    let decoded = percent_decode(name).decode_utf8_lossy().into_owned();
    let words = decode_words(&text);
    let bare = text.trim_matches('\'').to_owned();
    [text, decoded, bare].into_iter().chain(words).collect()
}

/// `charset'language'percent-encoded`.
pub fn decode_extended(value: &[u8]) -> Option<String> {
    let value = unquote(value);
    let mut parts = value.splitn(3, |byte| *byte == b'\'');
    let charset = parts.next()?;
    let encoded = parts.nth(1)?;
    let bytes: Vec<u8> = percent_decode(encoded).collect();
    let encoding = Encoding::for_label(charset)?;
    Some(encoding.decode_without_bom_handling(&bytes).0.into_owned())
}

/// RFC 2231: a piece of a name, `*number` or, percent-encoded, `*number*`.
pub fn piece(number: &str, value: &[u8]) -> Option<(u32, Vec<u8>)> {
    let number = number.strip_prefix('*')?;
    let value = unquote(value);
    let Some(number) = number.strip_suffix('*') else {
        return Some((number.parse().ok()?, value));
    };
    let number = number.parse().ok()?;
    // The first piece begins with charset and language.
    let text = match (number, value.rsplit(|byte| *byte == b'\'').next()) {
        (0, Some(text)) => text,
        (_, _) => &value,
    };
    Some((number, percent_decode(text).collect()))
}

/// The name the pieces make.
pub fn join(mut pieces: Vec<(u32, Vec<u8>)>) -> Option<String> {
    pieces.sort_by_key(|(number, _)| *number);
    let bytes: Vec<u8> = pieces.into_iter().flat_map(|(_, bytes)| bytes).collect();
    (!bytes.is_empty()).then(|| String::from_utf8_lossy(&bytes).into_owned())
}

/// RFC 2047: `=?charset?B?base64?=` and `=?charset?Q?quoted-printable?=`, which some readers take in names.
fn decode_words(name: &str) -> Option<String> {
    let (mut out, mut rest) = (String::new(), name);
    while let Some((before, word)) = rest.split_once("=?") {
        let mut parts = word.splitn(3, '?');
        let (charset, way, text) = (parts.next()?, parts.next()?, parts.next()?);
        let (text, behind) = text.split_once("?=")?;
        let bytes: Vec<u8> = match way {
            "B" | "b" => BASE64_NOPAD
                .decode(text.trim_end_matches('=').as_bytes())
                .ok()?,
            "Q" | "q" => {
                percent_decode(text.replace('_', " ").replace('=', "%").as_bytes()).collect()
            }
            _ => return None,
        };
        let encoding = Encoding::for_label(charset.split('*').next()?.as_bytes())?;
        out.push_str(before.trim_start());
        out.push_str(&encoding.decode_without_bom_handling(&bytes).0);
        rest = behind;
    }
    (!out.is_empty()).then(|| out + rest)
}
