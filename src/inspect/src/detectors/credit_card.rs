//! Payment card numbers: issuer, length and check digit (ISO/IEC 7812-1; the issuers' ranges are in `issuers`).

use crate::Entity;
use crate::check_digits::luhn;
use crate::detector::{Detector, Start, Trust, examples};
use crate::issuers::issues;
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::CreditCard,
    trust: Trust::Checked,
    strength: 7,
    keywords: "cb,card,cardholder,pan,visa,master card,amex,american express,diners,discover,maestro,jcb,cc#,cc,ccn,\
        cc num*,credit,cvv,cvc,kreditkarte*,karte,kartennummer,tarjeta*,carte bancaire,carte de credit,\
        carte bleue,carta di credito,cartao,cartao de credito,numero de carte,creditcard*,kortnummer,kort,karta,\
        kredi kart*,カード,信用卡",
    starts: &[Start::Shapes(
        "9999999999999,99999999999999,999999999999999,9999999999999999,99999999999999999,999999999999999999,\
            9999999999999999999,9999:9999:9999:9999,9999:999999:99999,9999:999999:9999,9999:9999:9999:9999:9,\
            9999:9999:9999:9999:99,9999:9999:9999:9999:999,9999:9999:9999:9,9999:9999:99999,\
            999999:9999999999999,99999999:99999999,9:9:9:9:9:9:9:9:9:9:9:9:9:9:9:9",
        check,
    )],
};

fn check(value: &Value) -> Option<Grade> {
    let digits = value.all();
    if !issues(value.number(0, 6), value.len()) || !luhn(digits) {
        return None;
    }
    // European article numbers have thirteen digits, too, and Visa has given out no such card for decades.
    Some(if value.len() == 13 && value.joint == 0 {
        Grade::NONE_HIGH
    } else {
        Grade::MEDIUM_HIGH
    })
}

examples! { CreditCard
    finds ["«4111111111111111»", "«4111111111111111»:12/26:123",
    "card: «4012 8888 8888 1881»",
    "«2223-0031-2200-3222»",
    "«3782 822463 10005»",
    "«3056 930902 5904»",
    "Visa «4222222222222»",
    "card_number;name\n«5105105105105100»;x"]
    ignores ["4111111111111112",
    "order 4111111111111111",
    "4444444444444444",
    "EAN 4222222222222",
    "1.4111111111111111",
    "4111-1111 1111-1111"]
}
