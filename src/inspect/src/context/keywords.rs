//! Finding the words that speak of an entity.

use crate::reading::{is_letter, read};
use alloc::vec;
use alloc::vec::Vec;

/// The longest keyword, in characters.
pub(crate) const LONGEST: usize = 48;
/// What a keyword may end with: `ssnnumber`, `PANNO`.
const NUMBERS: [&[u8]; 6] = [b"number", b"nummer", b"num", b"no", b"nr", b"id"];
/// Buckets by the first two letters, then one for each byte of other scripts.
const PAIRS: usize = 26 * 27;
const BUCKETS: usize = PAIRS + 128;

/// One keyword as it was read.
#[derive(Debug)]
struct Word {
    from: usize,
    to: usize,
    /// Its third letter, if all ways to write it have that.
    third: Option<u8>,
    /// Whether any ending will do.
    stem: bool,
    mask: u64,
}

/// All keywords, by how they begin.
#[derive(Debug)]
pub(crate) struct Keywords {
    letters: Vec<u8>,
    words: Vec<Word>,
    /// Where each bucket begins in `words`.
    starts: Vec<u32>,
}

/// A keyword at a place: where it ends and which entities it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keyword {
    pub(crate) end: usize,
    pub(crate) mask: u64,
}

impl Keywords {
    pub(crate) fn new<'w>(words: impl Iterator<Item = (&'w str, u64)> + Clone) -> Self {
        let mut starts = vec![0_u32; BUCKETS + 1];
        for (word, _) in words.clone() {
            if let Some(count) = starts.get_mut(bucket_of(word) + 1) {
                *count += 1;
            }
        }
        let mut before = 0;
        for start in &mut starts {
            before += *start;
            *start = before;
        }
        let mut next = starts.clone();
        let mut order: Vec<(&str, u64)> = vec![("", 0); words.clone().count()];
        for (word, mask) in words {
            if let Some(place) = next.get_mut(bucket_of(word)) {
                if let Some(slot) = order.get_mut(*place as usize) {
                    *slot = (word, mask);
                }
                *place += 1;
            }
        }
        let mut all = Self {
            letters: Vec::new(),
            words: Vec::new(),
            starts,
        };
        for (word, mask) in order {
            let from = all.letters.len();
            let stem = word.ends_with('*');
            all.letters.extend(
                word.trim_end_matches('*')
                    .chars()
                    .filter_map(read)
                    .map(|byte| byte.to_ascii_lowercase()),
            );
            let third = all
                .letters
                .get(from + 2)
                .copied()
                .filter(|third| *third != b' ' && all.letters.get(from + 1) != Some(&b' '));
            all.words.push(Word {
                third,
                from,
                to: all.letters.len(),
                stem,
                mask,
            });
        }
        all
    }

    /// The longest keyword that begins at `at`, where a word begins.
    pub(crate) fn at(&self, text: &[u8], at: usize) -> Option<Keyword> {
        let second = text.get(at + 1).copied().unwrap_or(0);
        let bucket = bucket(*text.get(at)?, second)?;
        let (from, to) = (*self.starts.get(bucket)?, *self.starts.get(bucket + 1)?);
        if from == to {
            return None;
        }
        let mut longest: Option<Keyword> = None;
        let third = text.get(at + 2).map(u8::to_ascii_lowercase);
        for word in self.words.get(from as usize..to as usize)? {
            if word.third.is_some() && word.third != third {
                continue;
            }
            let Some(end) = self
                .letters
                .get(word.from..word.to)
                .and_then(|letters| ends(letters, word.stem, text, at))
            else {
                continue;
            };
            longest = Some(match longest {
                Some(other) if other.end > end => other,
                Some(other) if other.end == end => Keyword {
                    end,
                    mask: other.mask | word.mask,
                },
                Some(_) | None => Keyword {
                    end,
                    mask: word.mask,
                },
            });
        }
        longest
    }
}

fn bucket_of(word: &str) -> usize {
    let mut letters = word.chars().filter_map(read);
    let (first, second) = (letters.next().unwrap_or(0), letters.next().unwrap_or(0));
    bucket(first, second).unwrap_or(BUCKETS - 1)
}

fn bucket(first: u8, second: u8) -> Option<usize> {
    let letter = |byte: u8| match byte | 0x20 {
        small @ b'a'..=b'z' => Some(usize::from(small - b'a')),
        _ => None,
    };
    if first >= 0x80 {
        return Some(PAIRS + usize::from(first & 0x7f));
    }
    if first.is_ascii_digit() {
        return Some(BUCKETS - 1);
    }
    Some(letter(first)? * 27 + letter(second).unwrap_or(26))
}

/// Where `keyword` ends if it is in `text` at `at`.
fn ends(keyword: &[u8], stem: bool, text: &[u8], at: usize) -> Option<usize> {
    let mut place = at;
    for letter in keyword {
        if *letter == b' ' {
            let gap = text.get(place..)?.iter().take(2);
            place += gap.take_while(|byte| b" _-./'\n".contains(byte)).count();
        } else if text.get(place)?.to_ascii_lowercase() == *letter {
            place += 1;
        } else {
            return None;
        }
    }
    let next = |place: usize| text.get(place).copied().unwrap_or(0);
    let camel = |place: usize| {
        next(place).is_ascii_uppercase() && next(place.wrapping_sub(1)).is_ascii_lowercase()
    };
    if stem {
        let limit = place + LONGEST;
        while place < limit && is_letter(next(place)) && !camel(place) {
            place += 1;
        }
        return Some(place);
    }
    if next(place) | 0x20 == b's' && !is_letter(next(place + 1)) {
        place += 1;
    }
    let over = |place: usize| {
        !is_letter(next(place)) || camel(place) || next(place) >= 0xc0 || next(place - 1) >= 0xc0
    };
    if over(place) {
        return Some(place);
    }
    let rest = text.get(place..)?;
    let number = NUMBERS.iter().find(|number| {
        rest.get(..number.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(number))
    })?;
    Some(place + number.len()).filter(|place| over(*place))
}

#[cfg(test)]
mod tests {
    use super::{Keyword, Keywords};

    fn end(keyword: &str, text: &str) -> Option<usize> {
        let words = Keywords::new([(keyword, 1)].into_iter());
        let found: Option<Keyword> = words.at(text.as_bytes(), 0);
        found.map(|found| found.end)
    }

    #[test]
    fn a_keyword_ends_with_its_word() {
        assert_eq!(end("ssn", "SSN:"), Some(3));
        assert_eq!(end("ssn", "SSNs"), Some(4));
        assert_eq!(end("ssn", "ssnNumber"), Some(3));
        assert_eq!(end("sin", "since"), None);
        assert_eq!(end("sin", "SINNUMBER"), Some(9));
        assert_eq!(end("sin", "sinnumbers"), None);
        assert_eq!(end("licen*", "licence no"), Some(7));
    }

    #[test]
    fn words_of_a_keyword_may_be_joined_in_any_way() {
        for text in [
            "sort code",
            "sort_code",
            "sort-code",
            "sortCode",
            "SORTCODE",
        ] {
            assert_eq!(end("sort code", text), Some(text.len()), "{text}");
        }
    }

    #[test]
    fn the_longest_keyword_counts() {
        let words = Keywords::new([("tax", 1), ("tax file", 2), ("tax file", 4)].into_iter());
        assert_eq!(
            words.at(b"tax file number", 0),
            Some(Keyword { end: 8, mask: 6 })
        );
    }
}
