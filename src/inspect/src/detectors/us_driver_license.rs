//! US driver's licence numbers, by the shapes that the states use. Source: the states' departments of motor vehicles, as
//! collected in the AAMVA's and in Microsoft Purview's U.S. driver's license number,
//! <https://learn.microsoft.com/purview/sit-defn-us-drivers-license-number>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, Value, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UsDriverLicense,
    trust: Trust::Shaped,
    strength: 1,
    keywords: "driver licen*,drivers licen*,driver s licen*,driving licen*,driver lic,drivers lic,driver s lic,dl,d l,\
        cdl,dln,oln,license number,license no,licence number,licence no,license #,licence #,license id,\
        operator licen*,operators licen*,driver id,driver permit,lic#,lic no,dmv,licencia de conducir,fuhrerschein*,permis de conduire",
    starts: &[
        Start::Shapes(
            "A9999999,A99999999,A999999999,A9999999999,A99999999999,A999999999999,A9999999999999,A99999999999999,\
            A999-9999-9999,A999-9999-9999-99,A999-999-99-999-9,A-999-999-999-999,A-999-999-99-999-9,\
            A999 9999 9999,A9999 99999 99999,A9999-99999-99999,A99-99-9999,A999999,AA999999,AA9999999,AA999999A,\
            AA9999999A,AAA999999,AAA99A9999,AAA9999999,A999999A,99AAA99999,999AA9999,9999999A,99999999A,\
            999999999A,9999999,99999999,999999999,9999999999,99-999-9999,999 999 999,99 999 999,999-99-9999,\
            999999999999,AA-99-99999,AA-999999,A-9999-9999,9999-99-9999,A99-999-999,A 999 999 999 999,AAA99999999,AA99999,\
            99999999999,999999-999",
            check,
        ),
        Start::Prefixes("WDL", washington),
    ],
};

fn check(_: &Value) -> Option<Grade> {
    Some(Grade::NONE_MEDIUM)
}

/// `WDL` and nine letters and digits: Washington since 2018.
fn washington(view: &View<'_>) -> Option<Found> {
    let end = view.run(view.at, 13, |byte| byte.is_ascii_alphanumeric());
    (end == view.at + 12).then_some(Found::new(view.at, end, Grade::NONE_MEDIUM))
}

examples! { UsDriverLicense
    finds ["driver's license «D1234562»", "California DL «J7910043»", "Driver licence number: «C21-287-807»", "DLN «WDLGQ26LNZW6»", "License #: «B0392783»", "CDL number «C694997924»", "D.L. No. «T86872007»", "DL# «S530-4600-0055»", "Driver License Number: «94431257»", "drivers_license,x\n«F255921500940»,1"]
    ignores ["D1234562", "driver license registration", "LDL 131 mg/dL, specimen 29642327", "license: Apache 2.0", "model D1234562 of the driver's licence printer"]
}
