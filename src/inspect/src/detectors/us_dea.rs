//! US Drug Enforcement Administration registrations. Source: DEA Diversion Control Division,
//! <https://www.deadiversion.usdoj.gov/>: two letters (the second may be a 9), six digits and (1+3+5) + 2 (2+4+6) modulo 10.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UsDea,
    trust: Trust::Checked,
    strength: 4,
    keywords: "d e a,dea,dea registration",
    starts: &[Start::Shapes("AA9999999,A99999999", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let kind = b"ABCDEFGHJKLMPRSTUX".contains(&value.letter(0));
    let second = value.letter(1).is_ascii_alphabetic() || value.letter(1) == b'9';
    let sum = value.weighted(2, &[1, 2, 1, 2, 1, 2]);
    (kind && second && sum % 10 == value.digit(8)).then_some(Grade::NONE_HIGH)
}

examples! { UsDea
    finds ["D.E.A. «FB1111119»", "DEA number «AB1234563»",
    "DEA: «F91234563»"]
    ignores ["DEA AB1234564",
    "AB1234563",
    "model AB1234563"]
}
