//! How do results and failures reach the terminal?

use anyhow::Context as _;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

/// How wide lines are where there is no terminal.
const WIDTH: usize = 100;
/// Narrower than this nothing can be laid out.
const NARROWEST: usize = 40;

/// Writes `text` to standard output, without its colours where that is no terminal or they are not wanted. A reader that has gone (`stepgate … | head`) is no failure.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = anstream::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Writes `text` to standard error, as [`print()`] does. Nothing is left to say where standard error itself is closed.
pub fn remark(text: &str) {
    let _ = anstream::stderr().lock().write_all(text.as_bytes());
}

/// Writes JSON for programs to standard output.
///
/// # Errors
/// When standard output cannot be written.
pub fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    print(&format!("{}\n", serde_json::to_string_pretty(value)?))
}

/// Writes `text` to a file, or to standard output.
///
/// # Errors
/// When it cannot be written.
pub fn write(text: &str, file: Option<&Path>) -> anyhow::Result<()> {
    match file {
        None => print(text),
        Some(file) => std::fs::write(file, text)
            .with_context(|| format!("`{}` cannot be written", file.display())),
    }
}

/// The text of a file; `-` is standard input.
///
/// # Errors
/// When it cannot be read.
pub fn read(file: &Path, what: &str) -> anyhow::Result<String> {
    if file != Path::new("-") {
        return std::fs::read_to_string(file)
            .with_context(|| format!("cannot read {what} `{}`", file.display()));
    }
    std::io::read_to_string(std::io::stdin())
        .with_context(|| format!("cannot read {what} from standard input"))
}

/// How errors call a file; `-` is standard input.
pub fn name(file: &Path) -> String {
    if file == Path::new("-") {
        "standard input".into()
    } else {
        file.display().to_string()
    }
}

/// A number of things, in words: `1 policy`, `2 policies`.
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// How wide the terminal is, in columns.
pub fn width() -> usize {
    let size = terminal_size::terminal_size();
    size.map_or(WIDTH, |(width, _)| usize::from(width.0).max(NARROWEST))
}

/// Breaks `text` between words, so that no line is wider than `width`, if that can be.
pub fn wrap(text: &str, width: usize) -> String {
    let (mut wrapped, mut column) = (String::new(), 0);
    for word in text.split(' ') {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > width {
            wrapped.push('\n');
            column = 0;
        } else if column > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += length;
    }
    wrapped
}

/// Names come from people: what would steer a terminal or turn the text round is shown as what it is.
pub fn escaped(name: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    name.chars()
        .map(|c| {
            if steers(c) {
                c.escape_unicode().to_string()
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// Writes an error and its causes to standard error in one line; exit code 1.
pub fn failure(error: &anyhow::Error) -> ExitCode {
    let mut err = std::io::stderr().lock();
    // Nothing is left to say where standard error itself is closed.
    let _ = writeln!(err, "error: {}", sentence(error));
    ExitCode::FAILURE
}

/// An error with its causes. Some errors say their cause themselves: nothing is said twice.
fn sentence(error: &anyhow::Error) -> String {
    let mut text = String::new();
    for cause in error.chain().map(ToString::to_string) {
        if text.is_empty() {
            text = cause;
        } else if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}
