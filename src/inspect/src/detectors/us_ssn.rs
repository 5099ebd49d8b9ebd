//! US Social Security numbers. Source: Social Security Administration, <https://www.ssa.gov/employer/randomization.html>:
//! no area 000, 666 or 900 to 999, no group 00, no serial 0000; and the numbers printed on sample cards.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UsSsn,
    trust: Trust::Checked,
    strength: 3,
    keywords: "ssn,s s n,social security*,soc sec*,ss#,social sec*,ss number,ss no,seguro social,\
        sozialversicherungsnummer,social",
    starts: &[Start::Shapes("999:99:9999,999999999", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let (area, group, serial) = (value.number(0, 3), value.number(3, 2), value.number(5, 4));
    let sample = matches!(
        (area, group, serial),
        (78, 5, 1120) | (219, 9, 9999) | (457, 55, 5462)
    );
    if area == 0 || area == 666 || area >= 900 || group == 0 || serial == 0 || sample {
        return None;
    }
    Some(match value.joint {
        0 => Grade::NONE_MEDIUM,
        b'.' => Grade::ALONE_MEDIUM,
        _ => Grade::LOW_HIGH,
    })
}

examples! { UsSsn
    finds ["SSN: «536-22-1234»",
    "«536 22 1234»", "SSN «536.22.1234»",
    "her social security number is «536221234»",
    "name,ssn\nJo,«536221234»",
    "SSN-«536–22–1234»"]
    ignores ["SSN 000-12-3456", "build 536.22.1234 of it",
    "SSN 666-12-3456",
    "SSN 912-12-3456",
    "ssn 078-05-1120",
    "SSN 123-45-6789",
    "536221234",
    "order number 536-22-1234",
    "536-22-12345"]
}
