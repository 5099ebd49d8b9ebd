extern crate std;
use super::count;
use std::{format, string::String, vec::Vec};

/// Numbers the card schemes publish for testing.
const PUBLISHED: [&str; 17] = [
    "4111111111111111",
    "4012888888881881",
    "4222222222222",
    "5555555555554444",
    "5105105105105100",
    "2223003122003222",
    "2720992593319364",
    "378282246310005",
    "371449635398431",
    "30569309025904",
    "38520000023237",
    "6011111111111117",
    "6011000990139424",
    "3530111333300000",
    "3566002020360505",
    "6200000000000005",
    "6759649826438453",
];

#[test]
fn every_published_test_number_is_a_card() {
    for number in PUBLISHED {
        assert_eq!(count(number), 1, "{number}");
        assert_eq!(count(&format!("card:{number}, thanks.")), 1, "{number}");
    }
    assert_eq!(count(&PUBLISHED.join("\n")), 17);
}

#[test]
fn a_wrong_check_digit_is_no_card() {
    for number in PUBLISHED {
        let last = number.as_bytes()[number.len() - 1];
        let wrong = if last == b'9' {
            '0'
        } else {
            char::from(last + 1)
        };
        let changed: String = number
            .chars()
            .take(number.len() - 1)
            .chain([wrong])
            .collect();
        assert_eq!(count(&changed), 0, "{changed}");
    }
}

#[test]
fn a_number_no_issuer_has_is_no_card() {
    // Each passes Luhn.
    for number in [
        "9999999999999995",
        "1234567812345670",
        "0000000000000000",
        "7000000000000005",
    ] {
        assert_eq!(count(number), 0, "{number}");
    }
    // Right prefix, length the issuer does not use.
    for number in ["41111111111116", "3782822463100050", "510510510510519"] {
        assert_eq!(count(number), 0, "{number}");
    }
}

#[test]
fn the_usual_ways_to_write_a_card_are_read() {
    for text in [
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "4111.1111.1111.1111",
        "4111\u{a0}1111\u{a0}1111\u{a0}1111",
        "4111\u{2011}1111\u{2011}1111\u{2011}1111",
        "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1",
        "3782 822463 10005",
        "3056 930902 5904",
        "41111111 11111111",
        "４１１１１１１１１１１１１１１１",
        "pay 4111 1111 1111 1111.",
        "4111 1111 1111 1111 - by Monday",
    ] {
        assert_eq!(count(text), 1, "{text}");
    }
}

#[test]
fn digits_inside_a_longer_number_are_no_card() {
    for text in [
        "14111111111111111",
        "41111111111111111111111",
        "0.4111111111111111",
        "1-4111-1111-1111-1111",
        "4111-1111-1111-1111-1111-1",
        "41 11 11 11 11 11 11 11",
        "4111  1111  1111  1111",
        "+44 20 7946 0958",
        "2026-11-22 03:40:36.123456",
    ] {
        assert_eq!(count(text), 0, "{text}");
    }
}

#[test]
fn the_same_card_counts_once_and_neighbours_count_each() {
    assert_eq!(count("4111 1111 1111 1111, 4111-1111-1111-1111"), 1);
    assert_eq!(count("4111 1111 1111 1111 5555 5555 5555 4444"), 2);
    assert_eq!(
        count("4111111111111111 5555555555554444 378282246310005"),
        3
    );
    assert_eq!(count("12 4111 1111 1111 1111 123"), 1);
}

#[test]
fn a_card_is_where_its_digits_are() {
    let text = "ä 4111 1111 1111 1111, 5555555555554444. ４１１１１１１１１１１１１１１１";
    let found: Vec<&str> = super::all(text)
        .iter()
        .map(|card| &text[card.place.clone()])
        .collect();
    assert_eq!(
        found,
        [
            "4111 1111 1111 1111",
            "5555555555554444",
            "４１１１１１１１１１１１１１１１"
        ]
    );
}

#[test]
fn any_text_is_read_to_its_end() {
    let odd: Vec<char> = ('\0'..='\u{2fff}').collect();
    assert_eq!(count(&odd.iter().collect::<String>()), 0);
    assert_eq!(count(&"4 ".repeat(100_000)), 0);
    assert_eq!(count(&"9".repeat(5000)), 0);
}
