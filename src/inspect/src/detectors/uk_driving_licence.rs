//! UK driving licence numbers: five of the surname, date of birth around it, initials, check. Source: DVLA,
//! <https://www.gov.uk/government/publications/driving-licence-information-code>; Department for Education, D2 of ILR.

use crate::Entity;
use crate::dates::is_day;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, Value, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UkDrivingLicence,
    trust: Trust::Shaped,
    strength: 7,
    keywords: "driving licen*,dvla,licence number,licence no,driver licen*,driver s licen*,drivers licen*,driver number,licence,driving permit",
    starts: &[
        Start::Words(16, 16, find),
        Start::Words(18, 18, find),
        Start::Shapes("AAAAA 999999 AAXAA,AAAAA 999999 AA9AA", check),
    ],
};

fn find(view: &View<'_>) -> Option<Found> {
    let bytes = view.slice(view.at, view.word);
    let grade = check(&Value::new(bytes, 0))?;
    (view.opens(view.at) && view.closes(view.word)).then_some(Found::new(view.at, view.word, grade))
}

fn check(value: &Value) -> Option<Grade> {
    let surname = value.bytes().get(..5)?;
    let letters = surname
        .iter()
        .take_while(|byte| byte.is_ascii_alphabetic())
        .count();
    let padded = letters > 0 && surname.iter().skip(letters).all(|byte| *byte == b'9');
    let digits = value.bytes().get(5..11)?.iter().all(u8::is_ascii_digit);
    let month = value.number(6, 2);
    let month = if month > 50 { month - 50 } else { month };
    // 1900 stands for any year: the last digit of the year is the first of the two.
    let day = is_day(
        value.digit(5) * 10 + value.digit(10),
        month,
        value.number(8, 2),
    );
    let initials = value
        .bytes()
        .get(11..13)?
        .iter()
        .all(|byte| byte.is_ascii_alphabetic() || *byte == b'9')
        && value.letter(11) != b'9';
    let end = value
        .bytes()
        .get(13..16)?
        .iter()
        .skip(1)
        .all(u8::is_ascii_alphabetic);
    (padded && digits && day && initials && end).then_some(Grade::NONE_MEDIUM)
}

examples! { UkDrivingLicence
    finds ["driving licence «MORGA657054SM9IJ»", "DVLA: «JONES710238HA9PX»", "Licence no: «LEE99802124J99AB»"]
    ignores ["MORGA657054SM9IJ", "driving licence MORGA677054SM9IJ", "driving licence MORGA657054SM9IJX"]
}
