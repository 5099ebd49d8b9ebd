//! US bank account numbers: 6 to 17 digits that the text calls an account. Source: Microsoft Purview, U.S. bank account
//! number, <https://learn.microsoft.com/purview/sit-defn-us-bank-account-number>.

use crate::Entity;
use crate::dates::is_day;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, Value, View, is_one};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UsBankAccount,
    trust: Trust::Shaped,
    strength: 0,
    keywords: "account,acct,bank account,checking,savings,a/c,acc no,acc num*,direct deposit,konto,kto,cuenta",
    starts: &[
        Start::Digits(6, 17, find),
        Start::Shapes(
            "9999-999999,99999-99999,999-999999,9999-9999-9999,999-9999999,9999999-999,999999-9999",
            joined,
        ),
    ],
};

fn find(view: &View<'_>) -> Option<Found> {
    let end = view.digits(view.at, 18);
    let value = Value::new(view.slice(view.at, end), 0);
    let date = value.len() == 8
        && matches!(value.number(0, 4), 1900..=2099)
        && is_day(value.number(0, 4), value.number(4, 2), value.number(6, 2));
    let alike = value
        .bytes()
        .iter()
        .all(|byte| value.bytes().first() == Some(byte));
    let word = view.slice(
        end + 1,
        view.run(end + 1, 10, |byte| byte.is_ascii_alphabetic()),
    );
    let counted = view.byte(end) == b' ' && is_one(word, COUNTED);
    (view.closes(end) && !date && !alike && !counted).then_some(Found::new(
        view.at,
        end,
        Grade::NONE_MEDIUM,
    ))
}

/// What is counted, not numbered.
const COUNTED: &str = "followers,points,files,rows,bytes,records,users,items,views,usd,eur,times";

fn joined(_: &Value) -> Option<Grade> {
    Some(Grade::NONE_MEDIUM)
}

examples! { UsBankAccount
    finds ["account number: «0009871234»", "Número de cuenta: «85835394»", "acct,x\n«12345678901»,1", "My checking account is «945456787654».", "accounts: 334455667, 998877665 and «112233446»"]
    ignores ["945456787654", "account opened on 20190412", "invoice no 945456787654, account to follow", "account 12345", "The account has 669096 followers"]
}
