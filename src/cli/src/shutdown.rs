//! When is it time to stop?

use std::io;
#[cfg(unix)]
use tokio::signal::unix::{Signal, SignalKind, signal};

/// Hears Ctrl+C and, on Unix, a request to terminate, from the moment it is made.
pub struct Shutdown {
    #[cfg(unix)]
    interrupt: Signal,
    #[cfg(unix)]
    terminate: Signal,
}

impl Shutdown {
    /// Begins to listen. Do this before anybody is told that the program is ready.
    ///
    /// # Errors
    /// When the system does not let it.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            interrupt: signal(SignalKind::interrupt())?,
            #[cfg(unix)]
            terminate: signal(SignalKind::terminate())?,
        })
    }

    /// Ends when it is time to stop.
    ///
    /// # Errors
    /// When the system cannot be listened to any longer.
    #[cfg(unix)]
    pub async fn requested(&mut self) -> io::Result<()> {
        tokio::select! {
            _ = self.interrupt.recv() => Ok(()),
            _ = self.terminate.recv() => Ok(()),
        }
    }

    /// Ends when it is time to stop.
    ///
    /// # Errors
    /// When the system cannot be listened to any longer.
    #[cfg(not(unix))]
    pub async fn requested(&mut self) -> io::Result<()> {
        tokio::signal::ctrl_c().await
    }
}
