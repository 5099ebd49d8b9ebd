//! Does the text around a value count as it should: keywords near and far, keys, columns, and what the value is instead?

use stepgate_inspect::{Confidence, Entities, Entity, Finding, Inspector, Key, count_unique};

fn found(text: &str) -> Vec<Finding> {
    Inspector::new(Entities::ALL).scan(text)
}

fn entities(text: &str) -> Vec<(Entity, u8)> {
    found(text)
        .iter()
        .map(|one| (one.entity, one.confidence.number()))
        .collect()
}

#[test]
fn a_keyword_confirms_within_300_characters_on_either_side_and_no_further() {
    let card = "4111 1111 1111 1111";
    let words = |count: usize| "lorem ".repeat(count);
    for near in [
        format!("Visa {}{card}", words(48)),
        format!("{card} {}Visa", words(48)),
    ] {
        assert_eq!(entities(&near), [(Entity::CreditCard, 85)], "{near}");
    }
    for far in [
        format!("Visa {}{card}", words(52)),
        format!("{card} {}Visa", words(52)),
    ] {
        assert_eq!(entities(&far), [(Entity::CreditCard, 75)], "{far}");
    }
}

#[test]
fn a_column_header_counts_however_long_the_table_is() {
    for (joint, quote) in [(",", ""), (";", ""), ("\t", ""), (" | ", ""), (",", "\"")] {
        let row = |cells: [&str; 3]| {
            cells
                .map(|cell| format!("{quote}{cell}{quote}"))
                .join(joint)
                + "\n"
        };
        let rows = row(["Jo", "A-17", "536221234"]).repeat(900);
        let text = row(["name", "room", "SSN"]) + &rows;
        let all = found(&text);
        assert_eq!(all.len(), 900, "{joint}");
        assert!(all.iter().all(|one| one.entity == Entity::UsSsn));
        assert_eq!(count_unique(&all, Entity::UsSsn, Confidence::Low), 1);
    }
}

#[test]
fn a_column_header_of_html_counts() {
    let row = "<tr><td>Jo</td><td>900111222</td><td>563187422</td></tr>\n".repeat(60);
    let text = format!(
        "<table><tr><th>Name</th><th>Order</th><th>Passport no.</th></tr>\n{row}</table> 563187422"
    );
    assert_eq!(entities(&text), [(Entity::UsPassport, 75); 60]);
}

#[test]
fn a_column_that_is_called_something_else_is_something_else() {
    assert_eq!(
        entities("ssn,order_id\n536221234,219887654\n"),
        [(Entity::UsSsn, 75)]
    );
    assert_eq!(
        entities("order_id,card\n4111111111111111,5555555555554444\n"),
        [(Entity::CreditCard, 85)]
    );
}

#[test]
fn the_key_of_a_field_says_what_it_is() {
    for text in [
        "{\"ssn\": \"536221234\", \"order\": \"219887654\"}",
        "ssn: 536221234\norder: 219887654\n",
        "<rec><ssn>536221234</ssn><order>219887654</order></rec>",
        "INSERT INTO p (ssn, order_no) VALUES ('536221234', '219887654');",
        "empSsn=536221234&orderNo=219887654",
    ] {
        assert_eq!(entities(text), [(Entity::UsSsn, 75)], "{text}");
    }
}

#[test]
fn one_place_has_one_winner_by_what_it_is_called() {
    for (text, entity) in [
        (
            "passport number 536221234 (her SSN is not known)",
            Entity::UsPassport,
        ),
        (
            "social security number 536221234, passport lost",
            Entity::UsSsn,
        ),
        (
            "routing number 021000021, account to follow",
            Entity::UsAbaRouting,
        ),
        ("checking account 021000021", Entity::UsBankAccount),
        ("EIN 94-2404110", Entity::UsEin),
    ] {
        let all = found(text);
        assert_eq!(
            all.iter().map(|one| one.entity).collect::<Vec<_>>(),
            [entity],
            "{text}"
        );
    }
}

