//! Payment card numbers: digits as people write them, an issuer's prefix, the length that issuer uses,
//! and the check digit (Luhn, ISO/IEC 7812-1 annex B).

use crate::issuers::issues;
use alloc::vec::Vec;
use core::ops::Range;

const SHORTEST: usize = 13;
const LONGEST: usize = 19;

/// How the digits may be grouped, beside one group and one digit a group.
const GROUPINGS: [&[usize]; 10] = [
    &[4, 4, 4, 4],
    &[4, 6, 5],
    &[4, 6, 4],
    &[4, 4, 4, 4, 1],
    &[4, 4, 4, 4, 2],
    &[4, 4, 4, 4, 3],
    &[4, 4, 4, 1],
    &[4, 4, 5],
    &[6, 13],
    &[8, 8],
];

/// How many different card numbers `text` holds.
///
/// Digits count as one number when nothing but a single space, dash or dot (any of the usual Unicode
/// ones) stands between groups that cards are written in. Digits that go on beyond, directly or over a
/// dash or dot, are some other, longer number.
#[must_use]
pub fn count(text: &str) -> u32 {
    let mut cards: Vec<u64> = all(text).into_iter().map(|card| card.number).collect();
    cards.sort_unstable();
    cards.dedup();
    u32::try_from(cards.len()).unwrap_or(u32::MAX)
}

struct Card {
    number: u64,
    place: Range<usize>,
}

fn all(text: &str) -> Vec<Card> {
    let (mut all, mut cards) = (Vec::new(), Cards::default());
    cards.each(text, &mut |card| all.push(card));
    cards.end(&mut |card| all.push(card));
    all
}

/// Card numbers in a text that comes in pieces. They are those of the whole, each told soon behind its end: within
/// 38 groups of digits and what joins them.
#[derive(Default)]
pub struct Cards {
    at: usize,
    scan: Scan,
    groups: Vec<Group>,
    /// In more groups of one digit than any number has.
    among_ones: bool,
}

/// How many groups are waited for before the first of them is judged: more than any number has.
const BEHIND: usize = 2 * LONGEST;

impl core::fmt::Debug for Cards {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Cards")
            .field("at", &self.at)
            .finish_non_exhaustive()
    }
}

impl Cards {
    /// Reads on, and tells `each` where card numbers are, in bytes of the whole text.
    pub fn feed(&mut self, piece: &str, each: &mut dyn FnMut(Range<usize>)) {
        self.each(piece, &mut |card| each(card.place));
    }

    /// Ends the text.
    pub fn finish(&mut self, each: &mut dyn FnMut(Range<usize>)) {
        self.end(&mut |card| each(card.place));
    }

    fn each(&mut self, piece: &str, each: &mut dyn FnMut(Card)) {
        for letter in piece.chars() {
            let at = self.at;
            self.at += letter.len_utf8();
            match kind(letter) {
                Kind::Digit(digit) => {
                    self.scan.digit(digit, at, letter);
                    if self.scan.length == LONGEST + 1 {
                        // No number goes on with so many.
                        self.judge(0, each);
                    }
                }
                Kind::Joint(joint) if self.scan.length > 0 => {
                    let group = self.scan.end(joint);
                    self.among_ones &= group.length == 1;
                    if !self.among_ones {
                        self.groups.push(group);
                        self.judge(BEHIND, each);
                    }
                }
                Kind::Joint(_) | Kind::Other => {
                    if self.scan.length > 0 || !self.groups.is_empty() || self.among_ones {
                        self.end(each);
                    } else {
                        self.scan.before = Joint::None;
                    }
                }
            }
        }
    }

    /// Ends what may be a number.
    fn end(&mut self, each: &mut dyn FnMut(Card)) {
        let last = self.scan.end(Joint::None);
        self.scan.before = Joint::None;
        if last.length > 0 {
            self.among_ones &= last.length == 1;
            if !self.among_ones {
                self.groups.push(last);
            }
        } else if let Some(before) = self.groups.last_mut() {
            // `4111 1111 1111 1111.` ends a sentence: nothing is tied on.
            before.after = Joint::None;
        }
        self.among_ones = false;
        self.judge(0, each);
        self.among_ones = false;
    }

    /// Judges groups from the first on, until no more than `left` are left.
    fn judge(&mut self, left: usize, each: &mut dyn FnMut(Card)) {
        let mut judged = 0;
        while let Some(rest) = self.groups.get(judged..).filter(|rest| rest.len() > left) {
            let ones = rest.iter().take_while(|group| group.length == 1).count();
            // They are no number, however many more there are.
            self.among_ones = ones > LONGEST && ones == rest.len();
            judged += card_at(rest, each).max(1);
        }
        self.groups.drain(..judged.min(self.groups.len()));
    }
}

