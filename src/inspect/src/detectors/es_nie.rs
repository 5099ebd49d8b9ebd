//! Spanish identity numbers of foreigners (NIE): X, Y or Z stands for 0, 1 or 2, then as for the NIF. Source: Ministerio del
//! Interior, as for `es_nif`.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::EsNie,
    trust: Trust::Checked,
    strength: 6,
    keywords: "nie,extranjero*,identidad de extranjero,tarjeta de residencia,nif,numero de identidad*",
    starts: &[Start::Shapes(
        "A9999999A,A~9999999~A,A~9999999A,A9999999~A",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let first = match value.letter(0) {
        b'X' => 0,
        b'Y' => 1,
        b'Z' => 2,
        _ => return None,
    };
    let letter =
        b"TRWAGMYFPDXBNJZSQVHLCKE".get(((first * 10_000_000 + value.number(1, 7)) % 23) as usize);
    (letter == Some(&value.letter(8))).then_some(Grade::MEDIUM_HIGH)
}

examples! { EsNie
    finds ["NIE «X1234567L»", "«X-1234567L»",
    "«Y-1234567-X»"]
    ignores ["NIE X1234567A",
    "A1234567L"]
}
