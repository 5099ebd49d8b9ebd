//! The value that a word is given: `password = "x"`, `<secret>x</secret>`, `--token x`, `password is x`.

use crate::reading::is_word;
use crate::view::{View, is_one};

/// How a value is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Assigned {
    pub(super) start: usize,
    pub(super) end: usize,
    /// In quotation marks.
    pub(super) quoted: bool,
    /// In a sentence: `is`.
    pub(super) said: bool,
}

/// The longest value.
const LONGEST: usize = 256;
/// Words that may stand between the keyword and the sign: `password for admin:`.
const WORDS: usize = 4;

/// What the word that ends at the place is given.
pub(super) fn assigned(view: &View<'_>) -> Option<Assigned> {
    let name = view.run(view.at, 40, |byte| is_word(byte) || byte == b'-');
    let (sign, said) = sign(view, name)?;
    let place = view.run(sign, 12, |byte| byte == b' ' || byte == b'\t');
    let place = if said {
        place
    } else {
        view.run(place, 1, |byte| byte == b'@')
    };
    let escaped = usize::from(view.byte(place) == b'\\' && b"\"'".contains(&view.byte(place + 1)));
    let quote = view.byte(place + escaped);
    if b"\"'`".contains(&quote) {
        let start = place + escaped + 1;
        let end = view.run(start, LONGEST, |byte| {
            byte != quote && byte != b'\n' && byte != b'\\'
        });
        let closed = matches!(view.byte(end), b'"' | b'\'' | b'`' | b'\\')
            || end - start < LONGEST && view.byte(end) == 0;
        return (closed && end > start).then_some(Assigned {
            start,
            end,
            quoted: true,
            said,
        });
    }
    let end = view.run(place, LONGEST, |byte| {
        byte > b' ' && byte != 0x1f && !b",;\"'`<>|".contains(&byte)
    });
    let end = trimmed(view, place, query(view, place, end));
    (end > place && end - place < LONGEST).then_some(Assigned {
        start: place,
        end,
        quoted: false,
        said,
    })
}

/// Where the next pair of a query begins, if the value is part of one: `password=x&user=y`.
fn query(view: &View<'_>, from: usize, to: usize) -> usize {
    let begins = |place: &usize| {
        let name = || view.run(place + 1, 24, is_word);
        view.byte(*place) == b'&' && name() > place + 1 && view.byte(name()) == b'='
    };
    (from..to).find(begins).unwrap_or(to)
}

/// Without the sentence's own signs.
fn trimmed(view: &View<'_>, from: usize, to: usize) -> usize {
    let end = view.run_back(to, to - from, |byte| b".,:)]}".contains(&byte));
    let opens = |sign: u8| view.slice(from, end).contains(&sign);
    // `a(b)` keeps its bracket.
    let closing = view.byte(end);
    let kept = (closing == b')' && opens(b'('))
        || (closing == b']' && opens(b'['))
        || (closing == b'}' && opens(b'{'));
    if kept { end + 1 } else { end }
}

/// Where the sign of an assignment ends that follows `at`, and whether it is a word.
fn sign(view: &View<'_>, at: usize) -> Option<(usize, bool)> {
    let mut place = at;
    for word in 0..=WORDS {
        let close = view.run(place, 4, |byte| b"\"'`])\\".contains(&byte));
        let gap = view.run(close, 24, |byte| byte == b' ' || byte == b'\t');
        let sign = view.run(gap, 3, |byte| b":=>-".contains(&byte));
        let text = view.slice(gap, sign);
        if !text.is_empty() {
            return is_one(text, ":,=,:=,=>,->,==,::,>").then_some((sign, false));
        }
        let end = view.run(gap, 16, |byte| byte.is_ascii_alphabetic());
        let text = view.slice(gap, end);
        let after = view.byte(end);
        if gap == place || text.is_empty() || after == b'(' || after.is_ascii_digit() {
            return None;
        }
        const SAID: &str = "is,was,ist,lautet,est,es,e,to,are,war,jest,ar,reads,auf,equals,become";
        if is_one(text, SAID) {
            let colon = view.run(end, 1, |byte| byte == b':');
            return Some((colon, true));
        }
        // What follows a quotation is another name: `class="PasswordTest" name="x1"`.
        if word == WORDS || text.len() > 12 || close > place {
            return None;
        }
        place = end;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::assigned;
    use crate::view::View;

    fn value(text: &str) -> Option<&str> {
        let at = text.find('K').unwrap() + 1;
        let assigned = assigned(&View {
            bytes: text.as_bytes(),
            at,
            word: at,
        });
        assigned.map(|assigned| &text[assigned.start..assigned.end])
    }

    #[test]
    fn values_are_read_however_they_are_given() {
        for text in [
            "K = V1w",
            "K: V1w",
            "{\"K\": \"V1w\"}",
            "K=V1w&x",
            "K => 'V1w',",
            "<K>V1w</K>",
            "K is V1w.",
            "export K_X=\"V1w\"",
            "the K for admin is V1w,",
            "{\\\"K\\\":\\\"V1w\\\"}",
        ] {
            let found = value(text);
            assert!(
                found == Some("V1w") || found == Some("V1w&x"),
                "{text} {found:?}"
            );
        }
    }

    #[test]
    fn a_word_that_is_given_nothing_has_no_value() {
        for text in [
            "K",
            "K and more words than a name has in it",
            "K()",
            "K != x",
        ] {
            assert_eq!(value(text), None, "{text}");
        }
    }
}
