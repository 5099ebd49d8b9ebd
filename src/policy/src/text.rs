//! Which text do policies compare, and which do people see?
//!
//! Names are compared in Unicode's compatibility form (NFKC) and without characters nobody sees: `ｅxe` and `e‍xe`
//! are `exe`. The tables for that are native only. Policies and sessions get to the page in this form, and for the
//! names of files the page asks its browser.

use std::borrow::Cow;

/// Whether nobody sees it: marks of direction, joiners, soft hyphens.
const fn is_invisible(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// `text` without what nobody sees.
pub(crate) fn visible(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || !text.chars().any(is_invisible) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(
        text.chars()
            .filter(|letter| !is_invisible(*letter))
            .collect(),
    )
}

/// `text` in the form policies compare.
#[cfg(feature = "load")]
pub(crate) fn comparable(text: &str) -> Cow<'_, str> {
    use unicode_normalization::{UnicodeNormalization as _, is_nfkc};
    if text.is_ascii() || is_nfkc(text) {
        return visible(text);
    }
    Cow::Owned(visible(&text.nfkc().collect::<String>()).into_owned())
}

/// `text` in the form policies compare, as far as that takes no tables.
#[cfg(not(feature = "load"))]
pub(crate) fn comparable(text: &str) -> Cow<'_, str> {
    visible(text)
}

/// `text` for people: what nobody would see, or would turn the text around, is written out as `\u{202e}`.
#[must_use]
pub fn shown(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_strange) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::new();
    for letter in text.chars() {
        if is_strange(letter) {
            shown.extend(letter.escape_unicode());
        } else {
            shown.push(letter);
        }
    }
    Cow::Owned(shown)
}

fn is_strange(letter: char) -> bool {
    is_invisible(letter) || letter.is_control()
}

#[cfg(test)]
mod tests {
    use super::{shown, visible};

    #[test]
    fn a_name_that_reads_backwards_is_shown_as_it_is() {
        assert_eq!(shown("annual\u{202e}fdp.exe"), r"annual\u{202e}fdp.exe");
        assert_eq!(shown("Übersicht 💥.pdf"), "Übersicht 💥.pdf");
        assert_eq!(visible("a.e\u{200b}xe"), "a.exe");
    }

    #[cfg(feature = "load")]
    #[test]
    fn letters_that_look_alike_by_width_or_joining_compare_alike() {
        use super::comparable;
        assert_eq!(comparable("ｓｅｔｕｐ．ｅｘｅ"), "setup.exe");
        assert_eq!(comparable("U\u{308}bersicht"), "Übersicht");
        assert_eq!(comparable("o\u{fb03}ce\u{202e}"), "office");
    }
}
