//! The app behind the gateway: it answers what a test says, and remembers what it got.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Response};
use axum::middleware::{self, Next};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use std::sync::{Arc, Mutex};

/// What the app received.
#[derive(Clone, Debug)]
pub struct Received {
    pub path: String,
    pub headers: HeaderMap,
    /// `None` where the request broke off.
    pub body: Option<Bytes>,
}

/// A running app.
pub struct App {
    pub port: u16,
    received: Arc<Mutex<Vec<Received>>>,
}

impl App {
    /// Every request's body is read to its end before `router` answers.
    pub async fn start(router: Router) -> Self {
        let received = Arc::default();
        let router = router.layer(middleware::from_fn_with_state(
            Arc::clone(&received),
            remember,
        ));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { port, received }
    }

    /// Everything received so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }

    /// What was received at `path`.
    pub fn received_at(&self, path: &str) -> Vec<Received> {
        self.received()
            .into_iter()
            .filter(|received| received.path == path)
            .collect()
    }
}

async fn remember(
    State(received): State<Arc<Mutex<Vec<Received>>>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = body
        .collect()
        .await
        .ok()
        .map(http_body_util::Collected::to_bytes);
    received.lock().unwrap().push(Received {
        path: parts.uri.path_and_query().unwrap().to_string(),
        headers: parts.headers.clone(),
        body: body.clone(),
    });
    next.run(Request::from_parts(
        parts,
        Body::from(body.unwrap_or_default()),
    ))
    .await
}
