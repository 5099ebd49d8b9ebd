//! `docs/inspection.md` names every detector and every outcome.

#![expect(clippy::unwrap_used, reason = "what is not there fails the test")]

use std::fs;
use std::path::Path;
use stepgate_inspect::Entity;
use stepgate_inspect::files::Reason;

fn reference() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/inspection.md");
    fs::read_to_string(file).unwrap()
}

#[test]
fn every_detector_has_its_row() {
    let text = reference();
    for entity in Entity::ALL {
        let (preset, name, about) = (entity.preset(), entity.name(), entity.about());
        let row = format!("| `{preset}` | `{name}` | {about} |\n");
        assert!(text.contains(&row), "no row {row}");
    }
}

#[test]
fn every_outcome_has_its_row() {
    let text = reference();
    for reason in Reason::ALL {
        let row = format!("\n| `{}` | ", reason.keyword());
        assert!(text.contains(&row), "no row {row}");
    }
}
