//! Which files does the drive hold, and how are they downloaded?

use crate::attachment;
use crate::refusal::Refusal;
use crate::shared::SHARED;
use crate::uploads::Uploads;
use crate::{DemoError, at};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path as PathParameter, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_http::services::ServeFile;

/// The header that carries the sensitivity label of a file.
const LABEL: HeaderName = HeaderName::from_static("x-sensitivity-label");

/// The shared files and, after them, what people uploaded.
#[derive(Clone, Debug)]
pub(crate) struct Library {
    folder: Arc<PathBuf>,
    uploads: Uploads,
}

/// A file as the page lists it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Listed {
    name: String,
    owner: String,
    /// Bytes.
    size: u64,
    /// Unix milliseconds.
    modified: u64,
    label: Option<&'static str>,
}

/// Everything in the library.
#[derive(Debug, Serialize)]
pub(crate) struct Listing {
    files: Vec<Listed>,
}

impl Library {
    /// Writes the shared files to `data_dir/library`, so that they are served as any file is.
    pub(crate) async fn open(data_dir: &Path, uploads: Uploads) -> Result<Self, DemoError> {
        let folder = data_dir.join("library");
        tokio::fs::create_dir_all(&folder)
            .await
            .map_err(at(&folder))?;
        for shared in &SHARED {
            let path = folder.join(shared.name);
            tokio::fs::write(&path, shared.body)
                .await
                .map_err(at(&path))?;
        }
        Ok(Self {
            folder: Arc::new(folder),
            uploads,
        })
    }

    async fn listing(&self) -> Listing {
        let shared = SHARED.iter().map(|file| Listed {
            name: file.name.to_owned(),
            owner: file.owner.to_owned(),
            size: u64::try_from(file.body.len()).unwrap_or(u64::MAX),
            modified: file.modified,
            label: file.label,
        });
        let uploaded = self
            .uploads
            .all()
            .await
            .into_iter()
            .rev()
            .map(|upload| Listed {
                name: upload.name,
                owner: "You".to_owned(),
                size: upload.size,
                modified: upload.time,
                label: None,
            });
        Listing {
            files: uploaded.chain(shared).collect(),
        }
    }

    /// Where the bytes of `name` are, and its label. Only names in the listing lead anywhere.
    async fn find(&self, name: &str) -> Option<(PathBuf, Option<&'static str>)> {
        if let Some(shared) = SHARED.iter().find(|shared| shared.name == name) {
            return Some((self.folder.join(shared.name), shared.label));
        }
        self.uploads.find(name).await.map(|path| (path, None))
    }
}

/// `GET /api/files`
pub(crate) async fn list(State(library): State<Library>) -> Json<Listing> {
    Json(library.listing().await)
}

/// `GET /api/files.csv`: the same list, to save.
pub(crate) async fn save_list(State(library): State<Library>) -> Response {
    let mut table = String::from("name,owner,bytes,sensitivity\r\n");
    for file in library.listing().await.files {
        let label = file.label.unwrap_or_default();
        table.push_str(&format!(
            "{},{},{},{label}\r\n",
            quoted(&file.name),
            quoted(&file.owner),
            file.size
        ));
    }
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/csv; charset=utf-8"),
        ),
        (
            header::CONTENT_DISPOSITION,
            attachment::disposition("Harbour Line library.csv"),
        ),
    ];
    (headers, table).into_response()
}

/// One cell. A spreadsheet reads `=`, `+`, `-` and `@` as the start of a formula, so those get an apostrophe.
fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@']);
    format!(
        "\"{}{}\"",
        if formula { "'" } else { "" },
        cell.replace('"', "\"\"")
    )
}

/// `GET /files/{name}`: always a download; ranges, entity tags and dates are `tower-http`'s.
pub(crate) async fn download(
    State(library): State<Library>,
    PathParameter(name): PathParameter<String>,
    request: Request,
) -> Result<Response, Refusal> {
    let (path, label) = library.find(&name).await.ok_or(Refusal::missing(
        "This file is not in the library any more.",
    ))?;
    let served = ServeFile::new(path).try_call(request).await;
    let mut response = served
        .map_err(|error| Refusal::failed("The file cannot be read.", &error))?
        .map(Body::new);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_DISPOSITION, attachment::disposition(&name));
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    if let Some(label) = label {
        headers.insert(LABEL, HeaderValue::from_static(label));
    }
    Ok(response)
}
