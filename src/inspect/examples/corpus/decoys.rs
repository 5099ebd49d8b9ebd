//! What looks like sensitive data and is not, with what it is called.

use crate::random::Random;

/// A header or key, and a value under it.
pub fn decoy(random: &mut Random) -> (&'static str, String) {
    let long = random.within(7, 16) as usize;
    match random.within(0, 25) {
        0 => ("order_id", random.number(long)),
        1 => ("invoice_no", random.number(long)),
        2 => (
            "tracking_number",
            format!("1Z{}{}", random.letters("ABCDEFGHX", 6), random.digits(10)),
        ),
        3 => ("uuid", uuid(random)),
        4 => ("sha256", random.letters("0123456789abcdef", 64)),
        5 => ("commit", random.letters("0123456789abcdef", 40)),
        6 => (
            "isbn",
            format!(
                "978-{}-{}-{}-{}",
                random.number(1),
                random.digits(4),
                random.digits(4),
                random.digits(1)
            ),
        ),
        7 => ("ean", format!("40{}", random.digits(11))),
        8 => (
            "version",
            format!(
                "{}.{}.{}",
                random.within(0, 20),
                random.within(0, 40),
                random.within(0, 99)
            ),
        ),
        9 => (
            "version",
            format!(
                "{}.{}.{}.{}",
                random.within(1, 120),
                random.within(0, 40),
                random.within(0, 99),
                random.within(0, 200)
            ),
        ),
        10 => ("created_at", timestamp(random)),
        11 => ("timestamp", format!("17{}", random.digits(8))),
        12 => (
            "price",
            format!("{}.{}", random.number(4), random.digits(2)),
        ),
        13 => (
            "total",
            format!(
                "${},{}.{}",
                random.number(2),
                random.digits(3),
                random.digits(2)
            ),
        ),
        14 => (
            "sku",
            format!("{}-{}", random.letters("ABCDEFGHKLM", 3), random.number(6)),
        ),
        15 => ("zip", random.digits(5)),
        16 => ("customer_id", random.number(long)),
        17 => (
            "mac",
            (0..6)
                .map(|_| random.letters("0123456789abcdef", 2))
                .collect::<Vec<_>>()
                .join(":"),
        ),
        18 => ("quantity", random.number(3)),
        19 => ("ticket", format!("INC{}", random.number(7))),
        20 => (
            "coordinates",
            format!(
                "{}.{}, {}.{}",
                random.within(10, 60),
                random.digits(6),
                random.within(10, 90),
                random.digits(6)
            ),
        ),
        21 => (
            "color",
            format!("#{}", random.letters("0123456789abcdef", 6)),
        ),
        22 => (
            "date",
            format!(
                "20{:02}-{:02}-{:02}",
                random.within(10, 26),
                random.within(1, 12),
                random.within(1, 28)
            ),
        ),
        23 => (
            "session_id",
            random.letters("abcdefghijklmnopqrstuvwxyz0123456789", 26),
        ),
        24 => (
            "reference",
            format!(
                "{}{}",
                random.letters("ABCDEFGHJKLMNPQRSTUV", 2),
                random.number(8)
            ),
        ),
        _ => ("amount", format!("{} EUR", random.number(6))),
    }
}

fn uuid(random: &mut Random) -> String {
    [8, 4, 4, 4, 12]
        .map(|length| random.letters("0123456789abcdef", length))
        .join("-")
}

pub fn timestamp(random: &mut Random) -> String {
    let (year, month, day) = random.day(2015, 2026);
    format!(
        "{year}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        random.within(0, 23),
        random.within(0, 59),
        random.within(0, 59)
    )
}

/// A sentence with a number that is nothing.
pub fn sentence(random: &mut Random) -> String {
    let long = random.within(6, 14) as usize;
    match random.within(0, 15) {
        0 => format!("Your order {} has been shipped. ", random.number(long)),
        1 => format!(
            "We refer to invoice no. {} of {}. ",
            random.number(long),
            timestamp(random).split('T').next().unwrap()
        ),
        2 => format!(
            "Version {}.{}.{}.{} fixes the problem. ",
            random.within(1, 12),
            random.within(0, 90),
            random.within(0, 300),
            random.within(0, 99)
        ),
        3 => format!(
            "The build took {} ms for {} files. ",
            random.number(5),
            random.number(4)
        ),
        4 => format!(
            "ISBN 978-3-{}-{}-{} is out of print. ",
            random.digits(4),
            random.digits(4),
            random.digits(1)
        ),
        5 => format!(
            "The total is ${},{}.{}. ",
            random.number(2),
            random.digits(3),
            random.digits(2)
        ),
        6 => format!(
            "See commit {} for details. ",
            random.letters("0123456789abcdef", 40)
        ),
        7 => format!(
            "The meeting is on {:02}/{:02}/2026 at 10:30. ",
            random.within(1, 12),
            random.within(1, 28)
        ),
        8 => format!("Die Bestellnummer lautet {}. ", random.number(long)),
        9 => format!("Parcel 1Z{} arrives tomorrow. ", random.number(16)),
        10 => format!("The device {} was restarted. ", uuid(random)),
        11 => format!("In 2024 the population was {}. ", random.number(8)),
        12 => format!("The ticket {} is still open. ", random.number(7)),
        13 => "Please call us back when you have time. ".into(),
        14 => "The new terms apply to every account and card that we issue. ".into(),
        _ => format!(
            "Part number {}-{}-{} is out of stock. ",
            random.number(3),
            random.digits(2),
            random.digits(4)
        ),
    }
}

/// A secret that is none.
pub fn stand_in(random: &mut Random) -> (&'static str, String) {
    match random.within(0, 9) {
        0 => ("password", "changeme".into()),
        1 => ("DB_PASSWORD", "${DB_PASSWORD}".into()),
        2 => ("api_key", "YOUR_API_KEY".into()),
        3 => ("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE".into()),
        4 => ("secret", "xxxxxxxxxxxxxxxx".into()),
        5 => ("password_min_length", "12".into()),
        6 => ("token_url", "https://login.example.com/oauth2/token".into()),
        7 => (
            "image",
            format!("sha256:{}", random.letters("0123456789abcdef", 64)),
        ),
        8 => ("timeout", random.number(5)),
        _ => ("token_type", "Bearer".into()),
    }
}
