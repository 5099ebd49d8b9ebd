//! Canadian social insurance numbers: Luhn, and no 0 or 8 at the beginning. Source: Employment and Social Development Canada,
//! <https://www.canada.ca/en/employment-social-development/services/sin.html>.

use crate::Entity;
use crate::check_digits::luhn;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::CaSin,
    trust: Trust::Checked,
    strength: 4,
    keywords: "sin,s i n,social insurance*,nas,numero d assurance sociale,assurance sociale,sin#,canadian sin",
    starts: &[Start::Shapes("999~999~999,999999999", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let digits = value.all();
    if matches!(value.digit(0), 0 | 8) || !luhn(digits) {
        return None;
    }
    Some(if value.joint == 0 {
        Grade::NONE_HIGH
    } else {
        Grade::LOW_HIGH
    })
}

examples! { CaSin
    finds ["SIN «130 692 544»", "S.I.N. «130692544»",
    "social insurance number: «130692544»",
    "«130-692-544»"]
    ignores ["SIN 130 692 545", "12 130 692 544",
    "SIN 046 454 286",
    "130692544"]
}
