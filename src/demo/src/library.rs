//! Which files does the drive hold, and how are they downloaded?

use crate::attachment;
use crate::refusal::Refusal;
use crate::uploads::Uploads;
use crate::{DemoError, at};
use axum::Json;
use axum::body::Body;
use axum::extract::{Path as PathParameter, Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::Response;
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tower_http::services::ServeFile;

/// The header that carries the sensitivity label of a file.
const LABEL: HeaderName = HeaderName::from_static("x-sensitivity-label");

/// One file everybody sees from the start.
struct Shared {
    name: &'static str,
    owner: &'static str,
    /// Unix milliseconds.
    modified: u64,
    label: Option<&'static str>,
    body: &'static [u8],
}

macro_rules! shared {
    ($name:literal, $file:literal, $owner:literal, $modified:literal, $label:expr) => {
        Shared {
            name: $name,
            owner: $owner,
            modified: $modified,
            label: $label,
            body: include_bytes!(concat!("../../../www/demo/files/", $file)),
        }
    };
}

const CONFIDENTIAL: Option<&str> = Some("Confidential");

static SHARED: [Shared; 10] = [
    shared!(
        "Harbour Line brief.docx",
        "harbour-line-brief.docx",
        "Megan Bowen",
        1_793_008_800_000,
        Some("General")
    ),
    shared!(
        "Budget 2027.xlsx",
        "budget-2027.xlsx",
        "Adele Vance",
        1_792_832_400_000,
        CONFIDENTIAL
    ),
    shared!(
        "Supplier contract.pdf",
        "supplier-contract.pdf",
        "Adele Vance",
        1_792_155_600_000,
        CONFIDENTIAL
    ),
    shared!(
        "Site plan.png",
        "site-plan.png",
        "Lee Gu",
        1_791_971_400_000,
        None
    ),
    shared!(
        "Passenger counts.csv",
        "passenger-counts.csv",
        "Isaiah Langer",
        1_791_279_000_000,
        Some("General")
    ),
    shared!(
        "Meeting minutes.txt",
        "meeting-minutes.txt",
        "Megan Bowen",
        1_790_172_000_000,
        None
    ),
    shared!(
        "Salary review.xlsx",
        "salary-review.xlsx",
        "Adele Vance",
        1_789_563_600_000,
        CONFIDENTIAL
    ),
    shared!(
        "Übersicht – Straßenbahn.pdf",
        "overview-de.pdf",
        "Alex Wilber",
        1_789_049_400_000,
        None
    ),
    shared!(
        "Stop drawings.zip",
        "stop-drawings.zip",
        "Lee Gu",
        1_788_533_100_000,
        None
    ),
    shared!(
        "Release notes.txt",
        "release-notes.txt",
        "Contoso Files",
        1_787_904_000_000,
        None
    ),
];

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

    /// Where the bytes of `name` are, and its label. Only names in the listing lead anywhere.
    async fn find(&self, name: &str) -> Option<(PathBuf, Option<&'static str>)> {
        if let Some(shared) = SHARED.iter().find(|shared| shared.name == name) {
            return Some((self.folder.join(shared.name), shared.label));
        }
        self.uploads.find(name).await.map(|path| (path, None))
    }
}

/// Is `name` taken by a shared file?
pub(crate) fn is_shared(name: &str) -> bool {
    SHARED.iter().any(|shared| shared.name == name)
}

/// `GET /api/files`
pub(crate) async fn list(State(library): State<Library>) -> Json<Listing> {
    let shared = SHARED.iter().map(|file| Listed {
        name: file.name.to_owned(),
        owner: file.owner.to_owned(),
        size: u64::try_from(file.body.len()).unwrap_or(u64::MAX),
        modified: file.modified,
        label: file.label,
    });
    let uploaded = library
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
    Json(Listing {
        files: uploaded.chain(shared).collect(),
    })
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
