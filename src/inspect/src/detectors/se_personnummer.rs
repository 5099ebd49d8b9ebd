//! Swedish personal identity numbers and coordination numbers (day + 60): Luhn over the last ten digits. Source: Skatteverket,
//! <https://www.skatteverket.se/privat/folkbokforing/personnummer.4.3810a01c150939e893f18c29.html>.

use crate::Entity;
use crate::check_digits::luhn;
use crate::dates::is_day;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::SePersonnummer,
    trust: Trust::Checked,
    strength: 6,
    keywords: "pers nr,person nummer,person nr,pnr,samordningsnummer,personal identity number,folkbokford*,swedish id",
    starts: &[Start::Shapes(
        "999999-9999,999999+9999,99999999-9999,9999999999,999999999999,999999 9999,99999999 9999",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let from = value.len() - 10;
    let year = if from == 2 {
        value.number(0, 4)
    } else {
        value.number(0, 2)
    };
    let day = value.number(from + 4, 2);
    let day = if day > 60 { day - 60 } else { day };
    let century = from == 0 || matches!(year, 1880..=2029);
    let holds = luhn((from..value.len()).map(|place| value.digit(place)));
    if !century || !is_day(year, value.number(from + 2, 2), day) || !holds {
        return None;
    }
    Some(if matches!(value.joint, b'-' | b'+') {
        Grade::MEDIUM_HIGH
    } else {
        Grade::NONE_HIGH
    })
}

examples! { SePersonnummer
    finds ["personnummer «811228-9874»",
    "«19811228-9874»",
    "Personnr: «198112289874»"]
    ignores ["personnummer 811228-9873",
    "811328-9874",
    "8112289874"]
}
