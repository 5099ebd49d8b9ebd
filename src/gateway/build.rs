//! What does the gateway carry inside itself?
//!
//! The agent: `./build.sh build` leaves it at `agent/agent.js` in the target folder; this hands its path and the hash
//! that is part of its immutable address to the crate. And the console's files, as a table of names and contents.

use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};

fn main() -> std::io::Result<()> {
    find_agent();
    list_console()
}

fn find_agent() {
    let agent = target_folder().join("agent").join("agent.js");
    tell("rerun-if-env-changed=CARGO_TARGET_DIR");
    tell("rerun-if-changed=migrations");
    tell(&format!("rerun-if-changed={}", agent.display()));
    let Ok(script) = std::fs::read(&agent) else {
        return tell(&format!(
            "error=the agent `{}` is not built: run ./build.sh build",
            agent.display()
        ));
    };
    let digest = Sha256::digest(&script);
    let hash: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    tell(&format!("rustc-env=STEPGATE_AGENT_JS={}", agent.display()));
    tell(&format!("rustc-env=STEPGATE_AGENT_HASH={hash}"));
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
