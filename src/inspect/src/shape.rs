//! Shapes of numbers, written as an example of them.
//!
//! `9` is a digit, `A` a letter, `X` either; `~` a space or a dash, `:` one of those or a dot, both the same throughout;
//! anything else is itself.

use crate::view::View;

/// Whether `shape` is at the place of `view`; then the sign between its groups. Its first `known` characters are known to fit.
#[inline(never)]
pub(crate) fn matches(shape: &[u8], known: usize, view: &View<'_>) -> Option<u8> {
    let mut joint = 0;
    let found = view.slice(view.at + known, view.at + shape.len());
    let rest = shape.get(known..).unwrap_or_default();
    for (expected, found) in rest.iter().zip(found) {
        let fits = match expected {
            b'9' => found.is_ascii_digit(),
            b'A' => found.is_ascii_alphabetic(),
            b'X' => found.is_ascii_alphanumeric(),
            b'~' | b':' => {
                let same = joint == 0 || joint == *found;
                joint = *found;
                same && (matches!(found, b' ' | b'-') || (*expected == b':' && *found == b'.'))
            }
            other => {
                joint = *other;
                found == other
            }
        };
        if !fits {
            return None;
        }
    }
    (rest.len() == found.len()).then_some(joint)
}

/// What can stand behind the first group of a number, as far as shapes tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next {
    Letter,
    Digit,
    Space,
    Dash,
    Dot,
    Other,
}

impl Next {
    pub(crate) const ALL: [Self; 6] = [
        Self::Letter,
        Self::Digit,
        Self::Space,
        Self::Dash,
        Self::Dot,
        Self::Other,
    ];

    pub(crate) const fn of(sign: u8) -> Self {
        match sign {
            b'a'..=b'z' | b'A'..=b'Z' => Self::Letter,
            b'0'..=b'9' => Self::Digit,
            b' ' => Self::Space,
            b'-' => Self::Dash,
            b'.' => Self::Dot,
            _ => Self::Other,
        }
    }

    /// Whether `shape` can go on so behind its first `known` characters.
    pub(crate) fn fits(self, shape: &[u8], known: usize) -> bool {
        match shape.get(known) {
            None => !matches!(self, Self::Letter | Self::Digit),
            Some(b'9') => self == Self::Digit,
            Some(b'A') => self == Self::Letter,
            Some(b'X') => matches!(self, Self::Letter | Self::Digit),
            Some(b'~') => matches!(self, Self::Space | Self::Dash),
            Some(b':') => matches!(self, Self::Space | Self::Dash | Self::Dot),
            Some(other) => self == Self::of(*other),
        }
    }
}

/// How many digits the second group of `shape` has; 0 if it can be several.
pub(crate) fn second(shape: &[u8], known: usize) -> usize {
    let rest = shape.get(known..).unwrap_or_default();
    let group = match rest.split_first() {
        Some((b'9', _)) | None => rest,
        Some((_, group)) => group,
    };
    let digits = group
        .iter()
        .take_while(|expected| **expected == b'9')
        .count();
    if group.get(digits) == Some(&b'X') {
        0
    } else {
        digits
    }
}

/// What `shape` begins with: how many digits, or how many letters.
pub(crate) fn beginning(shape: &[u8]) -> (u8, usize) {
    let first = shape.first().copied().unwrap_or(0);
    (
        first,
        shape.iter().take_while(|byte| **byte == first).count(),
    )
}

#[cfg(test)]
mod tests {
    use super::matches;
    use crate::view::View;

    fn fits(shape: &str, text: &str) -> bool {
        let bytes = text.as_bytes();
        let view = View {
            bytes,
            at: 0,
            word: 0,
        };
        matches(shape.as_bytes(), 0, &view).is_some() && view.closes(shape.len())
    }

    #[test]
    fn separators_are_the_same_throughout() {
        assert!(fits("999~99~9999", "123-45-6789"));
        assert!(fits("999~99~9999", "123 45 6789"));
        assert!(!fits("999~99~9999", "123-45 6789"));
        assert!(!fits("999~99~9999", "123.45.6789"));
    }

    #[test]
    fn a_shape_ends_where_the_number_ends() {
        assert!(fits("99", "12."));
        assert!(!fits("99", "123"));
        assert!(!fits("99", "12.3"));
        assert!(!fits("99", "12-a"));
        assert!(!fits("99", "1"));
    }
}
