//! Prints what is told natively of every shared case of files, one JSON object a line: `cases FOLDER`.
//!
//! `tests/reader` has the same files read by the WebAssembly, in a browser.

use serde_json::{Map, Value, json};
use std::error::Error;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};
use stepgate_inspect::files::Limits;
use stepgate_reader::{Host, read};

/// As the gateway reads: to the end, with its own tables of encodings.
struct Native;

impl Host for Native {
    fn goes_on(&mut self, _: f64) -> bool {
        true
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let folder = env::args().nth(1).ok_or("usage: cases FOLDER")?;
    let entries = fs::read_dir(&folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut files = entries.collect::<Result<Vec<PathBuf>, _>>()?;
    files.retain(|file| file.extension().is_some_and(|ending| ending == "json"));
    files.sort();
    for file in files {
        let case: Value = serde_json::from_str(&fs::read_to_string(&file)?)?;
        writeln!(io::stdout(), "{}", line(&case, Path::new(&folder))?)?;
    }
    Ok(())
}

fn line(case: &Value, folder: &Path) -> Result<Value, Box<dyn Error>> {
    let name = case["file"].as_str().ok_or("a case without `file`")?;
    let bytes = fs::read(folder.join("made").join(name))?;
    let limits = limits(case["limits"].as_object());
    // As the script does it: of what is too large only the head is taken.
    let taken = if bytes.len() > limits.file_bytes {
        bytes.len().min(65_536)
    } else {
        bytes.len()
    };
    let head = bytes.get(..taken).unwrap_or_default();
    let told = read(head, bytes.len() as u64, name, &limits, &mut Native);
    Ok(json!({
        "about": case["about"],
        "file": name,
        "limits": case["limits"].as_object().cloned().unwrap_or_default(),
        "expected": case["expected"],
        "told": {
            "text": told.text,
            "metadata": told.metadata,
            "fileType": told.file_type,
            "mismatch": told.mismatch,
            "labels": told.labels,
            "outcome": told.outcome,
        },
    }))
}

fn limits(written: Option<&Map<String, Value>>) -> Limits {
    let usual = Limits::default();
    let limit = |name: &str| written.and_then(|limits| limits.get(name)?.as_u64());
    Limits {
        file_bytes: limit("fileBytes").map_or(usual.file_bytes, |bytes| bytes as usize),
        characters: limit("characters").unwrap_or(usual.characters),
        entries: limit("entries").map_or(usual.entries, |entries| entries as u32),
        entry_bytes: limit("entryBytes").unwrap_or(usual.entry_bytes),
        depth: limit("depth").map_or(usual.depth, |depth| depth as u32),
        work: limit("work").unwrap_or(usual.work),
        ..usual
    }
}
