//! How a workbook shows its numbers (ISO 29500-1, 18.8.30 and 18.8.45): a date is a count of days, and an account may be a
//! number whose zeros only the format adds.

use crate::files::markup::{Elements, Tag, local};
use crate::files::reading::{Reading, Stop};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// How numbers of one style are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Format {
    /// As they are.
    Plain,
    /// As a date.
    Date,
    /// In as many digits as there are zeros, with signs between: `000-00-0000`.
    Digits(String),
}

/// The most styles that are kept; Excel has 64,000.
const MOST: usize = 64_000;

/// The styles of cells, by their numbers.
#[derive(Default)]
pub(super) struct Formats {
    named: Vec<(u32, Format)>,
    styles: Vec<u32>,
    in_cells: bool,
}

impl Formats {
    /// The number as it is shown, if that is another way than it stands.
    pub(super) fn shown(&self, style: usize, number: &str) -> Option<String> {
        let id = *self.styles.get(style)?;
        let named = self.named.iter().find(|(one, _)| *one == id);
        match named.map(|(_, format)| format) {
            Some(Format::Date) => date(number),
            Some(Format::Digits(code)) => digits(code, number),
            Some(Format::Plain) => None,
            None if matches!(id, 14..=22 | 27..=36 | 50..=58) => date(number),
            None => None,
        }
    }
}

impl Elements for Formats {
    fn open(&mut self, _: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        let id = || tag.get("numFmtId").and_then(|id| id.parse::<u32>().ok());
        match tag.local() {
            "cellXfs" => self.in_cells = true,
            "xf" if self.in_cells && self.styles.len() < MOST => {
                self.styles.push(id().unwrap_or_default())
            }
            "numFmt" if self.named.len() < 1000 => {
                let code = tag.get("formatCode").unwrap_or_default();
                self.named.extend(id().map(|id| (id, of_code(&code))));
            }
            _ => (), // a text, not an enum
        }
        Ok(())
    }

    fn close(&mut self, _: &mut Reading<'_>, name: &str) -> Result<(), Stop> {
        self.in_cells &= local(name) != "cellXfs";
        Ok(())
    }
}

/// What a code means, as far as it matters here: its first section, without colours and quoted words.
fn of_code(code: &str) -> Format {
    let mut plain = String::new();
    let mut letters = code.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ';' => break,
            '"' => drop(letters.by_ref().find(|letter| *letter == '"')),
            '[' => drop(letters.by_ref().find(|letter| *letter == ']')),
            '\\' => plain.extend(
                letters
                    .next()
                    .filter(|letter| !letter.is_ascii_alphabetic()),
            ),
            '_' | '*' => drop(letters.next()),
            _ => plain.push(letter.to_ascii_lowercase()),
        }
    }
    let zeros = plain.bytes().filter(|byte| *byte == b'0').count();
    if plain.contains(['y', 'd']) {
        Format::Date
    } else if zeros >= 5 && plain.chars().all(|letter| "0-/ ()".contains(letter)) {
        Format::Digits(plain)
    } else {
        Format::Plain
    }
}

/// The day that a number means, counted from the end of 1899.
fn date(number: &str) -> Option<String> {
    let days: i64 = number.split('.').next()?.trim().parse().ok()?;
    (1..2_958_466).contains(&days).then_some(())?;
    // 1900 had a 29th of February in the programs that began this.
    let days = if days < 60 { days + 1 } else { days };
    // Days from the 1st of March of the year 0 on (Howard Hinnant, "chrono-compatible low-level date algorithms").
    let days = days - 25_569 + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// A whole number in the places of a code.
fn digits(code: &str, number: &str) -> Option<String> {
    let number = number.trim();
    number
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(())?;
    let zeros = code.bytes().filter(|byte| *byte == b'0').count();
    (number.len() <= zeros).then_some(())?;
    let mut digits = core::iter::repeat_n('0', zeros - number.len()).chain(number.chars());
    let place = |letter| {
        if letter == '0' {
            digits.next()
        } else {
            Some(letter)
        }
    };
    code.chars().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::{Format, date, digits, of_code};

    #[test]
    fn days_are_dates() {
        for (days, expected) in [
            ("1", "1900-01-01"),
            ("61", "1900-03-01"),
            ("36526.5", "2000-01-01"),
            ("45351", "2024-02-29"),
            ("46348", "2026-11-22"),
        ] {
            assert_eq!(date(days).as_deref(), Some(expected), "{days}");
        }
        assert_eq!(date("0"), None);
        assert_eq!(date("9999999"), None);
    }

    #[test]
    fn formats_add_zeros_and_signs() {
        assert_eq!(
            digits("000-00-0000", "36904399").as_deref(),
            Some("036-90-4399")
        );
        assert_eq!(
            digits("000000000", "21000021").as_deref(),
            Some("021000021")
        );
        assert_eq!(digits("00000", "123456"), None);
        assert_eq!(digits("00000", "1.5"), None);
    }

    #[test]
    fn a_code_says_what_a_number_is() {
        assert_eq!(of_code("[$-409]d\\-mmm\\-yy;@"), Format::Date);
        assert_eq!(
            of_code("000\\-00\\-0000"),
            Format::Digits("000-00-0000".into())
        );
        assert_eq!(of_code("\"day\" 0.00"), Format::Plain);
        assert_eq!(of_code("#,##0.00_);[Red]"), Format::Plain);
        assert_eq!(of_code("General"), Format::Plain);
    }
}
