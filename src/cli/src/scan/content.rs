//! What text is in a file? The one place where kinds of files are told apart.

use anyhow::{Context as _, bail};
use std::path::Path;

/// The text of a file; `-` is standard input.
///
/// # Errors
/// When it cannot be read, or is not text: then nothing can be said of it.
pub fn text(file: &Path) -> anyhow::Result<String> {
    let bytes = if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin(), &mut bytes)
            .context("cannot read standard input")?;
        bytes
    } else {
        std::fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?
    };
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(_) => bail!("`{}` is not UTF-8 text", file.display()),
    }
}
