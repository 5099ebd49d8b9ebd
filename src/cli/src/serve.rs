//! How does the gateway run for real?

use crate::args::Serve;
use crate::shutdown::Shutdown;
use std::process::ExitCode;
use stepgate_gateway::{Config, Gateway};

/// Carries out `stepgate serve`.
///
/// # Errors
/// When the configuration is wrong, a port is in use, or the store cannot be opened.
pub async fn serve(arguments: Serve) -> anyhow::Result<ExitCode> {
    let mut shutdown = Shutdown::listen()?;
    let gateway = Gateway::start(Config::read(&arguments.config)?).await?;
    shutdown.requested().await?;
    tracing::info!("stopping");
    gateway.shutdown().await;
    Ok(ExitCode::SUCCESS)
}
