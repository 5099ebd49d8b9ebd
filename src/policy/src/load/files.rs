//! Finding and reading policy files.

use super::LoadError;
use std::fs;
use std::path::{Path, PathBuf};

/// How the names of files with cases end.
const CASES: &str = ".cases.json";

/// The file itself, or the policy files of a folder.
pub(super) fn list(path: &Path) -> Result<Vec<PathBuf>, Box<LoadError>> {
    if !path.is_dir() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut files = within(path, is_policy_file)?;
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

/// The file itself if it has cases, or the files of a folder that have.
pub(super) fn list_cases(path: &Path) -> Result<Vec<PathBuf>, Box<LoadError>> {
    if path.is_dir() {
        return within(path, is_case_file);
    }
    Ok(Some(path.to_path_buf())
        .filter(|path| is_case_file(path))
        .into_iter()
        .collect())
}

fn within(folder: &Path, wanted: fn(&Path) -> bool) -> Result<Vec<PathBuf>, Box<LoadError>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(|error| unreadable(folder, &error))? {
        let file = entry.map_err(|error| unreadable(folder, &error))?.path();
        if wanted(&file) {
            files.push(file);
        }
    }
    Ok(files)
}

fn is_case_file(file: &Path) -> bool {
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    name.ends_with(CASES) && !name.starts_with('.') && !file.is_dir()
}

/// Editors keep their own files beside what they edit; those begin with a dot.
fn is_policy_file(file: &Path) -> bool {
    let name = file
        .file_name()
        .and_then(|name| name.to_str())
        .unwrap_or_default();
    name.ends_with(".json") && !name.ends_with(CASES) && !name.starts_with('.') && !file.is_dir()
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
