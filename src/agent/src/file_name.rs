//! What will the file be called? Names as browsers make them, without a folder.

/// The name in the last segment of a URL's path, percent-decoded; empty if the path ends in `/`.
#[must_use]
pub fn of_url(url: &str) -> String {
    let path = path_of(url);
    let last = path.rsplit('/').next().unwrap_or_default();
    percent_decoded(last)
}

/// What a browser makes of a suggested name: no folder, never empty.
#[must_use]
pub fn suggested(download: &str, url: &str) -> String {
    let last = download
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default()
        .trim();
    if !last.is_empty() {
        return last.into();
    }
    let from_url = if is_inline(url) {
        String::new()
    } else {
        of_url(url)
    };
    if from_url.is_empty() {
        "download".into()
    } else {
        from_url
    }
}

/// The path of an absolute or relative URL.
fn path_of(url: &str) -> &str {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let whole = url.get(..end).unwrap_or_default();
    match whole.split_once("://") {
        Some((_, rest)) => rest
            .find('/')
            .and_then(|at| rest.get(at..))
            .unwrap_or_default(),
        None => whole,
    }
}

/// The text with `%41` read as `A`; what is not UTF-8 is replaced.
#[must_use]
pub fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let escaped = (*first == b'%')
            .then(|| after.split_at_checked(2))
            .flatten();
        let decoded = escaped.and_then(|(digits, left)| Some((hex_byte(digits)?, left)));
        let (byte, left) = decoded.unwrap_or((*first, after));
        bytes.push(byte);
        rest = left;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex_byte(digits: &[u8]) -> Option<u8> {
    let mut value = 0_u8;
    for digit in digits {
        value = value << 4 | char::from(*digit).to_digit(16)? as u8;
    }
    Some(value)
}

/// Whether the URL carries its content itself, or names a blob of the page.
#[must_use]
pub fn is_inline(url: &str) -> bool {
    let scheme = url.split(':').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case("blob") || scheme.eq_ignore_ascii_case("data")
}

/// Whether a link to this name would be saved rather than shown: it has an ending, and not one of a page.
#[must_use]
pub fn looks_saved(name: &str) -> bool {
    const PAGES: [&str; 9] = [
        "html", "htm", "xhtml", "php", "asp", "aspx", "jsp", "do", "cgi",
    ];
    match name.rsplit_once('.') {
        Some((stem, ending)) => {
            !stem.is_empty()
                && !ending.is_empty()
                && !PAGES.iter().any(|page| ending.eq_ignore_ascii_case(page))
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{is_inline, looks_saved, of_url, suggested};

    #[test]
    fn the_last_segment_is_the_name() {
        assert_eq!(
            of_url("https://a.example/x/Budget%202026.xlsx?v=1#top"),
            "Budget 2026.xlsx"
        );
        assert_eq!(of_url("/files/a.pdf"), "a.pdf");
        assert_eq!(of_url("https://a.example"), "");
        assert_eq!(of_url("https://a.example/x/"), "");
    }

    #[test]
    fn broken_escapes_stay_as_they_are() {
        assert_eq!(of_url("/a%2"), "a%2");
        assert_eq!(of_url("/a%zz"), "a%zz");
        assert_eq!(of_url("/%ff"), "\u{fffd}");
    }

    #[test]
    fn a_suggested_name_loses_its_folder() {
        assert_eq!(suggested("../../etc/passwd", "/x"), "passwd");
        assert_eq!(suggested("C:\\a\\b.exe", "/x"), "b.exe");
        assert_eq!(suggested("", "https://a.example/report.pdf"), "report.pdf");
        assert_eq!(suggested("", "blob:https://a.example/1c2-3"), "download");
        assert_eq!(suggested(" ", "data:text/plain,x"), "download");
    }

    #[test]
    fn inline_urls_are_known_in_any_case() {
        assert!(is_inline("BLOB:https://a.example/1"));
        assert!(is_inline("data:,x"));
        assert!(!is_inline("https://a.example/blob:"));
    }

    #[test]
    fn pages_are_not_saved() {
        assert!(looks_saved("a.pdf"));
        assert!(!looks_saved("index.html"));
        assert!(!looks_saved("folder"));
        assert!(!looks_saved(".pdf"));
    }
}
