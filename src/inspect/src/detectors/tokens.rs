//! What tokens of services share: their letters, how mixed they are, and what stands in for them in examples.

use crate::reading::is_word;
use crate::view::{View, holds, items};
use core::ops::RangeInclusive;

/// Letters, digits and `_`, or `-`, too.
pub(super) fn is_url_safe(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
}

/// Where a token ends that begins at the place with `prefix` characters, then has from `least` to `most` that `belongs` takes.
pub(super) fn token(
    view: &View<'_>,
    prefix: usize,
    least: usize,
    most: usize,
    belongs: impl Fn(u8) -> bool,
) -> Option<usize> {
    token_of(view, prefix, least..=most, &belongs)
}

/// One copy for all tokens.
#[inline(never)]
fn token_of(
    view: &View<'_>,
    prefix: usize,
    length: RangeInclusive<usize>,
    belongs: &dyn Fn(u8) -> bool,
) -> Option<usize> {
    let before = view.before(view.at);
    let from = view.at + prefix;
    let end = view.run(from, *length.end() + 1, belongs);
    let inside = is_word(before) || (before == b'-' && is_word(view.before(view.at - 1)));
    let fits = !inside && length.contains(&(end - from)) && !is_word(view.byte(end));
    (fits && !is_made_up(view.slice(from, end))).then_some(end)
}

/// Shannon's entropy in bits a character, times 256.
#[inline(never)]
pub(super) fn entropy(text: &[u8]) -> u32 {
    let mut counts = [0_u32; 256];
    for byte in text {
        if let Some(count) = counts.get_mut(usize::from(*byte)) {
            *count += 1;
        }
    }
    let length = text.len() as u32;
    if length == 0 {
        return 0;
    }
    let sum: u32 = counts
        .iter()
        .filter(|count| **count > 0)
        .map(|count| count * logarithm(*count))
        .sum();
    logarithm(length) - sum / length
}

/// The binary logarithm times 256, straight between powers of two.
fn logarithm(number: u32) -> u32 {
    let whole = number.ilog2();
    whole * 256 + (((number - (1 << whole)) * 256) >> whole)
}

/// What people put where a secret goes.
const STAND_INS: &str = "example,xxxx,changeme,change_me,change-me,placeholder,dummy,redacted,****,your_,your-,yourpass,\
    yourkey,yoursecret,insert,replace,todo,fixme,<,>,${,{{,%(,#{,....,goes_here,goes-here,goeshere,\
    my_secret,mysecret,sample,deadbeef,1234567890abcdef,abcdefghij,0123456789,not-a-real,fake,\
    masked,hidden,enter_,enter-,lorem,foobar,notreal";

/// Whether a secret is none, but stands for one: `your-key-here`, `xxxx`, `AKIAIOSFODNN7EXAMPLE`.
#[inline(never)]
pub(super) fn is_made_up(text: &[u8]) -> bool {
    let small = text.to_ascii_lowercase();
    let few = text.len() > 7 && entropy(text) < 400;
    few || items(STAND_INS).any(|part| holds(&small, part))
}

/// Whether there are letters and digits.
#[inline(never)]
pub(super) fn is_mixed(text: &[u8]) -> bool {
    text.iter().any(u8::is_ascii_digit) && text.iter().any(u8::is_ascii_alphabetic)
}

/// Whether letters change their case more often than words that were joined: `vwtRfsQhzV`.
#[inline(never)]
pub(super) fn is_scrambled(text: &[u8]) -> bool {
    let changes = text
        .windows(2)
        .filter(|pair| {
            matches!(
                pair,
                [b'a'..=b'z', b'A'..=b'Z'] | [b'A'..=b'Z', b'a'..=b'z']
            )
        })
        .count();
    text.len() > 9 && changes * 5 > text.len() * 2
}

#[cfg(test)]
mod tests {
    use super::{entropy, is_made_up, is_scrambled};

    #[test]
    fn entropy_is_shannons() {
        assert_eq!(entropy(b"aaaa"), 0);
        assert_eq!(entropy(b"abab"), 256);
        assert_eq!(entropy(b"abcdefgh"), 768);
    }

    #[test]
    fn joined_words_are_not_scrambled() {
        assert!(is_scrambled(b"vwtRfsQhzV"));
        assert!(!is_scrambled(b"getUserPasswordHash"));
        assert!(!is_scrambled(b"PasswordResetToken"));
    }

    #[test]
    fn examples_are_made_up_and_random_letters_are_not() {
        for text in [
            "xxxxxxxxxxxx",
            "YOUR_API_KEY",
            "${TOKEN}",
            "IOSFODNN7EXAMPLE",
            "aaaaaaaaaaab",
            "<secret>",
        ] {
            assert!(is_made_up(text.as_bytes()), "{text}");
        }
        assert!(!is_made_up(b"q7Kx0PbV9sTzW3mR"));
    }
}
