//! South Korean resident registration numbers. Source: Resident Registration Act, enforcement rule; numbers given out since October
//! 2020 have no check digit, so those of the youngest are taken without.

use crate::Entity;
use crate::dates::is_day;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::KrRrn,
    trust: Trust::Checked,
    strength: 5,
    keywords: "rrn,resident registration*,주민등록*,주민번호,jumin,resident number,외국인등록*,korean id",
    starts: &[Start::Shapes(
        "999999-9999999,9999999999999,999999 9999999",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let day = is_day(value.number(0, 2), value.number(2, 2), value.number(4, 2));
    let sex = value.digit(6);
    if !day || sex == 0 || sex == 9 {
        return None;
    }
    let sum = value.weighted(0, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]);
    let holds = (11 - sum % 11) % 10 == value.digit(12);
    let young = matches!(sex, 3 | 4 | 7 | 8) && value.number(0, 2) >= 20;
    match (holds, value.joint) {
        (true, b'-') => Some(Grade::LOW_HIGH),
        (true, _) => Some(Grade::NONE_HIGH),
        (false, b'-') if young => Some(Grade::NONE_HIGH),
        (false, _) => None,
    }
}

examples! { KrRrn
    finds ["RRN «900101-1234568»",
    "주민등록번호 «900101-1234568»",
    "«900101-1234568»"]
    ignores ["RRN 900101-1234567",
    "RRN 901301-1234568",
    "RRN 900101-9234568"]
}
