//! Is this answer a page?

use http::header::{ACCEPT, CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY};
use http::{HeaderMap, HeaderValue};

/// The kind of page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// `text/html`.
    Html,
    /// `application/xhtml+xml`: the tag must be well-formed XML.
    Xhtml,
}

impl Page {
    /// The kind of page the headers of a response announce, if any.
    pub fn announced(headers: &HeaderMap) -> Option<Self> {
        match media_type(headers)?.as_str() {
            "text/html" => Some(Self::Html),
            "application/xhtml+xml" => Some(Self::Xhtml),
            _ => None,
        }
    }
}

/// The media type without its parameters. Of several headers the last counts, as in browsers.
pub fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers
        .get_all(CONTENT_TYPE)
        .iter()
        .next_back()?
        .to_str()
        .ok()?;
    Some(value.split(';').next()?.trim().to_ascii_lowercase())
}

/// Types that say nothing, so that browsers look into the content.
pub fn is_unknown(media_type: &str) -> bool {
    matches!(
        media_type,
        "" | "unknown/unknown" | "application/unknown" | "*/*"
    )
}

/// Whether the answer to a request with these headers can become a document.
///
/// Browsers say so in `Sec-Fetch-Dest`. Where that is missing (plain HTTP, old browsers) a navigation is told by its
/// wish for `text/html`, and a script's request by `X-Requested-With`.
pub fn may_become_page(headers: &HeaderMap) -> bool {
    is_document(headers).unwrap_or_else(|| {
        let wants_html = headers
            .get(ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .is_some_and(|accept| accept.contains("text/html"));
        wants_html && !headers.contains_key("x-requested-with")
    })
}

/// Whether the browser says that it asks for a document; `None` where it does not say.
pub fn is_document(headers: &HeaderMap) -> Option<bool> {
    let dest = headers.get("sec-fetch-dest")?;
    Some(matches!(
        dest.as_bytes(),
        b"document" | b"iframe" | b"frame" | b"fencedframe" | b"embed" | b"object"
    ))
}

/// Closes the two ways round the agent an answer that is not injected can open: a document of another type in the
/// page's own origin could run scripts (SVG, XML, a missing type) or lend its window to the page, so it is sandboxed;
/// HTML a script fetched could come back out of the cache as a page, so it is not kept, and SVG only for the same use.
///
/// Types that browsers show with a viewer of their own (PDF, sound, film) do not work in a sandbox and have no scripts.
pub fn sandbox_rest(becomes_document: bool, headers: &mut HeaderMap) {
    let media_type = media_type(headers).unwrap_or_default();
    if !becomes_document {
        if Page::announced(headers).is_some() || is_unknown(&media_type) {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        } else if media_type.ends_with("xml") {
            headers.append(VARY, HeaderValue::from_static("sec-fetch-dest"));
        }
        return;
    }
    let has_viewer = media_type == "application/pdf"
        || media_type.starts_with("video/")
        || media_type.starts_with("audio/");
    if !has_viewer {
        headers.append(CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(lines: &[(&'static str, &'static str)]) -> HeaderMap {
        lines
            .iter()
            .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn what_can_become_a_page_is_told_by_the_request() {
        let table = [
            (vec![("sec-fetch-dest", "document")], true),
            (vec![("sec-fetch-dest", "iframe")], true),
            (
                vec![("sec-fetch-dest", "empty"), ("accept", "text/html")],
                false,
            ),
            (vec![("sec-fetch-dest", "image")], false),
            (
                vec![("accept", "text/html,application/xhtml+xml,*/*;q=0.8")],
                true,
            ),
            (
                vec![
                    ("accept", "text/html"),
                    ("x-requested-with", "XMLHttpRequest"),
                ],
                false,
            ),
            (vec![("accept", "*/*")], false),
            (vec![], false),
        ];
        for (lines, expected) in table {
            assert_eq!(may_become_page(&headers(&lines)), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_page_is_told_by_its_type_in_any_spelling() {
        let announced = |value| Page::announced(&headers(&[("content-type", value)]));
        assert_eq!(announced("Text/HTML ; charset=x"), Some(Page::Html));
        assert_eq!(announced("application/xhtml+xml"), Some(Page::Xhtml));
        assert_eq!(announced("text/plain"), None);
        assert_eq!(announced("text/html-fragment"), None);
    }
}
