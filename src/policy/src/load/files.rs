//! Finding and reading policy files.

use super::LoadError;
use std::fs;
use std::path::{Path, PathBuf};

/// The file itself, or the policy files of a folder.
pub(super) fn list(path: &Path) -> Result<Vec<PathBuf>, Box<LoadError>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = Vec::new();
    for entry in fs::read_dir(path).map_err(|error| unreadable(path, &error))? {
        let file = entry.map_err(|error| unreadable(path, &error))?.path();
        if is_policy_file(&file) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(about(
            path,
            "no file that ends in `.json`",
            "a folder of policy files",
        ));
    }
    Ok(files)
}

/// Editors keep their own files beside what they edit; those begin with a dot.
fn is_policy_file(file: &Path) -> bool {
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    name.ends_with(".json") && !name.starts_with('.') && !file.is_dir()
}

pub(super) fn read(file: &Path) -> Result<String, Box<LoadError>> {
    fs::read_to_string(file).map_err(|error| unreadable(file, &error))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Box<LoadError> {
    about(
        path,
        &format!("that it cannot be read: {error}"),
        "a policy file or a folder of them",
    )
}

fn about(path: &Path, found: &str, expected: &str) -> Box<LoadError> {
    Box::new(LoadError {
        file: path.display().to_string(),
        line: 0,
        column: 0,
        path: String::new(),
        found: found.into(),
        expected: expected.into(),
        nearest: None,
    })
}
