//! German tax identification numbers (IdNr): eleven digits, ISO/IEC 7064 mod 11,10, and of the first ten digits one occurs two
//! or three times. Source: Bundeszentralamt für Steuern, <https://www.bzst.de/>; section 139b of the Abgabenordnung.

use crate::Entity;
use crate::check_digits::mod_11_10;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::DeTaxId,
    trust: Trust::Checked,
    strength: 6,
    keywords: "steuer*,idnr,identifikationsnummer,tin,tax id*,tax identification*,german tax*,id nr",
    starts: &[Start::Shapes(
        "99999999999,99 999 999 999,999 999 999 99,99/999/999/999",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let count = |digit: u32| (0..10).filter(|place| value.digit(*place) == digit).count();
    let repeated = (0..10).filter(|digit| count(*digit) > 1).count() == 1
        && (0..10).all(|digit| count(digit) <= 3);
    let holds = value.digit(0) != 0 && repeated && mod_11_10(value.all());
    holds.then_some(Grade::NONE_HIGH)
}

examples! { DeTaxId
    finds ["Steuer-ID: «86095742719»",
    "IdNr. «86 095 742 719»",
    "Steueridentifikationsnummer lautet «47036892816»"]
    ignores ["Steuer-ID: 86095742718",
    "86095742719",
    "Steuer-ID 11111111111"]
}
