//! Shapes of numbers, written as an example of them.
//!
//! `9` is a digit, `A` a letter, `X` either; `~` a space or a dash, `:` one of those or a dot, both the same throughout;
//! anything else is itself.

use crate::view::{Value, View};

/// Whether `shape` is at the place of `view`, alone; then where it ends and what it says. Its first `known` characters are known
/// to fit.
#[inline(never)]
pub(crate) fn matches(shape: &[u8], known: usize, view: &View<'_>) -> Option<(usize, Value)> {
    let end = view.at + shape.len();
    let mut joint = 0;
    let found = view.slice(view.at, end).iter();
    for (expected, found) in shape.iter().zip(found).skip(known) {
        let fits = match expected {
            b'9' => found.is_ascii_digit(),
            b'A' => found.is_ascii_alphabetic(),
            b'X' => found.is_ascii_alphanumeric(),
            b'~' => joins(&mut joint, *found, b" -"),
            b':' => joins(&mut joint, *found, b" -."),
            other => {
                joint = *other;
                found == other
            }
        };
        if !fits {
            return None;
        }
    }
    let whole = end <= view.bytes.len() && view.closes(end);
    whole.then(|| (end, Value::new(view.slice(view.at, end), joint)))
}

fn joins(joint: &mut u8, found: u8, joints: &[u8]) -> bool {
    let same = *joint == 0 || *joint == found;
    *joint = found;
    same && joints.contains(&found)
}

/// What stands behind the first group: the sign there, and how many digits follow, past a separator.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Behind {
    next: u8,
    digits: usize,
}

impl Behind {
    /// Behind the group that ends at `end`.
    pub(crate) fn new(view: &View<'_>, end: usize) -> Self {
        let next = view.byte(end);
        let from = if next.is_ascii_digit() { end } else { end + 1 };
        Self {
            next,
            digits: view.digits(from, 24) - from,
        }
    }

    /// Whether `shape` can go on so behind its first `known` characters: most shapes end here.
    pub(crate) fn fits(self, shape: &[u8], known: usize) -> bool {
        let Some(rest) = shape.get(known..).filter(|rest| !rest.is_empty()) else {
            return !self.next.is_ascii_alphanumeric();
        };
        let next = match rest.first() {
            Some(b'9') => self.next.is_ascii_digit(),
            Some(b'A') => self.next.is_ascii_alphabetic(),
            Some(b'X') => self.next.is_ascii_alphanumeric(),
            Some(b'~' | b':') => b" -.".contains(&self.next),
            Some(other) => self.next == *other,
            None => true,
        };
        next && self.counts(rest)
    }

    fn counts(self, rest: &[u8]) -> bool {
        let group = if rest.first() == Some(&b'9') {
            rest
        } else {
            rest.get(1..).unwrap_or_default()
        };
        let digits = group
            .iter()
            .take_while(|expected| **expected == b'9')
            .count();
        digits == 0 || group.get(digits) == Some(&b'X') || digits == self.digits
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
        matches(
            shape.as_bytes(),
            0,
            &View {
                bytes,
                at: 0,
                word: 0,
            },
        )
        .is_some()
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
