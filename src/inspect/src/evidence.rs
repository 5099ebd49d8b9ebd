//! Showing that something was found without showing it.

use alloc::string::String;

/// How many letters and digits may be shown.
const SHOWN: usize = 4;

/// `value` with `X` for everything but the separators that numbers and addresses are written with; with `last_four`, the last four are shown where
/// at least as many stay hidden twice over. Anything long is cut in the middle.
#[must_use]
pub fn masked(value: &str, last_four: bool) -> String {
    const LONG: usize = 40;
    let hidden = value
        .chars()
        .filter(|letter| letter.is_alphanumeric())
        .count();
    let show = if last_four && hidden >= 3 * SHOWN {
        SHOWN
    } else {
        0
    };
    let letters = value.chars().count();
    let (mut masked, mut seen) = (String::new(), 0);
    for (at, letter) in value.chars().enumerate() {
        seen += usize::from(letter.is_alphanumeric());
        if letters > LONG && (LONG / 2..letters - LONG / 2).contains(&at) {
            if at == LONG / 2 {
                masked.push('…');
            }
        } else if !letter.is_alphanumeric() {
            masked.push(if " -./:@()+".contains(letter) {
                letter
            } else {
                'X'
            });
        } else if seen > hidden - show {
            masked.push(letter);
        } else {
            masked.push('X');
        }
    }
    masked
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn only_the_last_four_are_shown_and_only_when_asked_for() {
        assert_eq!(masked("4111 1111 1111 1234", false), "XXXX XXXX XXXX XXXX");
        assert_eq!(masked("4111 1111 1111 1234", true), "XXXX XXXX XXXX 1234");
        assert_eq!(masked("536-22-1234", true), "XXX-XX-XXXX");
        assert_eq!(masked(&"ab\n".repeat(30), true).chars().count(), 41);
    }
}
