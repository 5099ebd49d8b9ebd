//! Makes texts with known values in them, for measuring how well they are found.
//!
//! `cargo run -p stepgate-inspect --example corpus -- KIND COUNT SEED` prints JSON lines
//! `{"id", "text", "spans": [{"entity", "start", "end"}]}`, offsets in code points. Kinds: `values`, `sentences`, `documents`.
//! The values are made with code of its own, so that an error in a check digit shows.

#![allow(
    missing_docs,
    clippy::explicit_auto_deref,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a tool for developers"
)]

mod decoys;
mod documents;
mod labels;
mod random;
mod secrets;
mod text;
mod values;

use random::Random;
use text::Text;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [kind, count, seed] = arguments.as_slice() else {
        panic!("KIND COUNT SEED");
    };
    let mut random = Random::new(seed.parse().unwrap());
    for id in 0..count.parse().unwrap() {
        let mut text = Text::default();
        match kind.as_str() {
            "values" => documents::value(&mut text, &mut random),
            "sentences" => documents::sentence(&mut text, &mut random),
            "documents" => documents::document(&mut text, &mut random),
            _ => panic!("KIND is values, sentences or documents"),
        }
        println!("{}", text.line(id));
    }
}
