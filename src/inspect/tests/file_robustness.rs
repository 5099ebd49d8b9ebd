//! Whatever a file is, reading it ends, and what is cut off is never said to be whole.

#![cfg(all(feature = "files", not(target_arch = "wasm32")))]
#![expect(clippy::unwrap_used, reason = "tests may panic")]

#[path = "files/transcript.rs"]
mod transcript;

use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;
use stepgate_inspect::files::{Limits, Place, Reason, Sink, read};
use transcript::Transcript;

fn made() -> Vec<(String, Vec<u8>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases/files/made");
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            (name, fs::read(path).unwrap())
        })
        .collect();
    files.sort();
    files
}

/// Files that have no end of their own: any beginning of them is a whole file.
fn has_no_end(name: &str) -> bool {
    let endings = [".txt", ".csv", ".html", ".xml"];
    endings.iter().any(|ending| name.ends_with(ending))
}

/// How often a file is cut, so that the tests take seconds.
const CUTS: usize = 32;

#[test]
fn a_file_that_is_cut_off_is_not_clean() {
    for (name, bytes) in made() {
        if has_no_end(&name) || name == "disguised.jpg" {
            continue;
        }
        let whole = Transcript::of(&bytes, Some(&name), &Limits::default());
        let step = bytes.len().div_ceil(CUTS);
        let lengths =
            (1..bytes.len()).filter(|length| length % step == 0 || bytes.len() - length < 12);
        for length in lengths {
            let cut = Transcript::of(&bytes[..length], Some(&name), &Limits::default());
            let lost = cut.text().trim_end().len() < whole.text().trim_end().len();
            // Fewer than three headers are a text.
            let is_text = cut.report.file_type == "text" && name.ends_with(".eml");
            let told = cut.report.outcome().is_some() || cut.report.is_mismatch || is_text;
            assert!(
                told || !lost,
                "`{name}` cut at {length} of {}:\n{cut}",
                bytes.len()
            );
        }
    }
}

#[test]
fn a_file_of_which_a_byte_is_wrong_ends_in_some_way() {
    for (name, bytes) in made() {
        let step = bytes.len().div_ceil(CUTS / 4);
        for at in (0..bytes.len()).step_by(step) {
            let mut wrong = bytes.clone();
            wrong[at] ^= 0x55;
            let report = Transcript::of(&wrong, Some(&name), &Limits::default()).report;
            assert!(!report.file_type.is_empty());
        }
    }
}

struct Impatient {
    pieces: u32,
}

impl Sink for Impatient {
    fn text(&mut self, _: &str, _: &Place<'_>) {
        self.pieces += 1;
    }

    fn goes_on(&mut self) -> bool {
        false
    }
}

#[test]
fn reading_ends_when_the_sink_says_so() {
    let (_, bytes) = made()
        .into_iter()
        .find(|(name, _)| name == "letter.docx")
        .unwrap();
    let mut impatient = Impatient { pieces: 0 };
    let report = read(&bytes, None, &Limits::default(), &mut impatient);
    assert!(
        report.reasons.contains(Reason::TimedOut),
        "{:?}",
        report.reasons
    );
}

#[test]
fn every_limit_that_is_nothing_is_a_breach() {
    let none = Limits {
        file_bytes: 1 << 20,
        characters: 0,
        entries: 0,
        entry_bytes: 0,
        inflated_bytes: 0,
        ratio: 0,
        depth: 0,
        held_bytes: 0,
        work: 0,
    };
    for (name, bytes) in made() {
        if bytes.is_empty() {
            continue;
        }
        let transcript = Transcript::of(&bytes, Some(&name), &none);
        assert!(
            transcript.report.outcome().is_some(),
            "`{name}`:\n{transcript}"
        );
        assert_eq!(transcript.report.characters, 0, "`{name}`");
    }
}

/// `start`, then `piece` over and over.
fn repeated(start: &str, piece: &str, length: usize) -> Vec<u8> {
    (start.to_owned() + &piece.repeat(length / piece.len())).into_bytes()
}

fn ends_with_work(bytes: &[u8], work: u64) -> bool {
    let limits = Limits {
        work,
        ..Limits::default()
    };
    let report = Transcript::of(bytes, None, &limits).report;
    !report.reasons.contains(Reason::TimedOut)
}

