//! What a detector sees: the text around one place.

use crate::reading::is_word;

/// How far a detector may look ahead. Private keys of 4096 bits and most tokens fit.
pub(crate) const AHEAD: usize = 8 * 1024;
/// How far it may look back.
pub(crate) const BACK: usize = 512;

/// The text around one place, one byte a character. Nothing is beyond its ends.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) bytes: &'a [u8],
    /// The place.
    pub(crate) at: usize,
    /// Where the word that begins there ends; behind a keyword, where that begins.
    pub(crate) word: usize,
}

/// A kind of characters. `dyn Fn` would do, but brings every closure three times over.
trait Kind {
    fn takes(&self, byte: u8) -> bool;
}

impl<F: Fn(u8) -> bool> Kind for F {
    fn takes(&self, byte: u8) -> bool {
        self(byte)
    }
}

impl<'a> View<'a> {
    /// The character at `place`; 0 outside.
    #[inline(never)]
    pub(crate) fn byte(&self, place: usize) -> u8 {
        self.bytes.get(place).copied().unwrap_or(0)
    }

    /// The character before `place`; 0 outside.
    pub(crate) fn before(&self, place: usize) -> u8 {
        place.checked_sub(1).map_or(0, |before| self.byte(before))
    }

    #[inline(never)]
    pub(crate) fn slice(&self, from: usize, to: usize) -> &'a [u8] {
        self.bytes
            .get(from..to.min(self.bytes.len()))
            .unwrap_or_default()
    }

    /// Where characters that `belongs` takes end, from `from` on, at most `most` of them.
    pub(crate) fn run(&self, from: usize, most: usize, belongs: impl Fn(u8) -> bool) -> usize {
        self.run_on(from, most, &belongs)
    }

    /// One copy of the loop for all callers: what runs in the page must be small.
    #[inline(never)]
    fn run_on(&self, from: usize, most: usize, kind: &dyn Kind) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default().iter();
        from + rest
            .take(most)
            .take_while(|byte| kind.takes(**byte))
            .count()
    }

    /// Where digits end, from `from` on, at most `most` of them.
    #[inline(never)]
    pub(crate) fn digits(&self, from: usize, most: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default().iter();
        let digits = rest.take(most).take_while(|byte| byte.is_ascii_digit());
        from + digits.count()
    }

    /// Where such characters begin that end at `to`.
    pub(crate) fn run_back(&self, to: usize, most: usize, belongs: impl Fn(u8) -> bool) -> usize {
        self.run_back_on(to, most, &belongs)
    }

    #[inline(never)]
    fn run_back_on(&self, to: usize, most: usize, kind: &dyn Kind) -> usize {
        self.back(to, most, |byte| kind.takes(byte))
    }

    /// The same with a loop of its own, for where it is worth it.
    #[inline]
    pub(crate) fn back(&self, to: usize, most: usize, belongs: impl Fn(u8) -> bool) -> usize {
        let end = to.min(self.bytes.len());
        let before = self.bytes.get(..end).unwrap_or_default().iter().rev();
        let before = before.take(most.saturating_sub(to - end));
        to - before.take_while(|byte| belongs(**byte)).count()
    }

    #[inline(never)]
    pub(crate) fn is_at(&self, place: usize, text: &[u8]) -> bool {
        // The first letter decides most of the time, without a call.
        self.bytes
            .get(place..)
            .is_some_and(|rest| rest.first() == text.first() && rest.starts_with(text))
    }

    /// Whether a number can begin at `place`: it is no part of a longer number, price, path or name.
    #[inline(never)]
    pub(crate) fn opens(&self, place: usize) -> bool {
        let before = self.before(place);
        let second = place.checked_sub(1).map_or(0, |place| self.before(place));
        match before {
            b'-' | b'/' | b'\\' | b'+' | b'.' => !is_word(second) && second != b'.',
            b':' => !second.is_ascii_digit(),
            b'$' | b'@' | b'%' | b'~' | b'^' => false,
            before => !is_word(before),
        }
    }

    /// Whether a number can end before `place`.
    #[inline(never)]
    pub(crate) fn closes(&self, place: usize) -> bool {
        let next = self.byte(place + 1);
        match self.byte(place) {
            b'-' | b'+' => !is_word(next) && next != b'-',
            b'.' | b'/' => !next.is_ascii_digit(),
            // `12:30` is a time; `4111111111111111:12/26` is a card and when it ends.
            b':' => !next.is_ascii_digit() || self.digits(place.saturating_sub(4), 4) == place,
            b'\\' => !is_word(next) || matches!(next, b'n' | b'r' | b't' | b'u'),
            b'%' | b'@' | b'$' | b'~' => false,
            after => !is_word(after),
        }
    }
}

