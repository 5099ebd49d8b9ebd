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
#[derive(Debug, Default)]
struct Word {
    /// Where it is in the letters, and how long.
    from: u32,
    length: u8,
    /// Its third and fourth letter; 0 where there are several ways to write them.
    next: [u8; 2],
    /// Whether any ending will do.
    stem: bool,
    mask: u64,
}

/// The keywords that begin with the same two letters.
#[derive(Clone, Copy, Debug, Default)]
struct Bucket {
    /// Where they begin among the words.
    start: u32,
    /// Which third letters they have: most words of a text are none of them.
    thirds: u32,
}

/// All keywords, by how they begin.
#[derive(Debug)]
pub(crate) struct Keywords {
    letters: Vec<u8>,
    words: Vec<Word>,
    buckets: Vec<Bucket>,
}

/// A keyword at a place: where it ends and which entities it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keyword {
    pub(crate) end: usize,
    pub(crate) mask: u64,
}

/// The bit of a third letter; all that are no Latin letters share one.
fn third(letter: u8) -> u32 {
    match letter | 0x20 {
        small @ b'a'..=b'z' => 1 << (small - b'a'),
        _ => 1 << 26,
    }
}

impl Keywords {
    pub(crate) fn new<'w>(words: impl Iterator<Item = (&'w str, u64)>) -> Self {
        let mut letters = Vec::new();
        let mut in_turn: Vec<(usize, Word)> = Vec::new();
        let mut buckets = vec![Bucket::default(); BUCKETS + 1];
        for (word, mask) in words.filter(|(word, _)| !word.is_empty()) {
            let from = letters.len();
            let seen = word.chars().filter(|letter| *letter != '*');
            letters.extend(seen.filter_map(read).map(|byte| byte.to_ascii_lowercase()));
            let (place, thirds) = begins(letters.get(from..).unwrap_or_default());
            if let Some(bucket) = buckets.get_mut(place + 1) {
                bucket.start += 1;
            }
            if let Some(bucket) = buckets.get_mut(place) {
                bucket.thirds |= thirds;
            }
            let word = Word {
                from: from as u32,
                length: (letters.len() - from) as u8,
                next: next_letters(letters.get(from..).unwrap_or_default()),
                stem: word.ends_with('*'),
                mask,
            };
            in_turn.push((place, word));
        }
        let mut before = 0;
        for bucket in &mut buckets {
            before += bucket.start;
            bucket.start = before;
        }
        let mut words = Vec::new();
        words.resize_with(in_turn.len(), Word::default);
        let mut next: Vec<u32> = buckets.iter().map(|bucket| bucket.start).collect();
        for (place, word) in in_turn {
            let slot = next.get_mut(place);
            let at = slot.map_or(0, |slot| core::mem::replace(slot, *slot + 1));
            if let Some(here) = words.get_mut(at as usize) {
                *here = word;
            }
        }
        Self {
            letters,
            words,
            buckets,
        }
    }

    /// The longest keyword that begins at `at`, where a word begins.
    pub(crate) fn at(&self, text: &[u8], at: usize) -> Option<Keyword> {
        let letter = |place: usize| text.get(place).copied().unwrap_or(0);
        let place = bucket(*text.get(at)?, letter(at + 1))?;
        let [here, next] = self.buckets.get(place..place + 2)? else {
            return None;
        };
        if here.thirds & third(letter(at + 2)) == 0 {
            return None;
        }
        let mut longest: Option<Keyword> = None;
        let beyond = [letter(at + 2), letter(at + 3)].map(|byte| byte.to_ascii_lowercase());
        for word in self.words.get(here.start as usize..next.start as usize)? {
            let [third, fourth] = word.next;
            if (third != 0 && third != beyond[0]) || (fourth != 0 && fourth != beyond[1]) {
                continue;
            }
            let from = word.from as usize;
            let Some(end) = self
                .letters
                .get(from..from + usize::from(word.length))
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

/// The third and fourth letter, up to where words may be joined in any way.
fn next_letters(word: &[u8]) -> [u8; 2] {
    let fixed = word.iter().position(|letter| *letter == b' ');
    let fixed = word.get(..fixed.unwrap_or(word.len())).unwrap_or_default();
    [2, 3].map(|place| fixed.get(place).copied().unwrap_or(0))
}

/// The bucket of a keyword, and the bits of its third letter: all, where it can be any.
fn begins(word: &[u8]) -> (usize, u32) {
    let letter = |place: usize| word.get(place).copied().unwrap_or(b' ');
    let place = bucket(letter(0), letter(1)).unwrap_or(BUCKETS - 1);
    let any = letter(1) == b' ' || letter(2) == b' ';
    (place, if any { u32::MAX } else { third(letter(2)) })
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
