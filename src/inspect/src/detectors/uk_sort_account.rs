//! UK sort codes with the account number beside them. Source: Pay.UK, sort codes; Microsoft Purview has them as part of the
//! U.K. bank account formats, <https://www.wearepay.uk/>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::UkSortAccount,
    trust: Trust::Shaped,
    strength: 3,
    keywords: "sort code,sort,sort code account,sortcode,s/c",
    starts: &[Start::Digits(2, 2, find), Start::Digits(6, 6, find)],
};

/// How far the account number may be from the sort code.
const APART: usize = 40;

fn find(view: &View<'_>) -> Option<Found> {
    let sort = sort_code(view)?;
    let mut place = sort;
    while place < sort + APART {
        let sign = view.byte(place);
        if sign.is_ascii_digit() {
            let end = view.digits(place, 9);
            let whole = end == place + 8 && view.closes(end);
            return whole.then_some(Found::new(view.at, end, Grade::NONE_HIGH));
        }
        if sign == 0 {
            return None;
        }
        place += 1;
    }
    None
}

/// Where the sort code at the place ends.
fn sort_code(view: &View<'_>) -> Option<usize> {
    let at = view.at;
    let joint = view.byte(at + 2);
    let end = if joint.is_ascii_digit() {
        at + 6
    } else {
        at + 8
    };
    let fits = (at..end).enumerate().all(|(nth, place)| {
        let sign = view.byte(place);
        if end == at + 8 && (nth == 2 || nth == 5) {
            sign == joint && b" -".contains(&joint)
        } else {
            sign.is_ascii_digit()
        }
    });
    (fits && !view.byte(end).is_ascii_digit()).then_some(end)
}

examples! { UkSortAccount
    finds ["Sort code: «20-00-00 Account number: 55779911»", "sort code «200000 55779911»", "sort_code,account\n«40-47-84,70872490»"]
    ignores ["20-00-00 55779911", "sort code 20-00-00", "20-00-0055779911"]
}
