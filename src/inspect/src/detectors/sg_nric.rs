//! Singaporean NRIC and FIN numbers. Source: Immigration & Checkpoints Authority, <https://www.ica.gov.sg/>; weights 2 7 6 5 4 3 2,
//! an offset for T and G (4) and M (3), and a letter for each remainder by 11.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Grade, Value};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::SgNric,
    trust: Trust::Checked,
    strength: 6,
    keywords: "nric,fin,identity card,singapore*,ic no,ic number,nric no,fin no",
    starts: &[Start::Shapes("A9999999A", check)],
};

fn check(value: &Value) -> Option<Grade> {
    let (offset, letters): (u32, &[u8; 11]) = match value.letter(0) {
        b'S' => (0, b"JZIHGFEDCBA"),
        b'T' => (4, b"JZIHGFEDCBA"),
        b'F' => (0, b"XWUTRQPNMLK"),
        b'G' => (4, b"XWUTRQPNMLK"),
        b'M' => (3, b"XWUTRQPNJLK"),
        _ => return None,
    };
    let rest = (offset + value.weighted(1, &[2, 7, 6, 5, 4, 3, 2])) % 11;
    (letters.get(rest as usize) == Some(&value.letter(8))).then_some(Grade::MEDIUM_HIGH)
}

examples! { SgNric
    finds ["NRIC «S1234567D»",
    "«T1234567J»",
    "FIN: «F1234567N»"]
    ignores ["NRIC S1234567A",
    "A1234567D"]
}
