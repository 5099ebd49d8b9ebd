//! How fast is a scan natively?
//!
//! `scan_time FILE...` prints for each file the findings and the megabytes a second, the best of several rounds. `scan_time --worst`
//! prints it for texts that were made to be expensive.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measuring tool prints its result and stops at the first mistake"
)]

use std::time::Instant;
use stepgate_inspect::{Entities, Inspector};

const ROUNDS: usize = 7;
const WORST: [&str; 14] = [
    "1 ",
    "a@",
    "1.",
    "ssn ",
    "password ",
    "4111 1111 1111 1111 ",
    "123456789 ",
    "aB",
    "<td>",
    "+1 ",
    "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa ",
    "-----BEGIN PRIVATE KEY-----\n",
    "eyJhbGciOiJIUzI1NiJ9.",
    "ssn 536221234 ",
];

fn main() {
    let inspector = Inspector::new(Entities::ALL);
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.first().is_some_and(|first| first == "--worst") {
        for piece in WORST {
            let (found, speed) = time(&inspector, &piece.repeat(1_000_000 / piece.len()));
            println!("{}\t{found}\t{speed:.1}", piece.trim());
        }
        return;
    }
    for file in arguments {
        let (found, speed) = time(&inspector, &std::fs::read_to_string(&file).unwrap());
        println!("{file}\t{found}\t{speed:.1}");
    }
}

fn time(inspector: &Inspector, text: &str) -> (usize, f64) {
    let mut best = f64::MAX;
    let mut found = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        found = inspector.scan(text).len();
        best = best.min(start.elapsed().as_secs_f64());
    }
    (found, text.len() as f64 / best / 1e6)
}
