//! Dutch citizen service numbers: the eleven test. Source: Rijksdienst voor Identiteitsgegevens, Logisch Ontwerp BSN,
//! <https://www.rvig.nl/>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::NlBsn,
    trust: Trust::Checked,
    strength: 4,
    keywords: "bsn,burger service*,sofi,citizen service number",
    starts: &[Start::Shapes(
        "999999999,9999.99.999,999~999~999,999.999.999",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let sum = value.weighted(0, &[9, 8, 7, 6, 5, 4, 3, 2]);
    (sum > 0 && sum % 11 == value.digit(8)).then_some(Grade::NONE_HIGH)
}

examples! { NlBsn
    finds ["BSN «111222333»",
    "burgerservicenummer: «1234.56.782»"]
    ignores ["BSN 111222334",
    "111222333"]
}
