//! Words that a customer is looking for: a keyword list or a dictionary.

use crate::Excerpt;
use crate::context::{Keyword, Keywords};
use crate::reading::{Source, is_word};
use alloc::vec::Vec;
use core::ops::Range;

/// How many characters a word can take, with everything that may stand between its parts.
const AHEAD: usize = 1024;

/// Words and phrases, found without regard to case, accents and what stands between their words. A `*` at the end takes
/// any ending.
#[derive(Debug)]
pub struct KeywordList {
    keywords: Keywords,
}

/// How far a text that comes in pieces has been gone through for words.
#[derive(Debug, Default)]
pub struct Mentions {
    source: Source,
    at: usize,
    fed: usize,
}

impl KeywordList {
    /// Prepares the list.
    #[must_use]
    pub fn new<'w>(words: impl IntoIterator<Item = &'w str>) -> Self {
        let words: Vec<&str> = words.into_iter().collect();
        Self {
            keywords: Keywords::new(words.iter().map(|word| (*word, 1))),
        }
    }

    /// Tells `each` where its words are in what is new in `excerpt`, in bytes of the whole text, in their order. What is near
    /// the end is told only when the text goes on, or was the `last` of it.
    pub fn go_on(
        &self,
        so_far: &mut Mentions,
        excerpt: Excerpt<'_>,
        last: bool,
        each: &mut dyn FnMut(Range<usize>),
    ) {
        let source = &mut so_far.source;
        source.feed(excerpt.from(so_far.fed).as_bytes());
        so_far.fed = excerpt.end();
        let ahead = if last { 0 } else { AHEAD };
        let limit = source.end().saturating_sub(ahead);
        let (bytes, base) = source.window(so_far.at.saturating_sub(1), source.end());
        while so_far.at < limit {
            let at = so_far.at - base;
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            let begins = !before.is_some_and(|before| is_word(*before) && *before != b'_');
            let keyword: Option<Keyword> = if begins {
                self.keywords.at(bytes, at)
            } else {
                None
            };
            match keyword {
                Some(keyword) if keyword.end > at => {
                    let (start, end) = source.original(so_far.at, base + keyword.end);
                    each(start..end);
                    so_far.at = base + keyword.end;
                }
                Some(_) | None => so_far.at += 1,
            }
        }
        source.forget(so_far.at.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::{Excerpt, KeywordList, Mentions, Range};
    use alloc::string::String;
    use alloc::vec::Vec;

    fn find(list: &KeywordList, text: &str) -> Vec<Range<usize>> {
        let (mut found, mut so_far) = (Vec::new(), Mentions::default());
        list.go_on(&mut so_far, Excerpt::whole(text), true, &mut |place| {
            found.push(place)
        });
        found
    }

    #[test]
    fn a_word_of_a_script_without_spaces_ends_before_any_letter() {
        let list = KeywordList::new(["号码", "号"]);
        assert_eq!(find(&list, "号码x 号y 码"), [0..6, 8..11]);
    }

    #[test]
    fn words_are_found_where_pieces_meet() {
        let list = KeywordList::new(["project orion", "geh*"]);
        let text = "xé project orion, Geheim ".repeat(200);
        for cut in (0..text.len())
            .step_by(7)
            .filter(|cut| text.is_char_boundary(*cut))
        {
            let (mut found, mut so_far) = (Vec::new(), Mentions::default());
            let first = String::from(&text[..cut]);
            list.go_on(&mut so_far, Excerpt::whole(&first), false, &mut |place| {
                found.push(place)
            });
            list.go_on(&mut so_far, Excerpt::whole(&text), true, &mut |place| {
                found.push(place)
            });
            assert_eq!(found, find(&list, &text), "cut at {cut}");
        }
    }

    #[test]
    fn words_are_found_however_they_are_written_and_not_inside_others() {
        let list = KeywordList::new(["project orion", "geh*", "café"]);
        assert_eq!(
            find(&list, "PROJECT  Orion, Gehälter und CAFE"),
            [0..14, 16..25, 30..34]
        );
        assert!(find(&list, "a project, orionis, angeh").is_empty());
    }
}
