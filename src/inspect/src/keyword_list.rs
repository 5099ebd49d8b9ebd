//! Words that a customer is looking for: a keyword list or a dictionary.

use crate::context::{Keyword, Keywords};
use crate::reading::{Source, is_word};
use alloc::vec::Vec;
use core::ops::Range;

/// Words and phrases, found without regard to case, accents and what stands between their words. A `*` at the end takes
/// any ending.
#[derive(Debug)]
pub struct KeywordList {
    keywords: Keywords,
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

    /// Where its words are in `text`, in bytes, in their order.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Range<usize>> {
        let mut source = Source::default();
        source.feed(text.as_bytes());
        let (bytes, _) = source.window(0, source.end());
        let (mut found, mut at) = (Vec::new(), 0);
        while at < bytes.len() {
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            let begins = !before.is_some_and(|before| is_word(*before) && *before != b'_');
            let keyword: Option<Keyword> = if begins {
                self.keywords.at(bytes, at)
            } else {
                None
            };
            match keyword {
                Some(keyword) if keyword.end > at => {
                    let (start, end) = source.original(at, keyword.end);
                    found.push(start..end);
                    at = keyword.end;
                }
                Some(_) | None => at += 1,
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::KeywordList;

    #[test]
    fn words_are_found_however_they_are_written_and_not_inside_others() {
        let list = KeywordList::new(["project orion", "geh*", "café"]);
        assert_eq!(
            list.find("PROJECT  Orion, Gehälter und CAFE"),
            [0..14, 16..25, 30..34]
        );
        assert!(list.find("a project, orionis, angeh").is_empty());
    }
}
