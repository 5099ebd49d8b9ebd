//! International bank account numbers: the country's length and modulo 97. Source: ISO 13616; SWIFT, IBAN Registry,
//! <https://www.swift.com/standards/data-standards/iban-international-bank-account-number>.

use crate::Entity;
use crate::check_digits::mod_97;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::Iban,
    trust: Trust::Certain,
    strength: 9,
    keywords: "iban,international bank account*,bankverbindung,iban nr",
    starts: &[Start::Letters(2, find)],
};

/// Each country's code and how long its numbers are.
const LENGTHS: &[u8] = b"AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29ES24FI18FK18FO18FR27GB22GE22\
GI23GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18\
NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30";

fn length(country: [u8; 2]) -> Option<usize> {
    let known = LENGTHS
        .chunks_exact(4)
        .find(|entry| entry.starts_with(&country))?;
    known.iter().skip(2).try_fold(0, |length, digit| {
        Some(length * 10 + usize::from(digit.checked_sub(b'0')?))
    })
}

fn find(view: &View<'_>) -> Option<Found> {
    let letter = |place: usize| view.byte(place).to_ascii_uppercase();
    let length = length([letter(view.at), letter(view.at + 1)])?;
    let mut number = [0_u8; 34];
    let (mut place, mut joint) = (view.at, 0);
    for (at, slot) in number.iter_mut().take(length).enumerate() {
        let sign = view.byte(place);
        if at > 0 && matches!(sign, b' ' | b'-' | b'.') && (joint == 0 || joint == sign) {
            joint = sign;
            place += 1;
        }
        *slot = letter(place);
        let fits = if (2..4).contains(&at) {
            slot.is_ascii_digit()
        } else {
            slot.is_ascii_alphanumeric()
        };
        if !fits {
            return None;
        }
        place += 1;
    }
    let (head, rest) = number.get(..length)?.split_at_checked(4)?;
    let holds = mod_97(rest.iter().chain(head).copied()) == 1;
    (holds && view.closes(place)).then_some(Found::new(view.at, place, Grade::HIGH))
}

examples! { Iban
    finds ["«DE89 3704 0044 0532 0130 00»", "IBAN:«GB29NWBK60161331926819»", "«fr1420041010050500013m02606»", "«NO93 8601 1117 947», please"]
    ignores ["DE89 3704 0044 0532 0130 01", "XX89 3704 0044 0532 0130 00", "DE89370400440532013000123", "DE8937040044053201300"]
}
