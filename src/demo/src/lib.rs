//! What does an app people use look like behind the gateway?
//!
//! Two small web apps that know nothing of session control. **Files** is a team's drive: a document to read and
//! print, a library to download from and upload to, and a chat. **Notes** is another app, to paste into. They listen
//! on loopback only, hold what they are sent under one folder, and answer `GET /api/uploads`, `GET /api/messages` and
//! `GET /api/notes` with what really arrived, so that a test can ask the far side.

mod attachment;
mod chat;
mod files;
mod library;
mod live;
mod notes;
mod pages;
mod refusal;
mod server;
mod shared;
mod upload_name;
mod uploads;

use server::Server;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

/// The two apps, serving until [`Demo::shutdown`].
#[derive(Debug)]
pub struct Demo {
    /// Where Files listens: a loopback address with a port the system chose.
    pub files: SocketAddr,
    /// Where Notes listens: a loopback address with a port the system chose.
    pub notes: SocketAddr,
    servers: [Server; 2],
}

/// Why the demo apps could not start.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// Their folder cannot be made, read or written.
    #[error("the demo apps cannot use `{}`: {source}; give them a folder that can be written", path.display())]
    Folder {
        /// The folder or the file in it.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// No loopback port was to be had.
    #[error("the demo apps cannot listen on `127.0.0.1`: {0}")]
    Listen(#[source] io::Error),
}

/// Starts both apps on loopback ports of the system's choice. What they receive is kept under `data_dir`, which is made
/// when it is not there.
///
/// # Errors
/// [`DemoError`] when the folder cannot be used or no port can be had.
pub async fn start(data_dir: &Path) -> Result<Demo, DemoError> {
    let files = Server::start(files::app(data_dir).await?).await?;
    let notes = Server::start(notes::app(data_dir).await?).await?;
    Ok(Demo {
        files: files.address(),
        notes: notes.address(),
        servers: [files, notes],
    })
}

impl Demo {
    /// Stops listening, lets requests under way finish, closes live connections, and returns when all of it is done.
    pub async fn shutdown(self) {
        for server in self.servers {
            server.shutdown().await;
        }
    }
}

/// Names the path in an error of the file system.
pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> DemoError + '_ {
    move |source| DemoError::Folder {
        path: path.to_owned(),
        source,
    }
}
