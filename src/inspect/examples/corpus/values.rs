//! Values of each entity, made without the detectors' code.

use crate::random::Random;
use crate::secrets;

const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/// The first digit or letter of `of` that makes `fits` hold at the end of `body`.
fn closed(body: &str, of: &str, fits: impl Fn(&str) -> bool) -> Option<String> {
    of.chars()
        .map(|last| format!("{body}{last}"))
        .find(|whole| fits(whole))
}

fn until(mut make: impl FnMut() -> Option<String>) -> String {
    loop {
        if let Some(value) = make() {
            return value;
        }
    }
}

fn digit(text: &str, at: usize) -> u64 {
    u64::from(text.as_bytes()[at] - b'0')
}

fn sum(text: &str, weights: &[u64]) -> u64 {
    weights
        .iter()
        .enumerate()
        .map(|(at, weight)| weight * digit(text, at))
        .sum()
}

/// Luhn from the left, with doubled digits looked up.
pub fn luhn(text: &str) -> bool {
    const DOUBLED: [u64; 10] = [0, 2, 4, 6, 8, 1, 3, 5, 7, 9];
    let odd = text.len() % 2;
    let total: u64 = (0..text.len())
        .map(|at| {
            if at % 2 == odd {
                DOUBLED[digit(text, at) as usize]
            } else {
                digit(text, at)
            }
        })
        .sum();
    total.is_multiple_of(10)
}

fn with_luhn(body: String) -> String {
    closed(&body, "0123456789", luhn).unwrap()
}

fn group(text: &str, lengths: &[usize], joint: &str) -> String {
    let mut rest = text;
    let mut groups = Vec::new();
    for length in lengths {
        let (first, after) = rest.split_at(*length);
        groups.push(first);
        rest = after;
    }
    groups.join(joint)
}

pub fn card(random: &mut Random) -> String {
    let (prefix, length, groups): (String, usize, &[usize]) = match random.within(0, 7) {
        0..=2 => ("4".into(), 16, &[4, 4, 4, 4]),
        3 => (random.within(51, 55).to_string(), 16, &[4, 4, 4, 4]),
        4 => (random.within(2221, 2720).to_string(), 16, &[4, 4, 4, 4]),
        5 => ((*random.one(&["34", "37"])).into(), 15, &[4, 6, 5]),
        6 => ("6011".into(), 16, &[4, 4, 4, 4]),
        _ => ("36".into(), 14, &[4, 6, 4]),
    };
    let body = random.digits(length - 1 - prefix.len());
    let number = with_luhn(prefix + &body);
    match random.within(0, 3) {
        0 | 1 => number,
        2 => group(&number, groups, " "),
        _ => group(&number, groups, "-"),
    }
}

fn iban(random: &mut Random) -> String {
    let (country, bank, digits) = *random.one(&[
        ("DE", 0, 18),
        ("FR", 0, 23),
        ("ES", 0, 20),
        ("NL", 4, 10),
        ("GB", 4, 14),
        ("PL", 0, 24),
        ("CH", 0, 17),
        ("BE", 0, 12),
        ("AT", 0, 16),
        ("IE", 4, 14),
        ("SE", 0, 20),
    ]);
    let body = random.letters(UPPER, bank) + &random.digits(digits);
    let number: String = format!("{body}{country}00")
        .chars()
        .map(|letter| letter.to_digit(36).unwrap().to_string())
        .collect();
    let rest = number.bytes().fold(0_u64, |rest, byte| {
        (rest * 10 + u64::from(byte - b'0')) % 97
    });
    let whole = format!("{country}{:02}{body}", 98 - rest);
    if random.chance(50) {
        return whole;
    }
    let letters: Vec<char> = whole.chars().collect();
    letters
        .chunks(4)
        .map(|four| four.iter().collect::<String>())
        .collect::<Vec<_>>()
        .join(" ")
}

fn ssn(random: &mut Random) -> String {
    let area = until(|| {
        Some(random.within(1, 899))
            .filter(|area| *area != 666)
            .map(|area| format!("{area:03}"))
    });
    format!(
        "{area}-{:02}-{:04}",
        random.within(1, 99),
        random.within(1, 9999)
    )
}

fn personnummer(random: &mut Random) -> String {
    let (year, month, day) = random.day(1940, 2009);
    let number = with_luhn(format!(
        "{:02}{month:02}{day:02}{}",
        year % 100,
        random.digits(3)
    ));
    let century = if random.chance(50) {
        (year / 100).to_string()
    } else {
        String::new()
    };
    format!("{century}{}-{}", &number[..6], &number[6..])
}

