//! How do results and failures reach the terminal?

use std::io::Write as _;
use std::process::ExitCode;

/// Writes `text` to standard output. A reader that has gone (`stepgate … | head`) is no failure.
///
/// # Errors
/// When standard output cannot be written for another reason.
pub fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
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
