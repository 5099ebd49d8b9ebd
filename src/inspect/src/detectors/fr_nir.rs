//! French social security numbers (NIR): sex, year, month, place of birth (2A and 2B in Corsica), order, and 97 less the rest by
//! 97. Source: INSEE, <https://www.insee.fr/fr/metadonnees/definition/c1409>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::FrNir,
    trust: Trust::Checked,
    strength: 7,
    keywords: "securite sociale,nir,insee,secu,numero de securite*,no ss,n ss,immatriculation,assure,carte vitale",
    starts: &[Start::Shapes(
        "9 99 99 99 999 999 99,9 99 99 9A 999 999 99,9 99 99 99 999 999,999999999999999,999999A99999999,\
            9999999999999 99,9-99-99-99-999-999-99,9.99.99.99.999.999.99",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let letter = value.letter(6);
    let corsica: u64 = match letter {
        b'A' => 1_000_000,
        b'B' => 2_000_000,
        b'0'..=b'9' => 0,
        _ => return None,
    };
    let digits = (0..13).fold(0_u64, |number, place| {
        number * 10
            + if value.letter(place).is_ascii_digit() {
                u64::from(value.digit(place))
            } else {
                0
            }
    });
    let month = value.number(3, 2);
    let fits = matches!(value.digit(0), 1 | 2 | 3 | 4 | 7 | 8)
        && matches!(month, 1..=12 | 20..=42 | 50..=99);
    let key = 97 - (digits - corsica) % 97;
    (value.len() == 15 && fits && u64::from(value.number(13, 2)) == key)
        .then_some(Grade::MEDIUM_HIGH)
}

examples! { FrNir
    finds ["numéro de sécurité sociale «2 55 08 14 168 025 38»",
    "«255081416802538»",
    "NIR : «1 51 02 4A 620 155 82»"]
    ignores ["NIR 255081416802539",
    "order 255081416802538",
    "NIR 955081416802538"]
}
