//! US employer identification numbers. Source: Internal Revenue Service,
//! <https://www.irs.gov/businesses/small-businesses-self-employed/how-eins-are-assigned-and-valid-ein-prefixes>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UsEin,
    trust: Trust::Shaped,
    strength: 3,
    keywords: "ein,e i n,fein,employer id*,employer identification*,federal employer*,tax id*,federal id*,irs number,\
        taxpayer id*,fed id*,federal tax,tin",
    starts: &[Start::Shapes("99-9999999,999999999", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let campus = value.number(0, 2);
    let unknown = matches!(
        campus,
        0 | 7 | 8 | 9 | 17 | 18 | 19 | 28 | 29 | 49 | 69 | 70 | 78 | 79 | 89 | 96 | 97
    );
    (!unknown).then_some(if value.joint == 0 {
        Grade::NONE_MEDIUM
    } else {
        Grade::ALONE_MEDIUM
    })
}

examples! { UsEin
    finds ["EIN: «36-2945871»", "E.I.N. «36-2945871»", "payer's TIN «36-2945871»", "Fed. Tax ID «36-2945871»",
    "Employer Identification Number «94-2404110»"]
    ignores ["EIN: 07-3456789",
    "part no 94-2404110",
    "94-2404110 was sold"]
}
