//! UK National Insurance numbers. Source: HM Revenue & Customs, National Insurance Manual NIM39110,
//! <https://www.gov.uk/hmrc-internal-manuals/national-insurance-manual/nim39110>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UkNino,
    trust: Trust::Checked,
    strength: 5,
    keywords: "national insurance,nino,nat ins,insurance number,ni",
    starts: &[Start::Shapes(
        "AA999999A,AA~99~99~99~A,AA~999999~A,AA~999999A",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let (first, second) = (value.letter(0), value.letter(1));
    let never = matches!(
        &[first, second],
        b"BG" | b"GB" | b"NK" | b"KN" | b"TN" | b"NT" | b"ZZ"
    );
    let fits = !b"DFIQUV".contains(&first) && !b"DFIQUVO".contains(&second);
    (fits && !never && matches!(value.letter(8), b'A'..=b'D')).then_some(Grade::MEDIUM_HIGH)
}

examples! { UkNino
    finds ["«AB123456C»",
    "NINO: «AB 12 34 56 C»",
    "National Insurance no «jg103759a»"]
    ignores ["DA123456C",
    "AO123456C",
    "GB123456C",
    "AB123456E",
    "AB123456CD"]
}
