//! US passport numbers: nine digits, or a letter and eight. Source: US Department of State; Microsoft Purview, U.S./U.K. passport
//! number, <https://learn.microsoft.com/purview/sit-defn-us-uk-passport-number>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UsPassport,
    trust: Trust::Shaped,
    strength: 1,
    keywords: "passport,passport book,reisepass*,passeport,pasaporte,passaporto,travel document,passport card",
    starts: &[Start::Shapes("999999999,A99999999", check)],
};

fn check(_: &Value) -> Option<Grade> {
    Some(Grade::NONE_MEDIUM)
}

examples! { UsPassport
    finds ["passport «563187422»", "US passport number: «C03005988»", "passport_no\tname\n«563187422»\tx", "Ticket INC9954880. Jo gave me «489249044» as passport", "The passport on file is «563187422»."]
    ignores ["563187422", "SSN 563187422, passport to follow", "Your passport application 563187422 is being processed.", "passport office, room C0300598"]
}
