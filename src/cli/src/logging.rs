//! How does the program speak of its work?

use crate::args::{LogFormat, Logging};
use anyhow::Context as _;
use std::io::IsTerminal as _;
use tracing_subscriber::EnvFilter;

/// What is logged when nobody says otherwise.
const DEFAULT_FILTER: &str = "warn,stepgate_gateway=info,stepgate=info";

/// Sends log lines to standard error.
///
/// # Errors
/// When the filter cannot be read.
pub fn start(arguments: &Logging) -> anyhow::Result<()> {
    let filter = arguments.log.as_deref().unwrap_or(DEFAULT_FILTER);
    let filter = EnvFilter::try_new(filter).with_context(|| {
        format!("`--log {filter}` is not a log filter; write for example `--log info`")
    })?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match arguments.log_format {
        LogFormat::Text => lines.with_target(false).init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}
