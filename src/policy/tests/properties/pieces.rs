//! Whatever pieces a text comes in, it says the same.

use crate::attempts::attempt;
use crate::policies::{bundle, inspection};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use stepgate_inspect::Key;
use stepgate_policy::{
    Attempt, Bundle, Content, Decision, DefaultBehavior, Extent, Found, decide, examine, findings,
};

/// What texts are made of, and how often it may stand there one after the other.
const PARTS: [(&str, usize); 19] = [
    ("4111 1111 1111 1111", 3),
    ("id 4012-8888-8888-1881, ", 200),
    ("４０１２８８８８８８８８１８８１", 2),
    ("4 0 1 2 8 8 8 8 8 8 8 8 1 8 8 1", 2),
    ("1 ", 30_000),
    ("7", 30_000),
    ("alex.wilber@example.com ", 300),
    ("secret", 3),
    ("sec\u{200b}ret car CARS carpet", 3),
    ("b1", 400),
    ("9 ", 5),
    ("x", 40_000),
    ("é", 40_000),
    ("\u{200b}", 20_000),
    ("中文\n", 3000),
    (", ", 1),
    ("\n", 1),
    ("a\tb\tcard number\n", 2),
    ("the quick brown fox, ", 3000),
];

fn text() -> impl Strategy<Value = String> {
    let part = (select(PARTS.to_vec()), 1..=100_usize)
        .prop_map(|((part, most), percent)| part.repeat((most * percent).div_ceil(100)));
    vec(part, 0..8).prop_map(|parts| parts.concat())
}

/// The text in pieces that end anywhere.
fn pieces<'t>(text: &'t str, cuts: &[Index]) -> Vec<&'t str> {
    let mut cuts: Vec<usize> = cuts
        .iter()
        .map(|cut| text.floor_char_boundary(cut.index(text.len() + 1)))
        .collect();
    cuts.extend([0, text.len()]);
    cuts.sort_unstable();
    cuts.windows(2).map(|cut| &text[cut[0]..cut[1]]).collect()
}

fn outcome(bundle: &Bundle<'_>, attempt: &Attempt<'_>, key: Key) -> (Decision, Vec<Found>) {
    let decision = decide(bundle, attempt);
    let found = findings(bundle, attempt, &decision, Some(key));
    (decision, found)
}

/// A policy that looks for something.
fn looking() -> impl Strategy<Value = Value> {
    let evidence = select(vec!["masked", "lastFour", "none"]);
    (inspection(), 1..50, evidence).prop_map(|(mut inspection, minimum, evidence)| {
        inspection["minimumViolations"] = json!(minimum);
        inspection["evidence"] = json!(evidence);
        json!({"name": "any", "sessionControlType": "blockActivities", "action": "block", "inspection": inspection,
            "activityTypes": ["copy", "cut", "paste", "download", "upload", "sendItem", "custom:share"]})
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, ..ProptestConfig::default() })]

    #[test]
    fn a_text_in_pieces_says_what_it_says_in_one(
        policies in vec(looking(), 1..6),
        attempt in attempt(),
        (content, metadata) in (text(), text()),
        cuts in vec(any::<Index>(), 0..12),
        is_whole in any::<bool>(),
    ) {
        let bytes = bundle(&policies, DefaultBehavior::Block);
        let bundle = Bundle::read(&bytes).unwrap();
        let key = Key::new([7; 16]);
        let attempt = attempt.attempt();
        let told = if is_whole { Content::Text(&content) } else { Content::Part(&content) };
        let in_one = Attempt { content: told, metadata: &metadata, ..attempt };
        let app = &attempt.session.app;
        let examined = examine(&bundle, &[attempt.activity], app, Some(key), &mut || true, &mut |examination| {
            let (contents, metadatas) = (pieces(&content, &cuts), pieces(&metadata, &cuts));
            for (content, metadata) in contents.into_iter().zip(metadatas) {
                examination.content(content);
                examination.metadata(metadata);
            }
            if is_whole { Extent::Whole } else { Extent::Part }
        });
        prop_assert_eq!(examined.length(), is_whole.then_some(content.len() as u64));
        let in_pieces = Attempt { content: Content::Examined(&examined), metadata: "", ..attempt };
        prop_assert_eq!(outcome(&bundle, &in_pieces, key), outcome(&bundle, &in_one, key));
    }
}
