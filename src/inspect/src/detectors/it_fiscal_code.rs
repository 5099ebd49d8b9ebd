//! Italian fiscal codes: name, day and place of birth, and a check letter. Source: Agenzia delle Entrate, decree of 23 December
//! 1976; the tables of odd and even places are in its article 12.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::ItFiscalCode,
    trust: Trust::Certain,
    strength: 8,
    keywords: "codice fiscale,cod fisc*,fiscal code,c f",
    starts: &[Start::Shapes(
        "AAAAAA99A99A999A,AAAAAA99A99AXXXA,AAAAAA99A9XAXXXA,AAA AAA 99A99 A999A",
        check,
    )],
};

/// The values of A to Z (and 0 to 9) on odd places.
const ODD: [u32; 26] = [
    1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23,
];

fn check(value: &Value) -> Option<Grade> {
    let number = |letter: u8| {
        usize::from(letter.wrapping_sub(if letter.is_ascii_digit() { b'0' } else { b'A' }))
    };
    let odd = |letter: u8| ODD.get(number(letter)).copied().unwrap_or(0);
    let sum: u32 = (0..15)
        .map(|place| {
            if place % 2 == 0 {
                odd(value.letter(place))
            } else {
                number(value.letter(place)) as u32
            }
        })
        .sum();
    let month = b"ABCDEHLMPRST".contains(&value.letter(8));
    let day =
        matches!(value.number(9, 2), 1..=31 | 41..=71) || value.letter(10).is_ascii_alphabetic();
    let holds = u32::from(value.letter(15)) == u32::from(b'A') + sum % 26;
    (month && day && holds).then_some(Grade::HIGH)
}

examples! { ItFiscalCode
    finds ["codice fiscale «RSSMRA85T10A562S»",
    "«RSSMRA85T10A562S»"]
    ignores ["RSSMRA85T10A562T",
    "RSSMRA85X10A562S"]
}
