//! Australian tax file numbers. Source: Australian Taxation Office; the weights 1 4 3 7 5 8 6 9 10 modulo 11 are in the ATO's
//! software developers' specifications, <https://softwaredevelopers.ato.gov.au/>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::AuTfn,
    trust: Trust::Checked,
    strength: 4,
    keywords: "t f n,tfn,tax file*",
    starts: &[Start::Shapes(
        "999~999~999,999999999,99999999,99~999~999",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let weights: &[u32] = if value.len() == 9 {
        &[1, 4, 3, 7, 5, 8, 6, 9, 10]
    } else {
        &[10, 7, 8, 4, 6, 3, 5, 1]
    };
    value
        .weighted(0, weights)
        .is_multiple_of(11)
        .then_some(Grade::NONE_HIGH)
}

examples! { AuTfn
    finds ["TFN «123 456 782»",
    "tax file number: «865414088»"]
    ignores ["TFN 123 456 783",
    "123 456 782"]
}