/// Whether `part` is somewhere in `text`.
#[inline(never)]
pub(crate) fn holds(text: &[u8], part: &[u8]) -> bool {
    let Some(first) = part.first() else {
        return true;
    };
    let mut places = text.iter().enumerate();
    places.any(|(at, byte)| {
        byte == first && text.get(at..).is_some_and(|rest| rest.starts_with(part))
    })
}

/// What stands between commas.
pub(crate) fn items(list: &'static str) -> impl Iterator<Item = &'static [u8]> {
    list.as_bytes().split(|byte| *byte == b',')
}

/// Whether `text` begins with one of a list with commas.
#[inline(never)]
pub(crate) fn begins(text: &[u8], list: &'static str) -> bool {
    items(list).any(|start| text.starts_with(start))
}

/// Whether `text` is one of a list with commas, but for case.
#[inline(never)]
pub(crate) fn is_one(text: &[u8], list: &'static str) -> bool {
    items(list).any(|one| text.eq_ignore_ascii_case(one))
}

/// What was found at one place, in places of the view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) grade: Grade,
}

/// How sure it is: with nothing around that speaks of it, and with a keyword near; what is less than 65 is no finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grade {
    pub(crate) bare: u8,
    pub(crate) near: u8,
}

impl Grade {
    /// Found without a keyword where it is all there is.
    pub(crate) const ALONE_MEDIUM: Self = Self { bare: 1, near: 75 };
    pub(crate) const ALONE_HIGH: Self = Self { bare: 1, near: 85 };
    pub(crate) const NONE_MEDIUM: Self = Self { bare: 0, near: 75 };
    pub(crate) const NONE_HIGH: Self = Self { bare: 0, near: 85 };
    pub(crate) const LOW_HIGH: Self = Self { bare: 65, near: 85 };
    pub(crate) const MEDIUM_HIGH: Self = Self { bare: 75, near: 85 };
    pub(crate) const MEDIUM: Self = Self { bare: 75, near: 75 };
    pub(crate) const HIGH: Self = Self { bare: 85, near: 85 };
}

impl Found {
    pub(crate) const fn new(start: usize, end: usize, grade: Grade) -> Self {
        Self { start, end, grade }
    }
}

/// The longest number, in letters and digits.
const LONGEST: usize = 24;

/// The letters and digits of a number, without what stands between them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Value {
    letters: [u8; LONGEST],
    length: usize,
    /// What stands between the groups; 0 if they are one.
    pub(crate) joint: u8,
}

impl Value {
    /// The letters and digits among `bytes`.
    #[inline(never)]
    pub(crate) fn new(bytes: &[u8], joint: u8) -> Self {
        let mut value = Self {
            joint,
            ..Self::default()
        };
        let letters = bytes.iter().filter(|byte| byte.is_ascii_alphanumeric());
        for (slot, letter) in value.letters.iter_mut().zip(letters) {
            *slot = letter.to_ascii_uppercase();
            value.length += 1;
        }
        value
    }

    /// ASCII, letters in upper case.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.letters.get(..self.length).unwrap_or_default()
    }

    /// The digit at `place`, or 0.
    #[inline(never)]
    pub(crate) fn digit(&self, place: usize) -> u32 {
        self.letters
            .get(place)
            .map_or(0, |byte| u32::from(byte.wrapping_sub(b'0') % 10))
    }

    /// All of them as digits.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = u32> + Clone + '_ {
        self.bytes()
            .iter()
            .map(|byte| u32::from(byte.wrapping_sub(b'0') % 10))
    }

    /// The number that `length` digits from `from` on are.
    #[inline(never)]
    pub(crate) fn number(&self, from: usize, length: usize) -> u32 {
        (from..from + length).fold(0_u32, |number, place| {
            number.wrapping_mul(10).wrapping_add(self.digit(place))
        })
    }

    pub(crate) fn letter(&self, place: usize) -> u8 {
        self.letters.get(place).copied().unwrap_or(0)
    }

    pub(crate) fn len(&self) -> usize {
        self.length
    }

    /// The sum of the digits times the weights, from `from` on.
    #[inline(never)]
    pub(crate) fn weighted(&self, from: usize, weights: &[u32]) -> u32 {
        weights
            .iter()
            .enumerate()
            .map(|(at, weight)| self.digit(from + at) * weight)
            .sum()
    }

    /// Whether it is one letter or digit over and over, or counts up or down: what people put where a number goes.
    pub(crate) fn is_made_up(&self) -> bool {
        let pairs = || self.bytes().iter().zip(self.bytes().iter().skip(1));
        let step = |by: u8| {
            pairs().all(|(one, next)| {
                next.wrapping_sub(b'0') == (one.wrapping_sub(b'0').wrapping_add(by)) % 10
            })
        };
        pairs().all(|(one, next)| one == next) || step(1) || step(9)
    }
}
