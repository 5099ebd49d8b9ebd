//! Telephone numbers: international, North American and national forms. Source: ITU-T E.164 and E.123; North American
//! Numbering Plan, <https://www.nanpa.com/>.

use crate::Entity;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::Phone,
    trust: Trust::Shaped,
    strength: 2,
    keywords: "tel,phone,telephone,mobile,cell,call,fax,telefon*,telefono,movil,handy,mobil*,portable,telefax,cellulare,\
        celular,telefoon,contact no,contact number,hotline,whatsapp,ph,mob,rufnummer,dial,text me,sms,reach,\
        anrufen,appelez,llamar,電話,电话,전화,телефон,my number,direct line,work line,landline,viber,telemovel,emergency contact,\
        voicemail,extension,tlf,puh",
    starts: &[
        Start::Sign(b'+', find),
        Start::Sign(b'(', find),
        Start::Digits(1, 5, find),
        Start::Digits(9, 14, find),
    ],
};

/// What was read of a number.
#[derive(Default)]
struct Read {
    digits: [u8; 16],
    length: usize,
    /// The lengths of the groups.
    groups: [u8; 8],
    count: usize,
    joint: u8,
    mixed: bool,
    bracket: bool,
    end: usize,
}

fn find(view: &View<'_>) -> Option<Found> {
    let sign = view.byte(view.at);
    let plus = sign == b'+' || view.is_at(view.at, b"(+");
    let international =
        plus || (sign == b'0' && view.byte(view.at + 1) == b'0' && view.byte(view.at + 2) != b'0');
    if !sign.is_ascii_digit() && !view.opens(view.at) {
        return None;
    }
    if view.before(view.at) == b'+' || view.is_at(view.at.saturating_sub(2), b"+(") {
        return None;
    }
    let read = read(view, view.at + usize::from(sign == b'+'))?;
    let end = extension(view, read.end);
    if !view.closes(end) {
        return None;
    }
    let groups = read.groups.get(..read.count)?;
    let grade = if international {
        abroad(&read, plus)
    } else {
        at_home(&read, groups, sign == b'(')
    }?;
    Some(Found::new(view.at, end, grade))
}

/// Where `x12`, `ext. 12` ends, if that follows.
fn extension(view: &View<'_>, end: usize) -> usize {
    let from = view.run(end, 1, |byte| byte == b' ');
    let Some(word) = [&b"ext. "[..], b"ext.", b"ext ", b"ext", b"x"]
        .into_iter()
        .find(|word| view.is_at(from, word))
    else {
        return end;
    };
    let to = view.digits(from + word.len(), 6);
    if to > from + word.len() { to } else { end }
}

/// Reads groups of digits with single separators between.
fn read(view: &View<'_>, from: usize) -> Option<Read> {
    let mut read = Read {
        end: from,
        ..Read::default()
    };
    let mut place = from;
    while read.count < 8 {
        let open = view.byte(place) == b'(';
        let begin = place + usize::from(open) + usize::from(open && view.byte(place + 1) == b'+');
        let end = view.digits(begin, 16);
        if read.length + (end - begin) > 15 && view.byte(from.saturating_sub(1)) != b'+' {
            return None;
        }
        if end == begin || read.length + (end - begin) > 15 || (open && view.byte(end) != b')') {
            break;
        }
        for digit in view.slice(begin, end) {
            *read.digits.get_mut(read.length)? = *digit;
            read.length += 1;
        }
        *read.groups.get_mut(read.count)? = (end - begin) as u8;
        read.count += 1;
        read.bracket |= open;
        read.end = end + usize::from(open);
        let joint = view.byte(read.end);
        let wide = if view.is_at(read.end, b" / ") {
            3
        } else {
            usize::from(open && joint == b' ' || b" -./".contains(&joint))
        };
        let next = view.byte(read.end + wide);
        if !(next.is_ascii_digit() || next == b'(') || (wide == 0 && !open && next != b'(') {
            break;
        }
        if wide > 0 && !open && next != b'(' {
            read.mixed |= read.joint != 0 && read.joint != joint;
            read.joint = joint;
        }
        place = read.end + wide;
    }
    (read.count > 0).then_some(read)
}

fn abroad(read: &Read, plus: bool) -> Option<Grade> {
    let length = if plus {
        read.length
    } else {
        read.length.checked_sub(2)?
    };
    // A year and a day, or a number with a point.
    let other = matches!(
        (read.joint, read.groups.get(..read.count)),
        (b'-', Some([5 | 6, 2, 2] | [5 | 6, 1, 2])) | (b'.', Some([_, _]))
    );
    let begins = !other
        && read
            .digits
            .get(if plus { 0 } else { 2 })
            .is_some_and(|digit| *digit != b'0');
    let fits = begins && (8..=15).contains(&length);
    if !plus && read.count == 1 {
        return fits.then_some(Grade::NONE_HIGH);
    }
    fits.then_some(if plus {
        Grade::MEDIUM_HIGH
    } else {
        Grade::LOW_HIGH
    })
}

