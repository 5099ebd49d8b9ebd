//! US bank routing numbers: district prefix and check digit. Source: American Bankers Association, Routing Number Policy;
//! <https://www.aba.com/about-us/routing-number>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UsAbaRouting,
    trust: Trust::Checked,
    strength: 4,
    keywords: "numero de ruta,rtg,routing,aba,rtn,ach,fedwire,transit number",
    starts: &[Start::Shapes("999999999,9999-9999-9", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let district = value.number(0, 2);
    let known = matches!(district, 0..=12 | 21..=32 | 61..=72 | 80);
    let holds = value
        .weighted(0, &[3, 7, 1, 3, 7, 1, 3, 7, 1])
        .is_multiple_of(10);
    (known && holds).then_some(Grade::NONE_HIGH)
}

examples! { UsAbaRouting
    finds ["«021000021» (Routing Number), 174 (page)", "número de ruta «021000021»", "routing number «021000021»",
    "ABA: «1210-0035-8»",
    "{\"routing\": \"«011401533»\"}"]
    ignores ["routing number 021000022",
    "order 021000021",
    "the number 021000021 is not explained"]
}