/// The least work with which a file is read to its end, give or take a tenth.
fn work(bytes: &[u8]) -> u64 {
    let mut most = 1024;
    while !ends_with_work(bytes, most) {
        most *= 2;
    }
    let mut least = most / 2;
    while most - least > most / 10 {
        let middle = least.midpoint(most);
        if ends_with_work(bytes, middle) {
            most = middle;
        } else {
            least = middle;
        }
    }
    most
}

/// Each piece begins something. Reading on from every one of them to the file's end would be quadratic.
const BEGINNINGS: [(&str, &str); 20] = [
    ("%PDF-1.4\n", "trailer<<"),
    ("%PDF-1.4\n", "trailer<</Prev 9>>"),
    ("%PDF-1.4\n", "1 0 obj<<"),
    ("%PDF-1.4\n", "1 0 obj["),
    ("%PDF-1.4\n", "1 0 obj "),
    ("%PDF-1.4\n", "1 0 obj<</Length 9999999>>stream\n"),
    ("%PDF-1.4\n", "xref\n0 9999999\n"),
    ("%PDF-1.4\n1 0 obj ", "["),
    ("%PDF-1.4\n1 0 obj ", "<</A"),
    ("%PDF-1.4\n1 0 obj ", "("),
    ("<html>", "<p "),
    ("<html><p ", "a=\"b\" "),
    ("<html>", "<!--"),
    ("<html>", "<script>"),
    ("<html>", "<title>"),
    ("<html>", "&#x"),
    (
        "From: a\r\nTo: b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
        "--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n",
    ),
    ("From: a\r\nTo: b\r\nSubject: x", "\r\n x"),
    ("From: a\r\nTo: b\r\n", "Subject: =?utf-8?B?"),
    ("{\\rtf1 ", "\\uc99\\u1234?"),
];

#[test]
fn twice_as_much_of_a_hostile_file_is_twice_the_work() {
    for (start, piece) in BEGINNINGS {
        let once = work(&repeated(start, piece, 20_000));
        let twice = work(&repeated(start, piece, 40_000));
        assert!(
            twice <= once * 5 / 2,
            "{start}{piece}...: {once} steps, then {twice}"
        );
    }
}

#[test]
fn work_that_cannot_be_linear_is_paid_for() {
    for piece in ["trailer(", "trailer%", "1 0 obj("] {
        let bytes = repeated("%PDF-1.4\n", piece, 200_000);
        let work = bytes.len() as u64 * 32;
        assert!(!ends_with_work(&bytes, work), "{piece}...");
    }
}

/// What files begin with, so that readers are entered.
fn starts() -> impl Strategy<Value = Vec<u8>> {
    let starts: Vec<&[u8]> = vec![
        b"",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"%PDF-1.7\n1 0 obj\n<<",
        b"%PDF-1.4\ntrailer<</Encrypt<<",
        b"{\\rtf1 ",
        b"<html>",
        b"<!DOCTYPE html><p",
        b"From: a\r\nTo: b\r\nSubject: c\r\n",
        b"From: a\r\nTo: b\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
        b"\x1f\x8b\x08\0\0\0\0\0\0\x03",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        b"7z\xbc\xaf\x27\x1c",
        b"Rar!\x1a\x07\x01\0",
        b"\xff\xfe",
    ];
    proptest::sample::select(starts).prop_map(<[u8]>::to_vec)
}

proptest! {
    #[test]
    fn any_bytes_are_read(start in starts(), rest in prop::collection::vec(any::<u8>(), 0..600)) {
        let bytes = [start, rest].concat();
        let transcript = Transcript::of(&bytes, Some("any.docx"), &Limits::default());
        prop_assert!(transcript.report.characters <= 1 << 20);
    }

    #[test]
    fn any_letters_are_read(start in starts(), rest in "[ -~\n\r<>/()\\[\\]{}&;=\"'%]{0,400}") {
        let bytes = [start, rest.into_bytes()].concat();
        let transcript = Transcript::of(&bytes, None, &Limits::default());
        prop_assert!(!transcript.report.file_type.is_empty());
    }
}
