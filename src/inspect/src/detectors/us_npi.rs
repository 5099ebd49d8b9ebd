//! US national provider identifiers: Luhn over 80840 and the number. Source: Centers for Medicare & Medicaid Services, NPI
//! check digit, <https://www.cms.gov/regulations-and-guidance/administrative-simplification/nationalprovidentstand>.

use crate::Entity;
use crate::check_digits::luhn;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UsNpi,
    trust: Trust::Checked,
    strength: 4,
    keywords: "npi,provider,physician,prescriber",
    starts: &[Start::Shapes("9999999999", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let digits = [8, 0, 8, 4, 0].into_iter().chain(value.all());
    (matches!(value.digit(0), 1 | 2) && luhn(digits)).then_some(Grade::NONE_HIGH)
}

examples! { UsNpi
    finds ["NPI: «1234567893»",
    "provider_npi\tname\n«1245319599»\tx"]
    ignores ["NPI 1234567890",
    "NPI 3234567893",
    "1245319599 seconds"]
}
