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

/// Where the card numbers in `text` are, in bytes, in their order. The same number counts each time.
pub fn find(text: &str) -> impl Iterator<Item = Range<usize>> {
    all(text).into_iter().map(|card| card.place)
}

struct Card {
    number: u64,
    place: Range<usize>,
}

fn all(text: &str) -> Vec<Card> {
    let mut cards = Vec::new();
    let mut groups = Vec::new();
    let mut scan = Scan::default();
    for (at, letter) in text.char_indices() {
        match kind(letter) {
            Kind::Digit(digit) => scan.digit(digit, at, letter),
            Kind::Joint(joint) if scan.length > 0 => {
                groups.push(scan.end(joint));
            }
            Kind::Joint(_) | Kind::Other => {
                finish(&mut scan, &mut groups, &mut cards);
            }
        }
    }
    finish(&mut scan, &mut groups, &mut cards);
    cards
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

fn finish(scan: &mut Scan, groups: &mut Vec<Group>, cards: &mut Vec<Card>) {
    let last = scan.end(Joint::None);
    scan.before = Joint::None;
    if last.length > 0 {
        groups.push(last);
    } else if let Some(before) = groups.last_mut() {
        // `4111 1111 1111 1111.` ends a sentence: nothing is tied on.
        before.after = Joint::None;
    }
    let mut rest = groups.as_slice();
    while !rest.is_empty() {
        let used = card_at(rest, cards).max(1);
        rest = rest.get(used..).unwrap_or_default();
    }
    groups.clear();
}

/// Records the card that begins with the first group, if one does; how many groups it has.
fn card_at(groups: &[Group], cards: &mut Vec<Card>) -> usize {
    let ones = groups.iter().take_while(|group| group.length == 1).count();
    if ones >= SHORTEST {
        record(groups, ones, cards);
        return ones;
    }
    if record(groups, 1, cards) {
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
                && record(groups, grouping.len(), cards)
        })
        .map_or(0, |grouping| grouping.len())
}

/// Whether the first `used` groups are a card; then its number is kept.
fn record(groups: &[Group], used: usize, cards: &mut Vec<Card>) -> bool {
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
        cards.push(Card {
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
mod tests {
    extern crate std;
    use super::count;
    use std::{format, string::String, vec::Vec};

    /// Numbers the card schemes publish for testing.
    const PUBLISHED: [&str; 17] = [
        "4111111111111111",
        "4012888888881881",
        "4222222222222",
        "5555555555554444",
        "5105105105105100",
        "2223003122003222",
        "2720992593319364",
        "378282246310005",
        "371449635398431",
        "30569309025904",
        "38520000023237",
        "6011111111111117",
        "6011000990139424",
        "3530111333300000",
        "3566002020360505",
        "6200000000000005",
        "6759649826438453",
    ];

    #[test]
    fn every_published_test_number_is_a_card() {
        for number in PUBLISHED {
            assert_eq!(count(number), 1, "{number}");
            assert_eq!(count(&format!("card:{number}, thanks.")), 1, "{number}");
        }
        assert_eq!(count(&PUBLISHED.join("\n")), 17);
    }

    #[test]
    fn a_wrong_check_digit_is_no_card() {
        for number in PUBLISHED {
            let last = number.as_bytes()[number.len() - 1];
            let wrong = if last == b'9' {
                '0'
            } else {
                char::from(last + 1)
            };
            let changed: String = number
                .chars()
                .take(number.len() - 1)
                .chain([wrong])
                .collect();
            assert_eq!(count(&changed), 0, "{changed}");
        }
    }

    #[test]
    fn a_number_no_issuer_has_is_no_card() {
        // Each passes Luhn.
        for number in [
            "9999999999999995",
            "1234567812345670",
            "0000000000000000",
            "7000000000000005",
        ] {
            assert_eq!(count(number), 0, "{number}");
        }
        // Right prefix, length the issuer does not use.
        for number in ["41111111111116", "3782822463100050", "510510510510519"] {
            assert_eq!(count(number), 0, "{number}");
        }
    }

    #[test]
    fn the_usual_ways_to_write_a_card_are_read() {
        for text in [
            "4111 1111 1111 1111",
            "4111-1111-1111-1111",
            "4111.1111.1111.1111",
            "4111\u{a0}1111\u{a0}1111\u{a0}1111",
            "4111\u{2011}1111\u{2011}1111\u{2011}1111",
            "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
            "3782 822463 10005",
            "3056 930902 5904",
            "41111111 11111111",
            "４１１１１１１１１１１１１１１１",
            "pay 4111 1111 1111 1111.",
            "4111 1111 1111 1111 - by Monday",
        ] {
            assert_eq!(count(text), 1, "{text}");
        }
    }

    #[test]
    fn digits_inside_a_longer_number_are_no_card() {
        for text in [
            "14111111111111111",
            "41111111111111111111111",
            "0.4111111111111111",
            "1-4111-1111-1111-1111",
            "4111-1111-1111-1111-1111-1",
            "41 11 11 11 11 11 11 11",
            "4111  1111  1111  1111",
            "+44 20 7946 0958",
            "2026-11-22 03:40:36.123456",
        ] {
            assert_eq!(count(text), 0, "{text}");
        }
    }

    #[test]
    fn the_same_card_counts_once_and_neighbours_count_each() {
        assert_eq!(count("4111 1111 1111 1111, 4111-1111-1111-1111"), 1);
        assert_eq!(count("4111 1111 1111 1111 5555 5555 5555 4444"), 2);
        assert_eq!(
            count("4111111111111111 5555555555554444 378282246310005"),
            3
        );
        assert_eq!(count("12 4111 1111 1111 1111 123"), 1);
    }

    #[test]
    fn a_card_is_where_its_digits_are() {
        let text = "ä 4111 1111 1111 1111, 5555555555554444. ４１１１１１１１１１１１１１１１";
        let found: Vec<&str> = super::find(text).map(|place| &text[place]).collect();
        assert_eq!(
            found,
            [
                "4111 1111 1111 1111",
                "5555555555554444",
                "４１１１１１１１１１１１１１１１"
            ]
        );
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        let odd: Vec<char> = ('\0'..='\u{2fff}').collect();
        assert_eq!(count(&odd.iter().collect::<String>()), 0);
        assert_eq!(count(&"4 ".repeat(100_000)), 0);
        assert_eq!(count(&"9".repeat(5000)), 0);
    }
}