#[test]
fn digits_dashes_and_spaces_of_any_script_are_read_and_places_are_those_of_the_original() {
    for value in [
        "４１１１ １１１１ １１１１ １１１１",
        "4111\u{2011}1111\u{2011}1111\u{2011}1111",
        "4111\u{a0}1111\u{a0}1111\u{a0}1111",
        "41\u{200b}11111111\u{2060}111111",
        "٤١١١١١١١١١١١١١١١",
        "४१११ ११११ ११११ ११११",
        "𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏",
    ] {
        let text = format!("«Größe» – карта {value}, 号");
        let all = found(&text);
        assert_eq!(all.len(), 1, "{value}");
        assert_eq!(&text[all[0].start..all[0].end], value);
    }
}

#[test]
fn what_only_looks_like_a_value_is_none() {
    for text in [
        "550e8400-e29b-41d4-a716-446655440000",
        "sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "release 10.4.1.22 of 2024-03-12T10:20:30Z, Chrome/120.0.60.99, v10.4.1.22",
        "ISBN 978-3-16-148410-0 costs $1,234.56",
        "order 4111111111111111 and ticket 536-22-1234",
        "AKIAIOSFODNN7EXAMPLE",
        "password: ********",
        "card 0000000000000000, ssn 123456789, account 11111111",
    ] {
        assert_eq!(entities(text), [], "{text}");
    }
}

#[test]
fn equal_values_have_equal_fingerprints_under_one_key_only() {
    let scan = |key: u8, text: &str| {
        Inspector::new(Entities::ALL)
            .key(Key::new([key; 16]))
            .scan(text)[0]
            .fingerprint
    };
    assert_eq!(
        scan(1, "4111 1111 1111 1111"),
        scan(1, "card 4111-1111-1111-1111")
    );
    assert_ne!(
        scan(1, "4111 1111 1111 1111"),
        scan(2, "4111 1111 1111 1111")
    );
    assert_ne!(
        scan(1, "4111 1111 1111 1111"),
        scan(1, "5555 5555 5555 4444")
    );
}

#[test]
fn only_what_is_wanted_and_sure_enough_is_found() {
    let text = "card 4111111111111111, jo@example.com, 536-22-1234";
    let wanted: Entities = [Entity::CreditCard, Entity::UsSsn].into_iter().collect();
    let names = |inspector: Inspector| {
        inspector
            .scan(text)
            .iter()
            .map(|one| one.entity)
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names(Inspector::new(wanted)),
        [Entity::CreditCard, Entity::UsSsn]
    );
    assert_eq!(
        names(Inspector::new(wanted).floor(Confidence::High)),
        [Entity::CreditCard]
    );
}

#[test]
fn columns_that_spaces_align_count_whatever_stands_at_the_end_of_a_line() {
    let text = "customer       passport_no                    room  \n\
        Jo Doe         563187422                      12-4  \n\
        Ann Marie Roe  C03005988                      12-5  \n";
    assert_eq!(entities(text), [(Entity::UsPassport, 75); 2]);
}

#[test]
fn what_another_sentence_says_of_its_number_is_not_said_of_this_one() {
    let text = "See ticket INC9954880. 563187422 is my passport number.";
    assert_eq!(entities(text), [(Entity::UsPassport, 75)]);
    let text = "See ticket 563187422 about my passport.";
    assert_eq!(entities(text), []);
}

#[test]
fn a_keyword_may_be_joined_with_the_word_number() {
    for text in [
        "SSNNUMBER=536221234",
        "ssnno: 536221234",
        "ssnnummer;536221234",
    ] {
        assert_eq!(entities(text), [(Entity::UsSsn, 75)], "{text}");
    }
    assert_eq!(entities("ssnnumbering: 536221234"), []);
}

#[test]
fn a_text_that_is_one_value_needs_no_keyword_if_its_form_or_check_digit_tells_it() {
    assert_eq!(entities("94-2404110"), [(Entity::UsEin, 65)]);
    assert_eq!(entities("943 476 5919"), [(Entity::UkNhs, 65)]);
    for other in [
        "942404110",
        "536221234",
        "2024-07-04",
        "DEUTDEFF",
        "94-2404110 or so",
    ] {
        assert_eq!(entities(other), [], "{other}");
    }
}
