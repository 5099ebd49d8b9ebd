//! Finding the words that speak of an entity.

mod beginning;

use crate::reading::{is_letter, read};
use alloc::vec;
use alloc::vec::Vec;
use beginning::{CAPITAL, THIRD, THREE, eight, hash, pair, short, third};

/// The longest keyword, in characters.
pub(crate) const LONGEST: usize = 48;
/// What a keyword may end with: `ssnnumber`, `PANNO`.
const NUMBERS: [&[u8]; 6] = [b"number", b"nummer", b"num", b"no", b"nr", b"id"];
/// The end of a chain.
const NONE: u32 = u32::MAX;

/// One keyword as it was read.
#[derive(Debug)]
struct Word {
    /// Its first eight letters, and which of their bits are always so: a space stands for several things.
    begins: u64,
    cares: u64,
    /// Where it is in the letters, and how long.
    from: u32,
    length: u8,
    /// How many of its first letters are the same wherever `begins` is: Latin ones, whose case is one bit.
    sure: u8,
    /// Whether any ending will do.
    stem: bool,
    mask: u64,
    /// The next one with the same slot.
    next: u32,
}

/// All keywords, by how they begin.
#[derive(Debug)]
pub(crate) struct Keywords {
    letters: Vec<u8>,
    words: Vec<Word>,
    /// By the first two letters, bits of the third letters: most words of a text end there.
    thirds: Vec<u32>,
    /// Where the chain of each hash begins.
    slots: Vec<u32>,
    shift: u32,
}

/// A keyword at a place: where it ends and which entities it speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Keyword {
    pub(crate) end: usize,
    pub(crate) mask: u64,
}

impl Keywords {
    pub(crate) fn new<'w>(words: impl Iterator<Item = (&'w str, u64)>) -> Self {
        let mut keywords = Self {
            letters: Vec::new(),
            words: Vec::new(),
            thirds: vec![0; 1024],
            slots: Vec::new(),
            shift: 0,
        };
        for (word, mask) in words {
            keywords.read(word, mask);
        }
        // Four slots for each word: chains are short.
        let bits = (keywords.words.len() as u32 | 255).ilog2() + 3;
        keywords.shift = 32 - bits.min(24);
        keywords.slots = vec![NONE; 1 << bits.min(24)];
        for (at, word) in keywords.words.iter_mut().enumerate() {
            let key = if word.cares & THIRD == 0 {
                short((word.begins & word.cares) as u32)
            } else {
                word.begins as u32 & THREE
            };
            if let Some(slot) = keywords.slots.get_mut(hash(key, keywords.shift)) {
                word.next = core::mem::replace(slot, at as u32);
            }
        }
        keywords
    }

    fn read(&mut self, word: &str, mask: u64) {
        let from = self.letters.len();
        let seen = word.chars().filter(|letter| *letter != '*');
        let seen = seen.filter_map(read).skip_while(|letter| *letter == b' ');
        self.letters
            .extend(seen.map(|letter| letter.to_ascii_lowercase()));
        let letters = self.letters.get(from..).unwrap_or_default();
        // Where a sign stands, no word begins.
        if !letters
            .first()
            .is_some_and(|first| is_letter(*first) || first.is_ascii_digit())
        {
            return;
        }
        let fixed = letters.iter().take(8).take_while(|letter| **letter != b' ');
        let begins = eight(letters, 0);
        let fixed = fixed.count();
        let pair = pair(begins as u32);
        // Behind one letter of another script anything may stand.
        let pairs = if fixed == 1 && !letters.first().is_some_and(u8::is_ascii_alphabetic) {
            pair..=pair | 31
        } else {
            pair..=pair
        };
        let letter = |place: usize| letters.get(place).map_or(0, |letter| third(*letter));
        let bits = match (fixed, letters.len()) {
            (3.., _) => letter(2),
            // Such a word ends there, or an ending of `ends` follows.
            (2, 2) if !word.ends_with('*') && letters.is_ascii() => {
                third(b's') | third(b'n') | third(b'i') | third(0) | CAPITAL
            }
            // A gap, or at once what stands behind it.
            (2, 4..) if letters.get(3) != Some(&b' ') => letter(3) | third(0),
            _ => u32::MAX,
        };
        for thirds in self.thirds.get_mut(pairs).unwrap_or_default() {
            *thirds |= bits;
        }
        self.words.push(Word {
            begins,
            cares: u64::MAX >> (64 - 8 * fixed),
            from: from as u32,
            length: letters.len() as u8,
            sure: letters
                .iter()
                .take(fixed)
                .take_while(|letter| letter.is_ascii_lowercase())
                .count() as u8,
            stem: word.ends_with('*'),
            mask,
            next: NONE,
        });
    }

    /// The longest keyword that begins at `at`, where a word begins.
    pub(crate) fn at(&self, text: &[u8], at: usize) -> Option<Keyword> {
        let begins = eight(text, at);
        let thirds = self.thirds.get(pair(begins as u32));
        let third = text.get(at + 2).copied().unwrap_or(0);
        if thirds.is_none_or(|thirds| thirds & self::third(third) == 0) {
            return None;
        }
        self.longest(text, at, begins)
    }

    #[inline(never)]
    fn longest(&self, text: &[u8], at: usize, begins: u64) -> Option<Keyword> {
        let mut longest = None;
        for key in [begins as u32 & THREE, short(begins as u32)] {
            let slot = self.slots.get(hash(key, self.shift));
            let mut next = slot.copied().unwrap_or(NONE);
            while let Some(word) = self.words.get(next as usize) {
                next = word.next;
                if (word.begins ^ begins) & word.cares == 0 {
                    longest = self.longer(longest, word, text, at);
                }
            }
        }
        longest
    }

    /// `word`, if it is at `at` and ends no earlier than `other`.
    #[inline(never)]
    fn longer(
        &self,
        other: Option<Keyword>,
        word: &Word,
        text: &[u8],
        at: usize,
    ) -> Option<Keyword> {
        let (from, sure) = (word.from as usize, usize::from(word.sure));
        let letters = self
            .letters
            .get(from + sure..from + usize::from(word.length));
        let end = letters.and_then(|letters| ends(letters, word.stem, text, at + sure));
        let Some(end) = end else {
            return other;
        };
        let mask = match other {
            Some(other) if other.end > end => return Some(other),
            Some(other) if other.end == end => other.mask,
            Some(_) | None => 0,
        };
        Some(Keyword {
            end,
            mask: mask | word.mask,
        })
    }
}

/// Where a keyword ends whose last letters are `keyword`, if they are in `text` at `at`.
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
    fn a_keyword_of_two_letters_ends_before_whatever_no_longer_word_goes_on_with() {
        assert_eq!(end("id", "ID"), Some(2));
        assert_eq!(end("id", "idValue"), Some(2));
        assert_eq!(end("id", "ids"), Some(3));
        assert_eq!(end("id", "IDNUMBER"), Some(8));
        assert_eq!(end("id", "idea"), None);
        assert_eq!(end("no ss", "noSS"), Some(4));
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