fn cpf(random: &mut Random) -> String {
    let check = |body: &str| {
        let top = body.len() as u64 + 1;
        let rest = (0..body.len())
            .map(|at| digit(body, at) * (top - at as u64))
            .sum::<u64>()
            * 10
            % 11;
        rest % 10
    };
    let body = random.digits(9);
    let body = format!("{body}{}", check(&body));
    let number = format!("{body}{}", check(&body));
    if random.chance(70) {
        format!("{}-{}", group(&number[..9], &[3, 3, 3], "."), &number[9..])
    } else {
        number
    }
}

fn verhoeff(text: &str) -> bool {
    const D: [&str; 10] = [
        "0123456789",
        "1234067895",
        "2340178956",
        "3401289567",
        "4012395678",
        "5987604321",
        "6598710432",
        "7659821043",
        "8765932104",
        "9876543210",
    ];
    const P: [&str; 8] = [
        "0123456789",
        "1576283094",
        "5803796142",
        "8916043527",
        "9453126870",
        "4286573901",
        "2793806415",
        "7046913258",
    ];
    let check = text
        .chars()
        .rev()
        .enumerate()
        .fold(0, |check, (place, digit)| {
            let permuted = P[place % 8].as_bytes()[digit.to_digit(10).unwrap() as usize] - b'0';
            D[check].as_bytes()[permuted as usize] as usize - b'0' as usize
        });
    check == 0
}

fn fiscal(random: &mut Random) -> String {
    const ODD: &str = "BAFHJNPRTVCESULDGIMOQKWZYX";
    let (year, month, day) = random.day(1940, 2005);
    let day = day + if random.chance(50) { 40 } else { 0 };
    let month = "ABCDEHLMPRST".as_bytes()[month as usize - 1] as char;
    let body = format!(
        "{}{:02}{month}{day:02}{}{}",
        random.letters("BCDFGLMNPRSTV", 6),
        year % 100,
        random.letters("ABCDEFGHIL", 1),
        random.digits(3)
    );
    let total: usize = body
        .chars()
        .enumerate()
        .map(|(at, letter)| {
            let value = letter
                .to_digit(10)
                .unwrap_or_else(|| letter as u32 - 'A' as u32) as usize;
            if at % 2 == 0 {
                ODD.as_bytes()[value] as usize - b'A' as usize
            } else {
                value
            }
        })
        .sum();
    format!("{body}{}", UPPER.as_bytes()[total % 26] as char)
}

fn phone(random: &mut Random) -> String {
    let american = |random: &mut Random| {
        (
            random.within(201, 989),
            random.within(200, 999),
            random.within(0, 9999),
        )
    };
    let (area, exchange, line) = american(random);
    match random.within(0, 9) {
        0 | 1 => format!("({area}) {exchange}-{line:04}"),
        2 | 3 => format!("{area}-{exchange}-{line:04}"),
        4 => format!("+1-{area}-{exchange}-{line:04}"),
        5 => format!("+44 20 {} {}", random.number(4), random.number(4)),
        6 => format!(
            "+49 {} {}",
            random.one(&["30", "89", "151", "170"]),
            random.number(7)
        ),
        7 => format!(
            "+33 {} {} {} {} {}",
            random.within(1, 7),
            random.digits(2),
            random.digits(2),
            random.digits(2),
            random.digits(2)
        ),
        8 => format!("{area}.{exchange}.{line:04}"),
        _ => format!("+1 {area} {exchange} {line:04}"),
    }
}

fn birth(random: &mut Random) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, month, day) = random.day(1935, 2006);
    match random.within(0, 4) {
        0 => format!("{year}-{month:02}-{day:02}"),
        1 => format!("{month:02}/{day:02}/{year}"),
        2 => format!("{day:02}.{month:02}.{year}"),
        3 => format!("{} {day}, {year}", MONTHS[month as usize - 1]),
        _ => format!("{day} {} {year}", MONTHS[month as usize - 1]),
    }
}

pub fn email(random: &mut Random) -> String {
    let first = random.one(&[
        "anna",
        "j.doe",
        "m-smith",
        "peter.mueller",
        "li_wei",
        "sofia",
        "raj",
        "o.brien",
        "kim99",
    ]);
    let domain = random.one(&[
        "example.com",
        "mail.example.org",
        "firma-gmbh.de",
        "corp.co.uk",
        "uni.edu",
        "startup.io",
    ]);
    format!("{first}{}@{domain}", random.within(1, 99))
}

pub fn ip(random: &mut Random) -> String {
    match random.within(0, 4) {
        0 => format!(
            "2001:db8:{:x}::{:x}",
            random.within(256, 65535),
            random.within(1, 65535)
        ),
        1 => format!(
            "10.{}.{}.{}",
            random.within(0, 255),
            random.within(0, 255),
            random.within(21, 254)
        ),
        _ => format!(
            "{}.{}.{}.{}",
            random.within(20, 223),
            random.within(0, 255),
            random.within(0, 255),
            random.within(1, 254)
        ),
    }
}

