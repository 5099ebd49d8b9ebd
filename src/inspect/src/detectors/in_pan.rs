//! Indian permanent account numbers: three letters, the kind of holder, the first letter of the name, four digits, a letter.
//! Source: Income Tax Department of India, <https://incometaxindia.gov.in/pages/tax-services/pan.aspx>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::InPan,
    trust: Trust::Checked,
    strength: 5,
    keywords: "pan,p a n,permanent a c,permanent account*,pan card,income tax",
    starts: &[Start::Shapes("AAAAA9999A", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let holder = b"ABCFGHJLPT".contains(&value.letter(3));
    (holder && value.number(5, 4) != 0).then_some(Grade::NONE_HIGH)
}

examples! { InPan
    finds ["PAN: «ABCPK1234L»",
    "permanent account number «AFZPK7190K»"]
    ignores ["PAN ABCDK1234L",
    "PAN ABCPK0000L",
    "model ABCPK1234L"]
}
