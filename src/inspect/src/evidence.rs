//! Showing that something was found without showing it.

use alloc::string::String;

/// How many letters and digits may be shown.
const SHOWN: usize = 4;
/// The longest text, in characters, that is not cut, and what stands where it is.
const LONG: usize = 40;
const CUT: char = '…';

/// What numbers and addresses are written with.
const fn is_separator(letter: char) -> bool {
    matches!(letter, ' ' | '-' | '.' | '/' | ':' | '@' | '(' | ')' | '+')
}

/// `value` with `X` for everything but the separators that numbers and addresses are written with; with `last_four`, the last four are shown where
/// at least as many stay hidden twice over and they are plain letters and digits. Anything long is cut in the middle.
#[must_use]
pub fn masked(value: &str, last_four: bool) -> String {
    let hidden = value.chars().filter(is_letter).count();
    let show = if last_four && hidden >= 3 * SHOWN {
        SHOWN
    } else {
        0
    };
    let letters = value.chars().count();
    let (mut masked, mut seen) = (String::new(), 0);
    for (at, letter) in value.chars().enumerate() {
        seen += usize::from(is_letter(&letter));
        if letters > LONG && (LONG / 2..letters - LONG / 2).contains(&at) {
            if at == LONG / 2 {
                masked.push(CUT);
            }
        } else if !is_letter(&letter) {
            masked.push(if is_separator(letter) { letter } else { 'X' });
        } else if seen > hidden - show && letter.is_ascii() {
            masked.push(letter);
        } else {
            masked.push('X');
        }
    }
    masked
}

/// A letter or digit; beyond ASCII, where the page has no tables, anything.
const fn is_letter(letter: &char) -> bool {
    letter.is_ascii_alphanumeric() || !letter.is_ascii()
}

/// Whether `text` is what [`masked`] could make of a value: `X`, separators, a cut, and with `last_four` at most four plain
/// letters and digits at its end behind twice as many that are hidden.
#[must_use]
pub fn is_masked(text: &str, last_four: bool) -> bool {
    let letters = text.chars().filter(|letter| !is_separator(*letter));
    let count = letters.clone().filter(|letter| *letter != CUT).count();
    let shown = if last_four && (count >= 3 * SHOWN || text.contains(CUT)) {
        SHOWN
    } else {
        0
    };
    let hidden = count - shown.min(count);
    let mut letters = letters.filter(|letter| *letter != CUT).enumerate();
    text.chars().count() <= LONG + 1
        && text.chars().filter(|letter| *letter == CUT).count() <= 1
        && letters
            .all(|(at, letter)| letter == 'X' || at >= hidden && letter.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::{is_masked, masked};
    use alloc::string::String;

    #[test]
    fn only_the_last_four_are_shown_and_only_when_asked_for() {
        assert_eq!(masked("4111 1111 1111 1234", false), "XXXX XXXX XXXX XXXX");
        assert_eq!(masked("4111 1111 1111 1234", true), "XXXX XXXX XXXX 1234");
        assert_eq!(masked("536-22-1234", true), "XXX-XX-XXXX");
        assert_eq!(masked(&"ab\n".repeat(30), true).chars().count(), 41);
    }

    #[test]
    fn what_is_masked_is_told_from_what_is_not() {
        for value in [
            "4111 1111 1111 1234",
            "536-22-1234",
            "alex.wilber@example.com",
            "ＤＥ８９ ３７０４ ００４４ ０５３２ ０１３０ ００",
            "sk_live_\u{200b}0123456789abcdefXYZ",
            "",
            "-----BEGIN KEY----- MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAo",
        ] {
            assert!(is_masked(&masked(value, false), false), "{value}");
            assert!(is_masked(&masked(value, true), true), "{value}");
        }
        assert!(!is_masked(&masked("4111 1111 1111 1234", true), false));
    }

    #[test]
    fn content_is_never_taken_for_masked() {
        let long = String::from_utf8([b'X'; 42].to_vec()).unwrap();
        for text in [
            "XXXX XXXX XXX1 1234",
            "XXXXXXX1234",
            "1234 XXXX XXXX XXXX",
            "XXXX XXXX XXXX é234",
            "XXXX XXXX XXXX\u{200b}1234",
            "secret",
            "x",
            "……",
            "<b>XXXX",
            &long,
        ] {
            assert!(!is_masked(text, true), "{text}");
            assert!(!is_masked(text, false), "{text}");
        }
    }
}
