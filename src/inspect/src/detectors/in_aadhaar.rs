//! Indian Aadhaar numbers: twelve digits, no 0 or 1 at the beginning, no palindrome, Verhoeff. Source: Unique Identification
//! Authority of India, <https://uidai.gov.in/>.

use crate::Entity;
use crate::check_digits::verhoeff;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::InAadhaar,
    trust: Trust::Checked,
    strength: 4,
    keywords: "aadhaar,aadhar,uidai,adhaar,uid,आधार",
    starts: &[Start::Shapes("9999~9999~9999,999999999999", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let digits = value.all();
    let palindrome = digits.clone().eq(digits.clone().rev());
    if value.digit(0) < 2 || palindrome || !verhoeff(digits) {
        return None;
    }
    Some(if value.joint == 0 {
        Grade::NONE_HIGH
    } else {
        Grade::LOW_HIGH
    })
}

examples! { InAadhaar
    finds ["Aadhaar «2345 6789 0124»",
    "Aadhaar: «234567890124»"]
    ignores ["Aadhaar 2345 6789 0125",
    "Aadhaar 1345 6789 0124",
    "234567890124"]
}
