//! What do the headers of an injected page say?

use super::charset::Charset;
use crate::field_list::members;
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_MATCH, IF_MODIFIED_SINCE,
    IF_NONE_MATCH, IF_UNMODIFIED_SINCE,
};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Headers that describe the bytes as they were, or let something else keep them.
const GONE: [HeaderName; 8] = [
    CONTENT_LENGTH,
    ACCEPT_RANGES,
    HeaderName::from_static("content-md5"),
    HeaderName::from_static("digest"),
    HeaderName::from_static("content-digest"),
    HeaderName::from_static("repr-digest"),
    HeaderName::from_static("surrogate-control"),
    HeaderName::from_static("cdn-cache-control"),
];

/// Cache directives that let an injected page be kept or reused.
const LOOSE: [&str; 6] = [
    "public",
    "max-age",
    "s-maxage",
    "immutable",
    "stale-while-revalidate",
    "stale-if-error",
];

/// Makes the headers true of the injected page.
pub fn describe(headers: &mut HeaderMap, charset: Charset, carries_grants: bool) {
    for name in &GONE {
        headers.remove(name);
    }
    weaken_etag(headers);
    tighten_cache(headers, carries_grants);
    name_charset(headers, charset);
}

/// Removes what would let the origin answer 304: the page the browser has holds a boot of another moment.
pub fn forget_validators(headers: &mut HeaderMap) {
    for name in [
        IF_NONE_MATCH,
        IF_MODIFIED_SINCE,
        IF_MATCH,
        IF_UNMODIFIED_SINCE,
    ] {
        headers.remove(name);
    }
}

fn weaken_etag(headers: &mut HeaderMap) {
    let weak = headers.get(ETAG).and_then(|etag| {
        let bytes = etag.as_bytes();
        (!bytes.starts_with(b"W/"))
            .then(|| HeaderValue::from_bytes(&[b"W/", bytes].concat()).ok())
            .flatten()
    });
    if let Some(weak) = weak {
        headers.insert(ETAG, weak);
    }
}

/// Adds `private` and `no-cache` (or `no-store`) and keeps what is as strict.
fn tighten_cache(headers: &mut HeaderMap, carries_grants: bool) {
    let mut directives: Vec<String> = members(headers, &CACHE_CONTROL)
        .filter(|one| {
            let name = one
                .split('=')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase();
            !name.is_empty()
                && name != "private"
                && name != "no-cache"
                && !LOOSE.contains(&name.as_str())
        })
        .collect();
    directives.push("private".into());
    directives.push("no-cache".into());
    if carries_grants
        && !directives
            .iter()
            .any(|one| one.eq_ignore_ascii_case("no-store"))
    {
        directives.push("no-store".into());
    }
    if let Ok(value) = HeaderValue::from_str(&directives.join(", ")) {
        headers.insert(CACHE_CONTROL, value);
    }
}

fn name_charset(headers: &mut HeaderMap, charset: Charset) {
    let output = charset.encoding.output_encoding();
    // `output_encoding` is UTF-8 for UTF-16, and the page is turned into what it names.
    let transcoded = !charset.encoding.is_ascii_compatible();
    if !charset.announce && !transcoded {
        return;
    }
    let name = if transcoded { "utf-8" } else { output.name() };
    let media_type = super::page::media_type(headers).unwrap_or_default();
    if let Ok(value) = HeaderValue::from_str(&format!("{media_type}; charset={name}")) {
        headers.insert(CONTENT_TYPE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_injected_page_is_never_kept_for_others_or_reused() {
        let table = [
            (None, false, "private, no-cache"),
            (
                Some("public, max-age=3600, immutable"),
                false,
                "private, no-cache",
            ),
            (Some("no-store"), true, "no-store, private, no-cache"),
            (
                Some("must-revalidate, s-maxage=1"),
                true,
                "must-revalidate, private, no-cache, no-store",
            ),
        ];
        for (before, grants, after) in table {
            let mut headers = HeaderMap::new();
            if let Some(before) = before {
                headers.insert(CACHE_CONTROL, HeaderValue::from_static(before));
            }
            tighten_cache(&mut headers, grants);
            assert_eq!(headers[CACHE_CONTROL], after);
        }
    }

    #[test]
    fn a_strong_validator_becomes_weak() {
        for (before, after) in [("\"a\"", "W/\"a\""), ("W/\"a\"", "W/\"a\"")] {
            let mut headers = HeaderMap::new();
            headers.insert(ETAG, HeaderValue::from_static(before));
            weaken_etag(&mut headers);
            assert_eq!(headers[ETAG], after);
        }
    }
}
