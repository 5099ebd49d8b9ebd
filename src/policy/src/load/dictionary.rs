//! Reading a dictionary: a text file beside the policy, in UTF-8, with a word or phrase on each line. Empty lines and those that begin
//! with `#` are passed over.

use super::LoadError;
use super::expression::{LONGEST_LIST, MOST_KEYWORDS, expected_keyword, keyword, weight_error};
use super::walk::At;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// How large the file may be, in bytes, with its comments.
const LARGEST: u64 = 256 * 1024;
/// How many wrong lines are named; more would hide what else is wrong.
const NAMED: usize = 10;

/// The words of the dictionary that is named here.
pub(super) fn read(at: &At<'_>) -> Option<Vec<String>> {
    let name = at.text()?;
    let Some(folder) = at.document.folder() else {
        at.wrong(
            "a `dictionary` in a policy that is read from no file",
            "`keywords`, as there is no folder to look into",
        );
        return None;
    };
    if !is_plain(name) {
        at.unexpected("the name of a text file in the policy's folder, such as `customers.txt`");
        return None;
    }
    let path = folder.join(name);
    let bytes = match bytes(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            at.wrong(
                format!("`{name}`, which cannot be read ({error})"),
                "a text file in the policy's folder",
            );
            return None;
        }
    };
    if bytes.len() as u64 > LARGEST {
        at.wrong(
            format!("`{name}` of more than {} KiB", LARGEST / 1024),
            format!("at most {} KiB", LARGEST / 1024),
        );
        return None;
    }
    let words = words(at, &path, &bytes)?;
    if words.is_empty() || words.len() > MOST_KEYWORDS {
        at.wrong(
            format!("`{name}` with {} words", words.len()),
            format!("from 1 to {MOST_KEYWORDS} of them"),
        );
        return None;
    }
    let length: usize = words.iter().map(String::len).sum();
    if length > LONGEST_LIST {
        weight_error(at, length);
        return None;
    }
    Some(words)
}

/// Whether it is a name and no way to another folder, and of a file that is no policy.
fn is_plain(name: &str) -> bool {
    let policy = Path::new(name)
        .extension()
        .is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let plain = !name.contains(['/', '\\', ':', '\0']) && !name.starts_with('.');
    plain && !policy && !name.trim().is_empty()
}

/// The file, and one byte more than it may have.
fn bytes(path: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path)?;
    if !file.metadata()?.is_file() {
        return Err(std::io::Error::other("it is no file"));
    }
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The words, or `None` where a line is none; the first ones are named.
fn words(at: &At<'_>, path: &Path, bytes: &[u8]) -> Option<Vec<String>> {
    let (mut words, mut wrong) = (Vec::new(), 0);
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    for (index, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
        let found = match std::str::from_utf8(line).map(str::trim) {
            Ok(line) if line.is_empty() || line.starts_with('#') => continue,
            Ok(line) => match keyword(line) {
                Some(word) => {
                    words.push(word);
                    continue;
                }
                None => format!("`{}`", super::walk::shortened(line)),
            },
            Err(_) => "text that is not UTF-8".into(),
        };
        wrong += 1;
        if wrong <= NAMED {
            at.document.note(LoadError {
                file: path.display().to_string(),
                line: index + 1,
                column: 1,
                path: String::new(),
                found,
                expected: expected_keyword(),
                nearest: None,
            });
        }
    }
    (wrong == 0).then_some(words)
}
