//! The program, as its users run it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// What running it came to.
pub struct Ran {
    /// Its exit code.
    pub code: Option<i32>,
    /// What it answered.
    pub out: String,
    /// What it remarked.
    pub err: String,
}

/// Runs it with these arguments.
#[allow(dead_code, reason = "not every test runs it anywhere")]
pub fn stepgate(arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stepgate"));
    command.args(arguments);
    run(command)
}

/// Runs it in a folder, so that files have short names.
#[allow(dead_code, reason = "not every test has files")]
pub fn stepgate_in(folder: &Path, arguments: &[&str]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_stepgate"));
    command.args(arguments).current_dir(folder);
    run(command)
}

fn run(mut command: Command) -> Ran {
    let Output {
        status,
        stdout,
        stderr,
    } = command
        .env_remove("STEPGATE_LOG")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .expect("the program runs");
    Ran {
        code: status.code(),
        out: String::from_utf8(stdout).expect("UTF-8"),
        err: String::from_utf8(stderr).expect("UTF-8"),
    }
}

/// A folder of this checkout.
pub fn checkout(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// The same as text.
#[allow(dead_code, reason = "not every test needs it")]
pub fn path(path: &str) -> String {
    checkout(path).display().to_string()
}
