//! Reads a file under limits that end every reading soon, and looks at what must hold for any bytes.

use stepgate_inspect::files::{Limits, Place, Sink, read};

struct Parts {
    last: u32,
    characters: u64,
}

impl Sink for Parts {
    fn text(&mut self, piece: &str, place: &Place<'_>) {
        assert!(place.part != 0, "a text without a number");
        self.last = place.part;
        self.characters += piece.chars().count() as u64;
    }
}

/// Reads `bytes`.
pub fn check(bytes: &[u8]) {
    let limits = Limits {
        entry_bytes: 4 << 20,
        inflated_bytes: 8 << 20,
        held_bytes: 8 << 20,
        characters: 1 << 20,
        work: 32 << 20,
        ..Limits::default()
    };
    let mut parts = Parts { last: 0, characters: 0 };
    let report = read(bytes, Some("any.docx"), &limits, &mut parts);
    assert_eq!(report.characters, parts.characters);
    assert!(report.characters <= limits.characters);
}