/// A value of `entity`; where it can be written in several ways, in any of them.
pub fn value(entity: &str, random: &mut Random) -> String {
    let plain = random.chance(50);
    match entity {
        "credit_card" => card(random),
        "iban" => iban(random),
        "us_aba_routing" => until(|| {
            let body = format!(
                "{:02}{}",
                random.one(&[1, 3, 6, 11, 12, 21, 26, 31, 32]),
                random.digits(6)
            );
            closed(&body, "0123456789", |text| {
                sum(text, &[3, 7, 1, 3, 7, 1, 3, 7, 1]).is_multiple_of(10)
            })
        }),
        "us_bank_account" => {
            let length = random.within(8, 13);
            random.number(length as usize)
        }
        "swift_bic" => format!(
            "{}{}{}{}",
            random.letters(UPPER, 4),
            random.one(&["DE", "US", "GB", "FR", "CH", "NL"]),
            random.letters("ABCDEFGHJKLM23456789", 2),
            if plain { "XXX" } else { "" }
        ),
        "uk_sort_account" => format!(
            "{}-{}-{} {}",
            random.number(2),
            random.digits(2),
            random.digits(2),
            random.number(8)
        ),
        "crypto_wallet" => secrets::wallet(random),
        "us_ssn" => ssn(random),
        "us_itin" => format!(
            "9{}-{}-{}",
            random.digits(2),
            random.one(&["70", "78", "84", "90", "94", "55"]),
            random.number(4)
        ),
        "us_ein" => format!(
            "{}-{}",
            random.one(&["12", "20", "36", "45", "58", "74", "83", "94"]),
            random.number(7)
        ),
        "us_passport" => {
            if plain {
                random.number(9)
            } else {
                random.letters("ACXYZ", 1) + &random.number(8)
            }
        }
        "us_driver_license" => match random.within(0, 4) {
            0 => random.letters(UPPER, 1) + &random.number(7),
            1 => random.number(8),
            2 => format!(
                "{}{}-{}-{}",
                random.letters(UPPER, 1),
                random.digits(3),
                random.digits(4),
                random.digits(4)
            ),
            3 => random.letters(UPPER, 1) + &random.number(12),
            _ => random.number(9),
        },
        "us_mbi" => {
            let (c, n) = ("ACDEFGHJKMNPQRTUVWXY", "0123456789ACDEFGHJKMNPQRTUVWXY");
            let parts = [
                random.number(1)
                    + &random.letters(c, 1)
                    + &random.letters(n, 1)
                    + &random.digits(1),
                random.letters(c, 1) + &random.letters(n, 1) + &random.digits(1),
                random.letters(c, 2) + &random.digits(2),
            ];
            parts.join(if plain { "-" } else { "" })
        }
        "us_npi" => {
            let body = format!("{}{}", random.within(1, 2), random.digits(8));
            closed(&body, "0123456789", |text| luhn(&format!("80840{text}"))).unwrap()
        }
        "us_dea" => {
            let body = random.letters("ABFGM", 1) + &random.letters(UPPER, 1) + &random.number(6);
            let digits = &body[2..];
            format!(
                "{body}{}",
                (sum(digits, &[1, 0, 1, 0, 1, 0]) + 2 * sum(digits, &[0, 1, 0, 1, 0, 1])) % 10
            )
        }
        "email" => email(random),
        "phone" => phone(random),
        "ip_address" => ip(random),
        "date_of_birth" => birth(random),
        "uk_nhs" => {
            let number = until(|| {
                closed(&random.number(9), "0123456789", |text| {
                    sum(text, &[10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)
                })
            });
            if plain {
                number
            } else {
                group(&number, &[3, 3, 4], " ")
            }
        }
        "uk_nino" => {
            let number = random.letters("ABCEGHJKLMPRSTWXY", 1)
                + &random.letters("ACEHJLMPRSWXY", 1)
                + &random.digits(6)
                + &random.letters("ABCD", 1);
            if plain {
                number
            } else {
                group(&number, &[2, 2, 2, 2, 1], " ")
            }
        }
        "uk_driving_licence" => {
            let (year, month, day) = random.day(50, 99);
            format!(
                "{}{}{month:02}{day:02}{}{}{}{}",
                random.one(&["MORGA", "SMITH", "JONES", "LEE99", "KHAN9", "WALKE"]),
                year / 10,
                year % 10,
                random.letters(UPPER, 2),
                random.number(1),
                random.letters(UPPER, 2)
            )
        }
        "ca_sin" => {
            let number = with_luhn(random.letters("1234567", 1) + &random.digits(7));
            if plain {
                number
            } else {
                group(&number, &[3, 3, 3], *random.one(&[" ", "-"]))
            }
        }
        "au_tfn" => {
            let number = until(|| {
                closed(&random.number(8), "0123456789", |text| {
                    sum(text, &[1, 4, 3, 7, 5, 8, 6, 9, 10]).is_multiple_of(11)
                })
            });
            if plain {
                number
            } else {
                group(&number, &[3, 3, 3], " ")
            }
        }
        "au_medicare" => {
            let body = random.letters("23456", 1) + &random.digits(7);
            let number = format!(
                "{body}{}{}",
                sum(&body, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10,
                random.within(1, 9)
            );
            if plain {
                number
            } else {
                group(&number, &[4, 5, 1], " ")
            }
        }
        "in_aadhaar" => {
            let number = closed(
                &(random.letters("23456789", 1) + &random.digits(10)),
                "0123456789",
                verhoeff,
            )
            .unwrap();
            if plain {
                number
            } else {
                group(&number, &[4, 4, 4], " ")
            }
        }
        "in_pan" => {
            random.letters(UPPER, 3)
                + &random.letters("PCFH", 1)
                + &random.letters(UPPER, 1)
                + &random.number(4)
                + &random.letters(UPPER, 1)
        }
        "de_tax_id" => german(random),
        "fr_nir" => {
            let (year, month, _) = random.day(1940, 2005);
            let body = format!(
                "{}{:02}{month:02}{:02}{}{}",
                random.within(1, 2),
                year % 100,
                random.within(1, 95),
                random.digits(3),
                random.digits(3)
            );
            let key = 97 - body.parse::<u64>().unwrap() % 97;
            let number = format!("{body}{key:02}");
            if plain {
                number
            } else {
                group(&number, &[1, 2, 2, 2, 3, 3, 2], " ")
            }
        }
        "es_nif" | "es_nie" => {
            let body = if entity == "es_nif" {
                random.number(8)
            } else {
                random.letters("XYZ", 1) + &random.digits(7)
            };
            let number = body
                .replace('X', "0")
                .replace('Y', "1")
                .replace('Z', "2")
                .parse::<usize>()
                .unwrap();
            format!(
                "{body}{}{}",
                if random.chance(20) { "-" } else { "" },
                "TRWAGMYFPDXBNJZSQVHLCKE".as_bytes()[number % 23] as char
            )
        }
        "it_fiscal_code" => fiscal(random),
        "pl_pesel" => {
            let (year, month, day) = random.day(1940, 2008);
            let month = month + if year >= 2000 { 20 } else { 0 };
            let body = format!("{:02}{month:02}{day:02}{}", year % 100, random.digits(4));
            format!(
                "{body}{}",
                (10 - sum(&body, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10
            )
        }
        "nl_bsn" => until(|| {
            closed(&random.number(8), "0123456789", |text| {
                (sum(text, &[9, 8, 7, 6, 5, 4, 3, 2, 0]) + 10 * digit(text, 8)).is_multiple_of(11)
            })
        }),
        "se_personnummer" => personnummer(random),
        "br_cpf" => cpf(random),
        "sg_nric" => {
            let (first, offset, table) = *random.one(&[
                ("S", 0, "JZIHGFEDCBA"),
                ("T", 4, "JZIHGFEDCBA"),
                ("F", 0, "XWUTRQPNMLK"),
                ("G", 4, "XWUTRQPNMLK"),
            ]);
            let body = random.digits(7);
            let rest = (offset + sum(&body, &[2, 7, 6, 5, 4, 3, 2])) % 11;
            format!("{first}{body}{}", table.as_bytes()[rest as usize] as char)
        }
        "za_id" => {
            let (year, month, day) = random.day(1940, 2004);
            with_luhn(format!(
                "{:02}{month:02}{day:02}{}{}8",
                year % 100,
                random.digits(4),
                random.within(0, 1)
            ))
        }
        "kr_rrn" => {
            let (year, month, day) = random.day(1950, 1999);
            let body = format!(
                "{:02}{month:02}{day:02}{}{}",
                year % 100,
                random.within(1, 2),
                random.digits(5)
            );
            let check = (11 - sum(&body, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10;
            format!("{}-{}{check}", &body[..6], &body[6..])
        }
        secret => secrets::value(secret, random),
    }
}

/// Ten digits of which exactly one comes twice or three times, then the check digit.
fn german(random: &mut Random) -> String {
    until(|| {
        let body = random.number(10);
        let mut counts = [0; 10];
        for at in 0..10 {
            counts[digit(&body, at) as usize] += 1;
        }
        if counts.iter().filter(|count| **count > 1).count() != 1
            || counts.iter().any(|count| *count > 3)
        {
            return None;
        }
        let product = (0..10).fold(10, |product, at| {
            let total = (digit(&body, at) + product) % 10;
            2 * (if total == 0 { 10 } else { total }) % 11
        });
        let check = 11 - product;
        Some(format!("{body}{}", if check == 10 { 0 } else { check }))
    })
}