fn at_home(read: &Read, groups: &[u8], bracket: bool) -> Option<Grade> {
    let digit = |place: usize| read.digits.get(place).copied().unwrap_or(0);
    let american = |from: usize| {
        (b'2'..=b'9').contains(&digit(from)) && (b'2'..=b'9').contains(&digit(from + 3))
    };
    let grouped = read.joint == b'-' || read.joint == b'.' || bracket;
    let alike = read
        .digits
        .get(1..read.length)?
        .iter()
        .all(|other| *other == digit(0));
    if alike {
        return None;
    }
    match groups {
        [3, 3, 4] if american(0) && grouped && !read.mixed => Some(Grade::MEDIUM_HIGH),
        [3, 3, 4] if american(0) => Some(Grade::NONE_HIGH),
        [3, 3, 4] if digit(0) != b'0' && bracket => Some(Grade::LOW_HIGH),
        [1, 3, 3, 4] if digit(0) == b'1' && american(1) && (grouped || read.bracket) => {
            Some(Grade::MEDIUM_HIGH)
        }
        [1, 3, 3, 4] if digit(0) == b'1' && american(1) => Some(Grade::NONE_HIGH),
        [3, 7] if bracket => Some(Grade::LOW_HIGH),
        [3, 4] if !read.mixed && (b'2'..=b'9').contains(&digit(0)) && read.joint == b'-' => {
            Some(Grade::NONE_MEDIUM)
        }
        [10] => Some(Grade::NONE_MEDIUM),
        [9 | 11] if digit(0) != b'1' || read.length == 11 => Some(Grade::NONE_MEDIUM),
        [2, 2, 2, 2, 2] if digit(0) == b'0' && digit(1) != b'0' => Some(Grade::MEDIUM_HIGH),
        [3, 2, 2, 2]
        | [3, 3, 3]
        | [2, 3, 2, 2]
        | [2, 3, 3, 3]
        | [3, 3, 2, 2]
        | [2, 4, 4]
        | [3, 4, 4]
        | [2, 5, 4]
        | [5, 4]
        | [5, 5]
        | [4, 3, 3]
            if digit(0) != b'0' || digit(1) == b'0' =>
        {
            Some(Grade::NONE_HIGH)
        }
        [4, 2, 2] | [4, 2, 3] | [2, 2, 4] | [3, 2, 4] => None,
        // A number with a point.
        [_, _] if read.joint == b'.' && digit(0) != b'0' => None,
        // Years: from, to.
        [4, 4] if read.joint == b'-' && is_year(digit(0)) && is_year(digit(4)) => None,
        // Dutch mobile numbers.
        [2, 8] if read.joint == b'-' && digit(0) == b'0' && digit(1) == b'6' => {
            Some(Grade::LOW_HIGH)
        }
        [_, _, ..]
            if digit(0) == b'0'
                && !(digit(1) == b'0' && digit(2) == b'0')
                && (9..=12 + usize::from(read.joint == b'/')).contains(&read.length)
                && groups.iter().skip(1).all(|group| *group > 1) =>
        {
            Some(
                if bracket
                    || (read.joint != b'.'
                        && read.length > 9
                        && groups.first().is_some_and(|first| *first > 2))
                {
                    Grade::LOW_HIGH
                } else if read.count == 2 {
                    Grade::ALONE_HIGH
                } else {
                    Grade::NONE_HIGH
                },
            )
        }
        [_, _, ..] if (7..=12).contains(&read.length) && groups.iter().all(|group| *group > 1) => {
            Some(Grade::NONE_MEDIUM)
        }
        _ => None,
    }
}

const fn is_year(first: u8) -> bool {
    matches!(first, b'1' | b'2')
}

examples! { Phone
    finds ["«+49 30 901820»", "call «(212) 555-0143»", "«212-555-0143»", "phone: «2125550143»", "«06 12 34 56 78»", "Tel. «030 901820-12»", "call +44 7911 123456 or «(020) 7946 0958»", "mobile «+1 (212) 555 0143»", "«(+358) 347339438»", "«+4915123456789»", "Tel. «030 / 6342 1802»", "call «020 7153 3106»", "«06-93845227»", "«070-364 05 60»", "Direct line «+39 333 2384158»", "Telemóvel: «(351) 965468077»"]
    ignores ["order 212-555-0143", "Mobile team, 2016-2020", "2125550143", "call it 20240102", "phone,coordinates\n,30.624248\n", "cell phones: 30.624248", "123-45-6789", "2024-01-02 10:20:30", "+1 more", "192.168.100.200"]
}
