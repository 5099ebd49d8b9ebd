//! South African identity numbers: day of birth, sex, citizenship, Luhn. Source: Department of Home Affairs,
//! <https://www.dha.gov.za/>; Identification Act 68 of 1997.

use crate::Entity;
use crate::check_digits::luhn;
use crate::dates::is_day;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::ZaId,
    trust: Trust::Checked,
    strength: 8,
    keywords: "id nr,id number,identity number,id no,south africa*,rsa id,sa id,identiteitsnommer,id nommer,identity no,\
        identity document,said,id",
    starts: &[Start::Shapes(
        "9999999999999,999999 9999 999,999999 9999 99 9",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let day = is_day(value.number(0, 2), value.number(2, 2), value.number(4, 2));
    let digits = value.all();
    (day && value.digit(10) < 2 && luhn(digits)).then_some(Grade::NONE_HIGH)
}

examples! { ZaId
    finds ["ID number: «8001015009087»",
    "South African ID «8001015009087»"]
    ignores ["ID number 8001015009088",
    "ID number 8013015009085",
    "8001015009087 ms"]
}
