//! Shapes of numbers, written as an example of them.
//!
//! `9` is a digit, `A` a letter, `X` either; `~` a space or a dash, `:` one of those or a dot, both the same throughout;
//! anything else is itself.

use crate::view::{Value, View};

/// Whether `shape` is at the place of `view`, alone; then where it ends and what it says.
pub(crate) fn matches(shape: &[u8], view: &View<'_>) -> Option<(usize, Value)> {
    let end = view.at + shape.len();
    let mut value = Value::default();
    for (expected, found) in shape.iter().zip(view.slice(view.at, end)) {
        let fits = match expected {
            b'9' => found.is_ascii_digit(),
            b'A' => found.is_ascii_alphabetic(),
            b'X' => found.is_ascii_alphanumeric(),
            b'~' => joins(&mut value, *found, b" -"),
            b':' => joins(&mut value, *found, b" -."),
            other => {
                value.joint = *other;
                found == other
            }
        };
        if !fits {
            return None;
        }
    }
    if end > view.bytes.len() || !view.closes(end) {
        return None;
    }
    let letters = view
        .slice(view.at, end)
        .iter()
        .filter(|byte| byte.is_ascii_alphanumeric());
    value.bytes = letters.map(u8::to_ascii_uppercase).collect();
    Some((end, value))
}

fn joins(value: &mut Value, found: u8, joints: &[u8]) -> bool {
    let same = value.joint == 0 || value.joint == found;
    value.joint = found;
    same && joints.contains(&found)
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
