//! What is Files: a team's drive, its document and its chat?

use crate::DemoError;
use crate::chat::{self, Chat};
use crate::library::{self, Library};
use crate::live::{self, Live};
use crate::pages::{self, Page};
use crate::uploads::{self, Uploads};
use axum::Router;
use axum::extract::{DefaultBodyLimit, FromRef};
use axum::routing::{get, post};
use std::path::Path;
use tower_http::compression::CompressionLayer;

/// A policy without nonces or hashes, as well-kept apps send it.
const SECURITY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";
/// Largest upload, in bytes.
const LARGEST_UPLOAD: usize = 25 * 1024 * 1024;

const HTML: &str = "text/html; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const STYLE: &str = "text/css; charset=utf-8";
const INDEX: &[u8] = include_bytes!("../../../www/demo/files-app/index.html");

macro_rules! asset {
    ($path:literal, $media_type:expr, $file:literal) => {
        Page {
            path: $path,
            media_type: $media_type,
            body: include_bytes!(concat!("../../../www/", $file)),
        }
    };
}

static PAGES: &[Page] = &[
    Page {
        path: "/",
        media_type: HTML,
        body: INDEX,
    },
    Page {
        path: "/library",
        media_type: HTML,
        body: INDEX,
    },
    Page {
        path: "/chat",
        media_type: HTML,
        body: INDEX,
    },
    asset!("/assets/base.css", STYLE, "shared/base.css"),
    asset!("/assets/files.css", STYLE, "demo/files-app/files.css"),
    asset!("/assets/document.css", STYLE, "demo/files-app/document.css"),
    asset!("/assets/app.js", SCRIPT, "demo/files-app/app.js"),
    asset!("/assets/document.js", SCRIPT, "demo/files-app/document.js"),
    asset!("/assets/library.js", SCRIPT, "demo/files-app/library.js"),
    asset!("/assets/upload.js", SCRIPT, "demo/files-app/upload.js"),
    asset!("/assets/chat.js", SCRIPT, "demo/files-app/chat.js"),
    asset!("/assets/say.js", SCRIPT, "demo/files-app/say.js"),
    asset!(
        "/assets/icons.svg",
        "image/svg+xml",
        "demo/files-app/icons.svg"
    ),
    asset!(
        "/assets/site-plan.png",
        "image/png",
        "demo/files/site-plan.png"
    ),
    asset!(
        "/favicon.svg",
        "image/svg+xml",
        "demo/files-app/favicon.svg"
    ),
];

#[derive(Clone, FromRef)]
struct Files {
    library: Library,
    uploads: Uploads,
    chat: Chat,
    live: Live,
}

/// The whole app over `data_dir`.
pub(crate) async fn app(data_dir: &Path) -> Result<Router, DemoError> {
    let uploads = Uploads::open(data_dir).await?;
    let library = Library::open(data_dir, uploads.clone()).await?;
    let live = Live::new();
    let chat = Chat::open(data_dir, live.clone()).await?;
    Ok(routes(Files {
        library,
        uploads,
        chat,
        live,
    }))
}

fn routes(files: Files) -> Router {
    let upload = post(uploads::receive).layer(DefaultBodyLimit::max(LARGEST_UPLOAD));
    let written: Router<Files> = Router::new()
        .route("/api/files", get(library::list))
        .route("/api/files.csv", get(library::save_list))
        .route("/api/uploads", get(uploads::list).merge(upload))
        .route("/api/messages", get(chat::list).post(chat::post));
    let plain: Router<Files> = Router::new()
        .route("/files/{name}", get(library::download))
        .route("/api/live", get(live::connect));
    // Files go out as they are: a compressed answer could not serve ranges.
    let compressed = pages::routes(PAGES, SECURITY)
        .merge(written.with_state(files.clone()))
        .layer(CompressionLayer::new());
    compressed.merge(plain.with_state(files))
}
