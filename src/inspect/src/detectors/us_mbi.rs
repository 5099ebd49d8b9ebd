//! US Medicare beneficiary identifiers: eleven places of fixed kinds, without the letters S, L, O, I, B and Z. Source: Centers
//! for Medicare & Medicaid Services, <https://www.cms.gov/medicare/new-medicare-card/understanding-the-mbi-with-format.pdf>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UsMbi,
    trust: Trust::Checked,
    strength: 6,
    keywords: "medicare claim,medicare,mbi,beneficiary",
    starts: &[Start::Shapes("9AX9AX9AA99,9AX9~AX9~AA99", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let clear = value
        .bytes()
        .iter()
        .all(|letter| !b"SLOIBZ".contains(letter));
    (clear && value.digit(0) != 0).then_some(Grade::MEDIUM_HIGH)
}

examples! { UsMbi
    finds ["MBI «1EG4-TE5-MK73»",
    "«1EG4TE5MK73»"]
    ignores ["0EG4-TE5-MK73",
    "1SG4-TE5-MK73",
    "MBI 1EG4-TE5-MK7"]
}
