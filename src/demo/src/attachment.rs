//! Which file name does a download carry?

use axum::http::HeaderValue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// `attr-char` of RFC 8187: what `filename*` may hold unescaped.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// `Content-Disposition` (RFC 6266) that saves as `name`: a plain name for old readers and, when it differs, the exact
/// one.
pub(crate) fn disposition(name: &str) -> HeaderValue {
    let plain: String = name.chars().map(plain_letter).collect();
    let exact = utf8_percent_encode(name, ESCAPED);
    let value = if plain == name {
        format!("attachment; filename=\"{plain}\"")
    } else {
        format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
    };
    HeaderValue::try_from(value).unwrap_or(HeaderValue::from_static("attachment"))
}

fn plain_letter(letter: char) -> char {
    let plain = matches!(letter, ' '..='~') && !matches!(letter, '"' | '\\' | '%');
    if plain { letter } else { '_' }
}

#[cfg(test)]
mod tests {
    use super::disposition;

    #[test]
    fn a_plain_name_is_quoted() {
        assert_eq!(
            disposition("Site plan.png"),
            "attachment; filename=\"Site plan.png\""
        );
    }

    #[test]
    fn other_letters_travel_in_the_extended_form() {
        assert_eq!(
            disposition("Ü – 1.pdf"),
            "attachment; filename=\"_ _ 1.pdf\"; filename*=UTF-8''%C3%9C%20%E2%80%93%201.pdf"
        );
    }

    #[test]
    fn a_name_cannot_end_the_header_early() {
        let value = disposition("a\"; filename=\"b.exe\r\nX: y");
        assert_eq!(
            value,
            "attachment; filename=\"a_; filename=_b.exe__X: y\"; filename*=UTF-8''a%22%3B%20filename%3D%22b.exe%0D%0AX%3A%20y"
        );
    }
}
