//! Polish PESEL numbers: day of birth and the weights 1 3 7 9. Source: act on population records (Dz.U. 2010 nr 217 poz. 1427),
//! <https://www.gov.pl/web/gov/czym-jest-numer-pesel>.

use crate::Entity;
use crate::dates::is_day;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::PlPesel,
    trust: Trust::Checked,
    strength: 6,
    keywords: "pesel",
    starts: &[Start::Shapes("99999999999", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let month = value.number(2, 2);
    let century = match month / 20 {
        0 => 1900,
        1 => 2000,
        2 => 2100,
        3 => 2200,
        _ => 1800,
    };
    let sum = value.weighted(0, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]);
    let day = is_day(century + value.number(0, 2), month % 20, value.number(4, 2));
    (day && century < 2100 && sum.is_multiple_of(10)).then_some(Grade::NONE_HIGH)
}

examples! { PlPesel
    finds ["PESEL «44051401359»", "| Field | Value |\n|---|---|\n| Tel | see file |\n| PESEL | «44051401359» |\n",
    "PESEL: «02070803628»"]
    ignores ["PESEL 44051401358",
    "44051401359 rows",
    "PESEL 44151401355"]
}
