//! Australian Medicare card numbers: ten digits, the ninth checks the first eight with the weights 1 3 7 9. Source: Services
//! Australia; METeOR item 270101, <https://meteor.aihw.gov.au/content/270101>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::AuMedicare,
    trust: Trust::Checked,
    strength: 4,
    keywords: "medicare,medicare card,medicare number,medicare no",
    starts: &[Start::Shapes(
        "9999~99999~9,9999999999,9999~99999~9~9,9999~99999~9/9",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let sum = value.weighted(0, &[1, 3, 7, 9, 1, 3, 7, 9]);
    let fits = matches!(value.digit(0), 2..=6) && value.digit(9) != 0;
    (fits && sum % 10 == value.digit(8)).then_some(Grade::NONE_HIGH)
}

examples! { AuMedicare
    finds ["Medicare card «2123 45670 1»",
    "medicare no: «2123456701»"]
    ignores ["Medicare card 2123 45671 1",
    "2123 45670 1",
    "Medicare 1123 45670 1"]
}
