//! US individual taxpayer identification numbers. Source: Internal Revenue Service, <https://www.irs.gov/tin/itin>, and
//! Publication 1915: nine digits, first a 9, fourth and fifth 50 to 65, 70 to 88, 90 to 92 or 94 to 99.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UsItin,
    trust: Trust::Checked,
    strength: 4,
    keywords: "itin,individual taxpayer*,taxpayer id*,tax id*,taxpayer,itin#,tin",
    starts: &[Start::Shapes("999~99~9999,999999999", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let group = matches!(value.number(3, 2), 50..=65 | 70..=88 | 90..=92 | 94..=99);
    if value.digit(0) != 9 || !group {
        return None;
    }
    Some(if value.joint == 0 {
        Grade::NONE_MEDIUM
    } else {
        Grade::LOW_HIGH
    })
}

examples! { UsItin
    finds ["ITIN «912-70-1234»",
    "«912-70-1234»",
    "taxpayer id: «912701234»"]
    ignores ["ITIN 912-69-1234",
    "ITIN 812-70-1234",
    "912701234"]
}
