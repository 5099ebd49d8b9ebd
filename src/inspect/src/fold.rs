//! Comparing text without regard to case, the same way in the page and at the gateway.
//!
//! The full Unicode case tables would double the size of the part that lives in the page. This folds
//! the scripts that have case and are in wide use by their ranges: Latin, Greek, Cyrillic, Armenian and
//! full-width letters.

/// The small form of a letter; anything else as it is.
#[must_use]
pub const fn fold(letter: char) -> char {
    if letter.is_ascii() {
        return letter.to_ascii_lowercase();
    }
    let code = letter as u32;
    let folded = match code {
        0xc0..=0xd6 | 0xd8..=0xde => code + 0x20,
        // İ has no small form of one letter; the dotted small i is what people type.
        0x130 => 0x69,
        0x178 => 0xff,
        0x17f => 0x73,
        0x139..=0x148 | 0x179..=0x17e => code + (code & 1),
        0x100..=0x12f
        | 0x132..=0x137
        | 0x14a..=0x177
        | 0x1de..=0x1ef
        | 0x1f8..=0x21f
        | 0x222..=0x233
        | 0x370..=0x373
        | 0x3d8..=0x3ef
        | 0x460..=0x481
        | 0x48a..=0x4bf
        | 0x4d0..=0x52f
        | 0x1e00..=0x1e95
        | 0x1ea0..=0x1eff => code | 1,
        0x1cd..=0x1dc | 0x4c1..=0x4ce => code + (code & 1),
        0x386 => 0x3ac,
        0x388..=0x38a => code + 37,
        0x38c => 0x3cc,
        0x38e | 0x38f => code + 63,
        0x391..=0x3a1 | 0x3a3..=0x3ab => code + 0x20,
        0x3c2 => 0x3c3,
        0x400..=0x40f => code + 0x50,
        0x410..=0x42f => code + 0x20,
        0x4c0 => 0x4cf,
        0x531..=0x556 => code + 0x30,
        0x1e9e => 0xdf,
        // The Kelvin and Ångström signs.
        0x212a => 0x6b,
        0x212b => 0xe5,
        0xff21..=0xff3a => code + 0x20,
        _ => code,
    };
    match char::from_u32(folded) {
        Some(folded) => folded,
        None => letter,
    }
}

/// Whether two texts are the same but for case.
#[must_use]
pub fn equals(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other) || one.chars().map(fold).eq(other.chars().map(fold))
}

/// Whether `text` begins with `start`, but for case.
#[must_use]
pub fn starts_with(text: &str, start: &str) -> bool {
    begins(text.chars(), start.chars())
}

/// Whether `text` ends with `end`, but for case.
#[must_use]
pub fn ends_with(text: &str, end: &str) -> bool {
    begins(text.chars().rev(), end.chars().rev())
}

fn begins(mut text: impl Iterator<Item = char>, mut start: impl Iterator<Item = char>) -> bool {
    start.all(|expected| {
        text.next()
            .is_some_and(|found| fold(found) == fold(expected))
    })
}

#[cfg(test)]
mod tests {
    use super::{ends_with, equals, fold, starts_with};

    #[test]
    fn folding_agrees_with_unicode_where_one_letter_becomes_one_letter() {
        let scripts = [
            0x0..=0x17f,
            0x370..=0x3ff,
            0x400..=0x52f,
            0x531..=0x556,
            0xff21..=0xff5a,
        ];
        for letter in scripts.into_iter().flatten().filter_map(char::from_u32) {
            let mut lower = letter.to_lowercase();
            if let (Some(small), None) = (lower.next(), lower.next()) {
                // `µ`, final sigma and long s are small already and have a twin; the Greek and
                // Coptic symbols (ϴ, Ϲ, Ͻ ..) are no part of running text.
                if !matches!(letter, 'ς' | 'ſ')
                    && !('\u{3f0}'..='\u{3ff}').contains(&letter)
                    && !matches!(letter, '\u{37f}' | '\u{376}' | '\u{3cf}')
                {
                    assert_eq!(fold(letter), small, "{letter} U+{:04X}", letter as u32);
                }
            }
        }
    }

    #[test]
    fn folding_twice_changes_nothing_more() {
        for letter in ('\0'..=char::MAX).take(0x1_1000) {
            assert_eq!(fold(fold(letter)), fold(letter), "U+{:04X}", letter as u32);
        }
    }

    #[test]
    fn case_is_disregarded_at_both_ends() {
        assert!(equals("ÜBERSICHT.PDF", "übersicht.pdf"));
        assert!(!equals("a", "ab"));
        assert!(starts_with("Gehälter 2026", "GEHÄLTER"));
        assert!(ends_with("setup.EXE", ".exe"));
        assert!(!ends_with("exe", ".exe"));
    }
}
