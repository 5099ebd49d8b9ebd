//! UK NHS numbers, modulo 11. Source: NHS Data Model and Dictionary,
//! <https://www.datadictionary.nhs.uk/attributes/nhs_number.html>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UkNhs,
    trust: Trust::Checked,
    strength: 4,
    keywords: "n h s,nhs,national health service",
    starts: &[Start::Shapes("999~999~9999,9999999999", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let sum = value.weighted(0, &[10, 9, 8, 7, 6, 5, 4, 3, 2]);
    if (11 - sum % 11) % 11 != value.digit(9) {
        return None;
    }
    Some(if value.joint == b' ' {
        Grade::LOW_HIGH
    } else {
        Grade::NONE_HIGH
    })
}

examples! { UkNhs
    finds ["NHS number «943 476 5919»",
    "nhs_no,x\n«9434765919»,1",
    "NHS: «943-476-5919»",
    "«943 476 5919»"]
    ignores ["NHS 943 476 5918",
    "9434765919"]
}
