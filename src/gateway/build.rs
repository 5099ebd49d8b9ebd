//! What does the gateway carry inside itself?
//!
//! The agent, and what it loads to read files: `./build.sh build` leaves them in the folder `agent` of the target folder;
//! this hands their paths, and the hashes that are part of their immutable addresses, to the crate. And the console's files, as a table of names and contents.

use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};

/// Each file, and what the crate calls it.
const CARRIED: [(&str, &str); 4] = [
    ("agent.js", "STEPGATE_AGENT"),
    ("reader.js", "STEPGATE_READER"),
    ("reader.wasm", "STEPGATE_READER_MODULE"),
    ("reader-pdf.wasm", "STEPGATE_READER_PDF"),
];

fn main() -> std::io::Result<()> {
    tell("rerun-if-env-changed=CARGO_TARGET_DIR");
    tell("rerun-if-changed=migrations");
    for (file, variable) in CARRIED {
        find(&target_folder().join("agent").join(file), variable);
    }
    list_console()
}

fn find(file: &Path, variable: &str) {
    let path = file.display();
    tell(&format!("rerun-if-changed={path}"));
    let Ok(content) = std::fs::read(file) else {
        return tell(&format!(
            "error=the agent `{path}` is not built: run ./build.sh build"
        ));
    };
    let digest = Sha256::digest(&content);
    let hash: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    tell(&format!("rustc-env={variable}={path}"));
    tell(&format!("rustc-env={variable}_HASH={hash}"));
}

/// The workspace's target folder.
fn target_folder() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => workspace().join(folder),
        None => workspace().join("target"),
    }
}

fn workspace() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest).to_owned()
}

/// Writes `console_files.rs`: a list of file names and their contents.
fn list_console() -> std::io::Result<()> {
    let folder = workspace().join("www/console");
    tell(&format!("rerun-if-changed={}", folder.display()));
    let mut files: Vec<(String, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(&folder)? {
        let entry = entry?;
        files.push((
            entry.file_name().to_string_lossy().into_owned(),
            entry.path(),
        ));
    }
    files.push(("base.css".into(), workspace().join("www/shared/base.css")));
    files.sort();
    let rows: String = files
        .iter()
        .map(|(name, path)| {
            format!(
                "({name:?}, include_bytes!({:?})),\n",
                path.display().to_string()
            )
        })
        .collect();
    let out = PathBuf::from(std::env::var_os("OUT_DIR").unwrap_or_default());
    std::fs::write(out.join("console_files.rs"), format!("&[\n{rows}]"))
}

fn tell(line: &str) {
    println!("cargo::{line}");
}
