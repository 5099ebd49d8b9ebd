//! What have people uploaded?

use crate::refusal::Refusal;
use crate::upload_name::{numbered, safe_name};
use crate::{DemoError, at, shared};
use axum::Json;
use axum::extract::State;
use axum::extract::multipart::{Field, Multipart, MultipartError};
use axum::http::StatusCode;
use data_encoding::HEXLOWER;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::AsyncWriteExt;
use tokio::sync::RwLock;

/// A file that arrived, under the name it is kept by.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Upload {
    pub(crate) name: String,
    /// Bytes.
    pub(crate) size: u64,
    /// Lower-case hexadecimal.
    pub(crate) sha256: String,
    /// Unix milliseconds.
    pub(crate) time: u64,
}

/// Uploads, oldest first.
#[derive(Debug, Serialize)]
pub(crate) struct Listing {
    uploads: Vec<Upload>,
}

/// The folder of uploads and what is in it.
#[derive(Clone, Debug)]
pub(crate) struct Uploads {
    folder: Arc<PathBuf>,
    kept: Arc<RwLock<Vec<Upload>>>,
}

impl Uploads {
    /// Opens `data_dir/uploads` and lists what an earlier start kept there.
    pub(crate) async fn open(data_dir: &Path) -> Result<Self, DemoError> {
        let folder = data_dir.join("uploads");
        fs::create_dir_all(&folder).await.map_err(at(&folder))?;
        let mut kept = read_folder(&folder).await.map_err(at(&folder))?;
        kept.sort_by_key(|upload| upload.time);
        Ok(Self {
            folder: Arc::new(folder),
            kept: Arc::new(RwLock::new(kept)),
        })
    }

    /// All uploads, oldest first.
    pub(crate) async fn all(&self) -> Vec<Upload> {
        self.kept.read().await.clone()
    }

    /// Where the upload of that name is.
    pub(crate) async fn find(&self, name: &str) -> Option<PathBuf> {
        let kept = self.kept.read().await;
        kept.iter()
            .find(|upload| upload.name == name)
            .map(|upload| self.folder.join(&upload.name))
    }

    async fn receive(&self, field: Field<'_>) -> Result<Upload, Broken> {
        let (name, file) = self
            .create(&safe_name(field.file_name().unwrap_or_default()))
            .await?;
        let written = write(field, file).await;
        let path = self.folder.join(&name);
        let (size, sha256) = match written {
            Ok(written) => written,
            Err(broken) => {
                // Half a file is nobody's; the reason it broke matters more than a failure to tidy up.
                let _tidied = fs::remove_file(&path).await;
                return Err(broken);
            }
        };
        let upload = Upload {
            name,
            size,
            sha256,
            time: milliseconds(SystemTime::now()),
        };
        self.kept.write().await.push(upload.clone());
        Ok(upload)
    }

    /// Creates the file under the first name that is free; the file system says which is.
    async fn create(&self, name: &str) -> io::Result<(String, File)> {
        for copy in 1..1000 {
            let name = numbered(name, copy);
            if shared::is_shared(&name) {
                continue;
            }
            match OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(self.folder.join(&name))
                .await
            {
                Ok(file) => return Ok((name, file)),
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    }
}

/// `GET /api/uploads`
pub(crate) async fn list(State(uploads): State<Uploads>) -> Json<Listing> {
    Json(Listing {
        uploads: uploads.all().await,
    })
}

/// `POST /api/uploads`: every part that has a file name is kept; answers what was.
pub(crate) async fn receive(
    State(uploads): State<Uploads>,
    mut form: Multipart,
) -> Result<(StatusCode, Json<Listing>), Refusal> {
    let mut received = Vec::new();
    while let Some(field) = form.next_field().await.map_err(Broken::from)? {
        if field.file_name().is_some() {
            received.push(uploads.receive(field).await?);
        }
    }
    if received.is_empty() {
        return Err(Refusal::unusable("No file was sent."));
    }
    Ok((StatusCode::CREATED, Json(Listing { uploads: received })))
}

/// Why an upload did not arrive whole.
#[derive(Debug, thiserror::Error)]
enum Broken {
    #[error(transparent)]
    Sent(#[from] MultipartError),
    #[error(transparent)]
    Kept(#[from] io::Error),
}

impl From<Broken> for Refusal {
    fn from(broken: Broken) -> Self {
        match broken {
            Broken::Sent(_) => Self::unusable("The upload broke off or is larger than 25 MB."),
            Broken::Kept(error) => Self::failed("The upload could not be kept.", &error),
        }
    }
}

async fn write(mut field: Field<'_>, mut file: File) -> Result<(u64, String), Broken> {
    let mut size: u64 = 0;
    let mut digest = Sha256::new();
    while let Some(chunk) = field.chunk().await? {
        size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        digest.update(&chunk);
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    Ok((size, HEXLOWER.encode(&digest.finalize())))
}

async fn read_folder(folder: &Path) -> io::Result<Vec<Upload>> {
    let mut kept = Vec::new();
    let mut entries = fs::read_dir(folder).await?;
    while let Some(entry) = entries.next_entry().await? {
        let (about, Ok(name)) = (entry.metadata().await?, entry.file_name().into_string()) else {
            continue;
        };
        if about.is_file() {
            let sha256 = HEXLOWER.encode(&Sha256::digest(fs::read(entry.path()).await?));
            kept.push(Upload {
                name,
                size: about.len(),
                sha256,
                time: milliseconds(about.modified()?),
            });
        }
    }
    Ok(kept)
}

/// Unix milliseconds.
pub(crate) fn milliseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
