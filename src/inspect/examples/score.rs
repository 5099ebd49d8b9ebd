//! How well are the values of a corpus found?
//!
//! `cargo run -p stepgate-inspect --example score -- [FLOOR] [--misses N] < corpus.jsonl` reads what the example `corpus` prints and
//! answers precision and recall by entity. A finding is right if it overlaps a value of its entity.

#![allow(
    missing_docs,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a tool for developers"
)]

use serde_json::Value;
use std::collections::BTreeMap;
use stepgate_inspect::{Entities, Inspector};

#[derive(Default)]
struct Score {
    right: usize,
    wrong: usize,
    found: usize,
    missed: usize,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let floor: u8 = arguments
        .first()
        .and_then(|floor| floor.parse().ok())
        .unwrap_or(65);
    let mut shown: usize = arguments
        .iter()
        .position(|word| word == "--misses")
        .map_or(0, |at| arguments[at + 1].parse().unwrap());
    let inspector = Inspector::new(Entities::ALL);
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    for line in std::io::stdin().lines() {
        let line: Value = serde_json::from_str(&line.unwrap()).unwrap();
        let text = line["text"].as_str().unwrap();
        let places: Vec<usize> = text
            .char_indices()
            .map(|(at, _)| at)
            .chain([text.len()])
            .collect();
        let spans: Vec<(String, usize, usize)> = line["spans"]
            .as_array()
            .unwrap()
            .iter()
            .map(|span| {
                let place = |name: &str| places[span[name].as_u64().unwrap() as usize];
                (
                    span["entity"].as_str().unwrap().to_owned(),
                    place("start"),
                    place("end"),
                )
            })
            .collect();
        let findings: Vec<_> = inspector
            .scan(text)
            .into_iter()
            .filter(|one| one.confidence.number() >= floor)
            .collect();
        let around = |start: usize, end: usize| {
            let from = text[..start]
                .char_indices()
                .rev()
                .nth(60)
                .map_or(0, |(at, _)| at);
            let to = text[end..]
                .char_indices()
                .nth(30)
                .map_or(text.len(), |(at, _)| end + at);
            format!(
                "{}[{}]{}",
                &text[from..start],
                &text[start..end],
                &text[end..to]
            )
            .replace('\n', "⏎")
        };
        for one in &findings {
            let score = scores.entry(one.entity.name().to_owned()).or_default();
            if spans.iter().any(|(entity, start, end)| {
                entity == one.entity.name() && one.start < *end && *start < one.end
            }) {
                score.right += 1;
            } else {
                score.wrong += 1;
                if shown > 0 {
                    shown -= 1;
                    println!(
                        "WRONG {} {}: {}",
                        one.entity,
                        one.confidence,
                        around(one.start, one.end)
                    );
                }
            }
        }
        for (entity, start, end) in &spans {
            let score = scores.entry(entity.clone()).or_default();
            if findings
                .iter()
                .any(|one| one.entity.name() == entity && one.start < *end && *start < one.end)
            {
                score.found += 1;
            } else {
                score.missed += 1;
                if shown > 0 {
                    shown -= 1;
                    println!("MISSED {entity}: {}", around(*start, *end));
                }
            }
        }
    }
    let mut all = Score::default();
    for (entity, score) in &scores {
        print(entity, score);
        all.right += score.right;
        all.wrong += score.wrong;
        all.found += score.found;
        all.missed += score.missed;
    }
    print("all", &all);
}

fn print(name: &str, score: &Score) {
    let share = |part: usize, rest: usize| part as f64 / (part + rest).max(1) as f64;
    println!(
        "{name:20} P {:.3} R {:.3}  ({} right, {} wrong, {} missed)",
        share(score.right, score.wrong),
        share(score.found, score.missed),
        score.right,
        score.wrong,
        score.missed
    );
}