enum Kind {
    Digit(u8),
    Joint(Joint),
    Other,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Joint {
    #[default]
    None,
    Space,
    /// Dashes and dots tie closer: a number goes on over them.
    Tie,
}

fn kind(letter: char) -> Kind {
    let from = |zero: char| Kind::Digit((letter as u32).wrapping_sub(zero as u32) as u8);
    match letter {
        '0'..='9' => from('0'),
        // Full-width, Arabic and Persian digits are read as cards by people, too.
        '\u{ff10}'..='\u{ff19}' => from('\u{ff10}'),
        '\u{660}'..='\u{669}' => from('\u{660}'),
        '\u{6f0}'..='\u{6f9}' => from('\u{6f0}'),
        ' ' | '\u{a0}' | '\u{2000}'..='\u{200b}' | '\u{202f}' | '\u{2060}' | '\u{3000}' => {
            Kind::Joint(Joint::Space)
        }
        '-' | '.' | '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => {
            Kind::Joint(Joint::Tie)
        }
        _ => Kind::Other,
    }
}

/// One run of digits. Only the first [`LONGEST`] are kept.
#[derive(Clone, Copy, Default)]
struct Group {
    digits: [u8; LONGEST],
    length: usize,
    before: Joint,
    after: Joint,
    /// Where its first digit begins and its last one ends.
    from: usize,
    to: usize,
}

type Scan = Group;

impl Scan {
    fn digit(&mut self, digit: u8, at: usize, letter: char) {
        if self.length == 0 {
            self.from = at;
        }
        self.to = at + letter.len_utf8();
        if let Some(slot) = self.digits.get_mut(self.length) {
            *slot = digit;
        }
        self.length = self.length.saturating_add(1);
    }

    /// Closes the group at a separator and opens the next one.
    fn end(&mut self, joint: Joint) -> Group {
        let next = Self {
            before: joint,
            ..Self::default()
        };
        let mut done = core::mem::replace(self, next);
        done.after = joint;
        done
    }
}

/// Records the card that begins with the first group, if one does; how many groups it has.
fn card_at(groups: &[Group], each: &mut dyn FnMut(Card)) -> usize {
    let ones = groups.iter().take_while(|group| group.length == 1).count();
    if ones >= SHORTEST {
        record(groups, ones, each);
        return ones;
    }
    if record(groups, 1, each) {
        return 1;
    }
    GROUPINGS
        .iter()
        .find(|grouping| {
            grouping.len() <= groups.len()
                && grouping
                    .iter()
                    .zip(groups)
                    .all(|(length, group)| group.length == *length)
                && record(groups, grouping.len(), each)
        })
        .map_or(0, |grouping| grouping.len())
}

/// Whether the first `used` groups are a card; then its number is kept.
fn record(groups: &[Group], used: usize, each: &mut dyn FnMut(Card)) -> bool {
    let Some(groups) = groups.get(..used) else {
        return false;
    };
    let (Some(first), Some(last)) = (groups.first(), groups.last()) else {
        return false;
    };
    if first.before == Joint::Tie || last.after == Joint::Tie {
        return false;
    }
    let mut digits = [0; LONGEST];
    let mut length = 0;
    for digit in groups
        .iter()
        .flat_map(|group| group.digits.iter().take(group.length))
    {
        let Some(slot) = digits.get_mut(length) else {
            return false;
        };
        *slot = *digit;
        length += 1;
    }
    let whole: usize = groups.iter().map(|group| group.length).sum();
    let Some(digits) = digits.get(..length).filter(|_| whole == length) else {
        return false;
    };
    let valid = is_card(digits);
    if valid {
        each(Card {
            number: digits
                .iter()
                .fold(0, |number, digit| number * 10 + u64::from(*digit)),
            place: first.from..last.to,
        });
    }
    valid
}

fn is_card(digits: &[u8]) -> bool {
    let prefix = digits
        .iter()
        .take(6)
        .fold(0, |prefix, digit| prefix * 10 + u32::from(*digit));
    digits.len() >= SHORTEST && issues(prefix, digits.len()) && luhn(digits)
}

fn luhn(digits: &[u8]) -> bool {
    let mut sum = 0_u32;
    for (place, digit) in digits.iter().rev().enumerate() {
        let digit = u32::from(*digit);
        sum += match (place % 2, digit) {
            (0, digit) => digit,
            (_, digit @ 0..=4) => digit * 2,
            (_, digit) => digit * 2 - 9,
        };
    }
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests;
