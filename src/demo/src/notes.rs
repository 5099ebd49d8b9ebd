//! What is Notes: another app, to paste into?

use crate::pages::{self, Page};
use crate::refusal::Refusal;
use crate::uploads::milliseconds;
use crate::{DemoError, at};
use axum::extract::State;
use axum::routing::get;
use axum::{Json, Router};
use serde::{Deserialize, Serialize};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;
use tokio::fs;
use tokio::sync::Mutex;
use tower_http::compression::CompressionLayer;

const SECURITY: &str = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

static PAGES: &[Page] = &[
    Page {
        path: "/",
        media_type: "text/html; charset=utf-8",
        body: include_bytes!("../../../www/demo/notes-app/index.html"),
    },
    Page {
        path: "/assets/base.css",
        media_type: "text/css; charset=utf-8",
        body: include_bytes!("../../../www/shared/base.css"),
    },
    Page {
        path: "/assets/notes.css",
        media_type: "text/css; charset=utf-8",
        body: include_bytes!("../../../www/demo/notes-app/notes.css"),
    },
    Page {
        path: "/assets/notes.js",
        media_type: "text/javascript; charset=utf-8",
        body: include_bytes!("../../../www/demo/notes-app/notes.js"),
    },
    Page {
        path: "/favicon.svg",
        media_type: "image/svg+xml",
        body: include_bytes!("../../../www/demo/notes-app/favicon.svg"),
    },
];

/// One note. Its title is its first line.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Note {
    /// Chosen by the page.
    id: String,
    text: String,
    /// Unix milliseconds of the last change; set here.
    #[serde(default)]
    time: u64,
}

/// Notes, the one changed last first.
#[derive(Debug, Serialize, Deserialize)]
struct Listing {
    notes: Vec<Note>,
}

/// The notes, and the file they are kept in.
#[derive(Clone, Debug)]
struct Notebook {
    path: Arc<PathBuf>,
    notes: Arc<Mutex<Vec<Note>>>,
}

/// The whole app over `data_dir/notes.json`.
pub(crate) async fn app(data_dir: &Path) -> Result<Router, DemoError> {
    let path = data_dir.join("notes.json");
    let notes = read(&path).await.map_err(at(&path))?;
    let notebook = Notebook {
        path: Arc::new(path),
        notes: Arc::new(Mutex::new(notes)),
    };
    let api = Router::new()
        .route("/api/notes", get(list).put(save))
        .with_state(notebook);
    Ok(pages::routes(PAGES, SECURITY)
        .merge(api)
        .layer(CompressionLayer::new()))
}

async fn read(path: &Path) -> io::Result<Vec<Note>> {
    match fs::read(path).await {
        Ok(kept) => Ok(serde_json::from_slice::<Listing>(&kept)?.notes),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(first_notes()),
        Err(error) => Err(error),
    }
}

/// `GET /api/notes`
async fn list(State(notebook): State<Notebook>) -> Json<Listing> {
    Json(Listing {
        notes: notebook.notes.lock().await.clone(),
    })
}

/// `PUT /api/notes`: keeps one note, new or changed.
async fn save(
    State(notebook): State<Notebook>,
    Json(mut note): Json<Note>,
) -> Result<Json<Note>, Refusal> {
    if note.id.is_empty() || note.id.len() > 64 {
        return Err(Refusal::unusable("A note needs an id of 1 to 64 letters."));
    }
    note.time = milliseconds(SystemTime::now());
    let mut notes = notebook.notes.lock().await;
    notes.retain(|kept| kept.id != note.id);
    notes.insert(0, note.clone());
    let kept = serde_json::to_vec(&Listing {
        notes: notes.clone(),
    })
    .map_err(|error| Refusal::failed("The note cannot be written.", &error))?;
    let written = fs::write(notebook.path.as_path(), kept).await;
    written.map_err(|error| Refusal::failed("The note could not be kept.", &error))?;
    Ok(Json(note))
}

fn first_notes() -> Vec<Note> {
    let now = milliseconds(SystemTime::now());
    let notes = [
        (
            "shopping",
            3,
            "Saturday\n\nbread, the dark one\napples\nlight bulb for the hall",
        ),
        (
            "books",
            49,
            "To read\n\nThe Rings of Saturn\nA Pattern Language",
        ),
        (
            "trip",
            220,
            "Train to Lisbon\n\nLeave Friday 07:12, change in Hendaye.\nAsk Noor about the flat.",
        ),
    ];
    notes
        .map(|(id, hours, text)| Note {
            id: id.to_owned(),
            text: text.to_owned(),
            time: now.saturating_sub(hours * 3_600_000),
        })
        .to_vec()
}
