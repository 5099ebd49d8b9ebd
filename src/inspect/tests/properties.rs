//! Does the scan hold its promises on any text, in any pieces?

use proptest::prelude::*;
use stepgate_inspect::{Entities, Entity, Finding, Inspector, Scanner};

/// Pieces that texts are made of: values, words that speak of them, what stands between, and what is in the way.
const PIECES: [&str; 48] = [
    "4111 1111 1111 1111",
    "5555555555554444",
    "DE89 3704 0044 0532 0130 00",
    "536-22-1234",
    "536221234",
    "021000021",
    "SSN",
    "ssn: ",
    "account ",
    "routing number",
    "order ",
    "passport",
    ",",
    ";",
    "\t",
    "|",
    "\n",
    "\n\n",
    " ",
    "  ",
    "\"",
    "<tr><td>",
    "</td><td>",
    "<table>",
    "name,ssn,card\n",
    "jo@example.com",
    "@",
    "://",
    "+49 30 901820",
    "(212) 555-0143",
    "192.168.1.20",
    "2001:db8::1:2",
    "::",
    "password: Tr0ub4dor&3",
    "token = 9f8a7b6c5d4e3f2a1b0c9d8e",
    "-----BEGIN PRIVATE KEY-----",
    "ä",
    "号",
    "\u{200b}",
    "４１１１",
    "٣",
    "é",
    "AB123456C",
    "eyJhbGciOiJIUzI1NiJ9.eyJhIjoxfQ.c2lnbmF0dXJlc2lnbmF0dXJl",
    "1980-03-12",
    "born ",
    "a_b-c.d",
    "9",
];

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..120)
            .prop_map(|pieces| pieces.concat()),
        prop::collection::vec(
            prop_oneof![
                any::<char>(),
                prop::sample::select("0123456789 -.,:;@\n\"_aX".chars().collect::<Vec<_>>())
            ],
            0..300
        )
        .prop_map(|letters| letters.into_iter().collect()),
    ]
}

fn in_pieces(inspector: &Inspector, text: &[u8], sizes: &[usize]) -> Vec<Finding> {
    let mut scanner = Scanner::new(inspector);
    let (mut rest, mut found) = (text, Vec::new());
    for size in sizes.iter().cycle() {
        if rest.is_empty() {
            break;
        }
        let (piece, after) = rest.split_at((*size).min(rest.len()));
        scanner.feed(piece);
        found.extend(scanner.take());
        rest = after;
    }
    found.extend(scanner.finish());
    found
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_are_the_same_in_whatever_pieces_the_text_comes(text in any_text(), sizes in prop::collection::vec(1_usize..70, 1..5)) {
        let inspector = Inspector::new(Entities::ALL);
        let whole = inspector.scan(&text);
        prop_assert_eq!(&in_pieces(&inspector, text.as_bytes(), &[1]), &whole);
        prop_assert_eq!(&in_pieces(&inspector, text.as_bytes(), &sizes), &whole);
    }

    #[test]
    fn findings_lie_on_letters_in_order_and_apart(text in any_text()) {
        let mut end = 0;
        for finding in Inspector::new(Entities::ALL).scan(&text) {
            prop_assert!(finding.start >= end && finding.end > finding.start);
            prop_assert!(text.get(finding.start..finding.end).is_some());
            end = finding.end;
        }
    }

    #[test]
    fn an_entity_is_found_in_the_same_places_whatever_else_is_wanted(text in any_text(), number in 0_u8..57) {
        let Some(entity) = Entity::from_number(number) else { return Ok(()) };
        let all = Inspector::new(Entities::ALL).scan(&text);
        let alone = Inspector::new(Entities::NONE.with(entity)).scan(&text);
        let expected: Vec<Finding> = all.into_iter().filter(|one| one.entity == entity).collect();
        // Where families meet, another one's value may have won the place.
        prop_assert!(expected.iter().all(|one| alone.contains(one)));
    }

    #[test]
    fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let inspector = Inspector::new(Entities::ALL);
        let whole = in_pieces(&inspector, &bytes, &[usize::MAX]);
        prop_assert_eq!(in_pieces(&inspector, &bytes, &[1]), whole);
    }
}

/// Long texts, so that the window moves: the places stay right and the pieces make no difference.
#[test]
fn a_long_text_in_pieces_is_the_same_as_whole() {
    let inspector = Inspector::new(Entities::ALL);
    let text: String = (0..9000)
        .map(|at| PIECES[(at * at + at / 7) % PIECES.len()])
        .collect();
    let whole = inspector.scan(&text);
    assert!(whole.len() > 100, "{}", whole.len());
    assert!(
        whole
            .iter()
            .all(|one| text.get(one.start..one.end).is_some())
    );
    for size in [1, 13, 4096, 70_000] {
        assert_eq!(
            in_pieces(&inspector, text.as_bytes(), &[size]),
            whole,
            "{size}"
        );
    }
}

/// Texts that were made to be expensive.
fn expensive() -> Vec<String> {
    let repeated = |piece: &str| piece.repeat(200_000 / piece.len());
    let mut texts: Vec<String> = PIECES.iter().map(|piece| repeated(piece)).collect();
    for piece in [
        "1 ",
        "12-",
        "a@",
        "@a.",
        "eyJ.",
        "eyJhbGciOiJIUzI1NiJ9.",
        "-----BEGIN PRIVATE KEY-----\nA",
        "ssn 536221234 ",
        "password ",
        "password: a",
        "password:",
        "<",
        "<td>",
        "aB",
        "A1",
        "a_",
        "0x",
        "sk-ant-",
        "pypi-Ag",
        "::1",
        "1:",
        "+1 ",
        "(1) ",
        "123456789 ",
        "ssn account passport routing dl tfn ",
        "\"service_account\"",
        "4111-",
        "DE89",
        "AB 12 ",
        "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa ",
        "-p ",
        "mysql -p",
        "://a:",
        "hooks.slack.com/services/a",
        "bc1q",
        "1.1.1.1.",
    ] {
        texts.push(repeated(piece));
    }
    texts
}

#[test]
fn the_work_grows_with_the_text_and_no_faster() {
    let inspector = Inspector::new(Entities::ALL);
    for text in expensive() {
        let steps = |part: &str| {
            let mut scanner = Scanner::new(&inspector);
            for piece in part.as_bytes().chunks(1000) {
                scanner.feed(piece);
            }
            scanner.feed(&[b'.'; 20_000]);
            scanner.steps()
        };
        let half = text
            .char_indices()
            .nth(text.chars().count() / 2)
            .map_or(0, |(at, _)| at);
        let (small, large) = (steps(&text[..half]), steps(&text));
        let begin: String = text.chars().take(20).collect();
        assert!(
            large <= small * 22 / 10 + 50_000,
            "{begin}: {small} {large}"
        );
        assert!(
            large <= 400 * (text.len() as u64 + 20_000),
            "{begin}: {large} for {}",
            text.len()
        );
    }
}
