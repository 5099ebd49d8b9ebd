//! Dates that the text calls a date of birth. Source: the usual orders of day, month and year; ISO 8601; CLDR month names.

use crate::Entity;
use crate::dates::is_day;
use crate::detector::{Detector, Start, Trust, examples};
use crate::view::{Found, Grade, View, begins};

pub(crate) const DETECTOR: Detector = Detector {
    entity: Entity::DateOfBirth,
    trust: Trust::Shaped,
    strength: 3,
    keywords: "bday,ne e le,nacio,bdate,brth*,f nac*,fecha nac*,dob,birth,born,date of birth,birth date,birthday,d o b,geb,geboren,geburt*,geb datum,\
        nee le,ne le,naissance,nacimiento,nacido*,nacida*,nascita,nato,nata,nascimento,nascido,nascida,\
        geboortedatum,geboren op,urodzon*,ur,fodelsedatum,fodd,生年月日,出生日期,생년월일,дата рождения,nasc,urodzenia,\
        fodselsdato,fodt",
    starts: &[
        Start::Digits(1, 2, numbers),
        Start::Digits(4, 4, numbers),
        Start::Digits(8, 8, numbers),
        Start::Digits(1, 4, words),
        Start::Letters(3, american),
        Start::Letters(4, american),
        Start::Letters(5, american),
        Start::Letters(6, american),
        Start::Letters(7, american),
        Start::Letters(8, american),
        Start::Letters(9, american),
        Start::Letters(10, american),
    ],
};

/// A number of at most four digits and where it ends.
#[inline(never)]
fn number(view: &View<'_>, at: usize) -> Option<(u32, usize, usize)> {
    let end = view.digits(at, 5);
    let value = view
        .slice(at, end)
        .iter()
        .fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    (end > at && end - at < 5).then_some((value, end, end - at))
}

fn numbers(view: &View<'_>) -> Option<Found> {
    let run = view.digits(view.at, 9);
    if run == view.at + 8 {
        let at = view.at;
        let (year, month, day) = (
            wide(view, at, 4),
            wide(view, at + 4, 2),
            wide(view, at + 6, 2),
        );
        return (is_life(year, 4) && is_day(year, month, day) && view.closes(run))
            .then_some(Found::new(at, run, Grade::NONE_MEDIUM));
    }
    let (one, end, long) = number(view, view.at)?;
    let joint = view.byte(end);
    let gap = usize::from(joint == b'.' && view.byte(end + 1) == b' ');
    if !b"-/. ".contains(&joint) {
        return None;
    }
    let (two, end, middle) = number(view, end + 1 + gap)?;
    if view.byte(end) != joint || middle > 2 {
        return None;
    }
    let gap = usize::from(joint == b'.' && view.byte(end + 1) == b' ');
    let (three, end, last) = number(view, end + 1 + gap)?;
    let day = match (long, last) {
        (4, 1 | 2) => is_life(one, 4) && is_day(one, two, three),
        (1 | 2, 4 | 2) => {
            is_life(three, last) && (is_day(three, two, one) || is_day(three, one, two))
        }
        _ => false,
    };
    // Midnight is no time of day: a date with another one is when something happened.
    let time = view.is_at(end, b"T00:00") && long == 4;
    (day && (time || view.closes(end))).then_some(Found::new(view.at, end, Grade::NONE_MEDIUM))
}

/// The number that the `length` digits at `at` are.
#[inline(never)]
fn wide(view: &View<'_>, at: usize, length: usize) -> u32 {
    view.slice(at, at + length).iter().fold(0, |number, digit| {
        number * 10 + u32::from(digit.wrapping_sub(b'0') % 10)
    })
}

/// Whether somebody alive can have been born then.
fn is_life(year: u32, digits: usize) -> bool {
    digits == 2 || (1900..=2035).contains(&year)
}

/// `12 March 1980`, `12. März 1980`, `12 de marzo de 1980`, `1980 March 12`.
fn words(view: &View<'_>) -> Option<Found> {
    let (first, end, long) = number(view, view.at)?;
    let end = if [&b"st"[..], b"nd", b"rd", b"th", b"er"]
        .iter()
        .any(|ending| view.is_at(end, ending))
    {
        end + 2
    } else {
        end
    };
    let end = of(view, gap(view, end)?);
    let (name, end) = letters(view, end)?;
    let end = of(view, gap(view, end)?);
    let (last, end, short) = number(view, end)?;
    let month = month(name)?;
    let day = match (long, short) {
        (1 | 2, 4) => is_life(last, 4) && is_day(last, month, first),
        (4, 1 | 2) => is_life(first, 4) && is_day(first, month, last),
        _ => false,
    };
    (day && view.closes(end)).then_some(Found::new(view.at, end, Grade::NONE_MEDIUM))
}

/// `March 12, 1980`.
fn american(view: &View<'_>) -> Option<Found> {
    let (name, end) = letters(view, view.at)?;
    let (day, end, _) = number(view, gap(view, end)?)?;
    let end = if [&b"st"[..], b"nd", b"rd", b"th"]
        .iter()
        .any(|ending| view.is_at(end, ending))
    {
        end + 2
    } else {
        end
    };
    let (year, end, long) = number(view, gap(view, end)?)?;
    let month = if long == 4 { month(name)? } else { return None };
    (long == 4 && is_life(year, 4) && is_day(year, month, day) && view.closes(end))
        .then_some(Found::new(view.at, end, Grade::NONE_MEDIUM))
}

/// Past a dot or comma and a space, a dash or a space.
#[inline(never)]
fn gap(view: &View<'_>, at: usize) -> Option<usize> {
    let end = view.run(at, 2, |byte| b" .,-/".contains(&byte));
    (end > at).then_some(end)
}

fn of(view: &View<'_>, at: usize) -> usize {
    match (view.is_at(at, b"de "), view.is_at(at, b"of ")) {
        (false, false) => at,
        (true, _) | (_, true) => at + 3,
    }
}

/// The first letters of the months, without accents: English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, Swedish.
const MONTHS: [&str; 12] = [
    "jan,ene,gen,sty,janv",
    "feb,fev,lut",
    "mar,mrz,maa",
    "apr,avr,abr,kwi",
    "may,mai,maj,mag,mei",
    "jun,juin,giu,cze",
    "jul,juil,lug,lip",
    "aug,aou,ago,sie",
    "sep,set,wrz",
    "oct,okt,ott,out,paz",
    "nov,lis",
    "dec,dez,dic,gru,des",
];

/// The word at `at`, if it can be a month's name.
fn letters<'a>(view: &View<'a>, at: usize) -> Option<(&'a [u8], usize)> {
    let end = view.run(at, 13, |byte| byte.is_ascii_alphabetic());
    (3..13)
        .contains(&(end - at))
        .then(|| (view.slice(at, end), end))
}

fn month(name: &[u8]) -> Option<u32> {
    let name = name.to_ascii_lowercase();
    let found = MONTHS.iter().position(|names| begins(&name, names))?;
    Some(found as u32 + 1)
}

examples! { DateOfBirth
    finds ["DOB: «1980-03-12»", "born on «March 12, 1980»", "geboren am «12. März 1980»", "Date of birth: «03/12/1980»", "dob,name\n«12.03.1980»,x", "fecha de nacimiento: «12 de marzo de 1980»", "born «4th July 1976»"]
    ignores ["1980-03-12", "DOB: 1980-13-12", "born in 1980", "invoice date 1980-03-12", "DOB 03/12/80/1"]
}
