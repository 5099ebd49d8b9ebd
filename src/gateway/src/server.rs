//! Who answers a connection?

use crate::app::{App, Place};
use crate::endpoints::{endpoints, is_from_own_page};
use crate::proxy::carry;
use crate::session::{self, Entry, notice};
use crate::site::{Asked, Site};
use crate::{extension, pages};
use axum::Router;
use axum::body::Body;
use http::header::HOST;
use http::{Method, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::net::{IpAddr, SocketAddr};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use stepgate_protocol::paths;
use tokio::net::{TcpListener, TcpStream};
use tokio_util::task::TaskTracker;
use tower::ServiceExt as _;

/// How long a client may take to send the head of a request.
const HEAD: Duration = Duration::from_secs(30);

/// How long requests under way may take once the gateway stops.
const FAREWELL: Duration = Duration::from_secs(10);

/// Answers connections until the gateway stops, then lets what is under way finish.
pub async fn serve(site: Arc<Site>, listener: TcpListener) {
    let router = endpoints(Arc::clone(&site));
    let connections = TaskTracker::new();
    loop {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = site.stopping.cancelled() => break,
        };
        match accepted {
            Ok((stream, peer)) => connect(&site, &router, &connections, stream, peer),
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                // Out of file handles: give others the time to close.
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
    drop(listener);
    connections.close();
    if tokio::time::timeout(FAREWELL, connections.wait())
        .await
        .is_err()
    {
        tracing::warn!("some requests were still under way and were cut off");
    }
}

fn connect(
    site: &Arc<Site>,
    router: &Router,
    connections: &TaskTracker,
    stream: TcpStream,
    peer: SocketAddr,
) {
    // Without it small answers wait for acknowledgements; a socket that refuses works all the same.
    let _ = stream.set_nodelay(true);
    let stopping = site.stopping.clone();
    let (site, router) = (Arc::clone(site), router.clone());
    let service = service_fn(move |request| {
        let (site, router) = (Arc::clone(&site), router.clone());
        async move { Ok::<_, Infallible>(logged(site, router, request, peer.ip()).await) }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades();
    connections.spawn(async move {
        let mut connection = pin!(connection);
        let ended = tokio::select! {
            ended = connection.as_mut() => ended,
            () = stopping.cancelled() => {
                connection.as_mut().graceful_shutdown();
                connection.await
            }
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a connection ended early");
        }
    });
}

/// Answers, and logs that at the level `debug`: the path without its query, nothing of the content.
async fn logged(
    site: Arc<Site>,
    router: Router,
    request: Request<Incoming>,
    peer: IpAddr,
) -> Response<Body> {
    let begun = std::time::Instant::now();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let response = answer(site, router, request, peer).await;
    let (status, ms) = (response.status().as_u16(), begun.elapsed().as_millis());
    tracing::debug!(%method, path, status, ms, "answered");
    response
}

async fn answer(
    site: Arc<Site>,
    router: Router,
    request: Request<Incoming>,
    peer: IpAddr,
) -> Response<Body> {
    let mut request = request.map(Body::new);
    let Some(authority) = authority(&request) else {
        return pages::plain(StatusCode::BAD_REQUEST, "the request names no host");
    };
    let Some(app) = site.apps.at(&authority).cloned() else {
        return pages::unknown_host(&authority);
    };
    let app = match extension::speaks_for(site.extension.as_deref(), app, request.headers()) {
        Ok(app) => app,
        Err(name) => return pages::unknown_site(&name),
    };
    if matches!(*request.method(), Method::CONNECT | Method::TRACE) {
        return pages::plain(StatusCode::METHOD_NOT_ALLOWED, "this method is not carried");
    }
    let asked = Asked::of(&request, &app, &site.surroundings, peer);
    if !request.uri().path().starts_with(paths::PREFIX) {
        return to_app(&site, &app, asked, request).await;
    }
    if !is_from_own_page(request.method(), request.headers(), &app) {
        let text = "This address is only for the app's own pages.";
        return pages::forbidden(asked.navigates, "This does not come from the app", text);
    }
    request.extensions_mut().insert(app);
    request.extensions_mut().insert(asked);
    match router.oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    }
}

/// The host a request is for. An absolute address counts before `Host` (RFC 9112 section 3.2.2).
fn authority(request: &Request<Body>) -> Option<String> {
    let host = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok());
    let authority = request
        .uri()
        .authority()
        .map(http::uri::Authority::as_str)
        .or(host);
    authority.map(str::to_owned)
}

async fn to_app(
    site: &Arc<Site>,
    app: &Arc<App>,
    asked: Asked,
    request: Request<Body>,
) -> Response<Body> {
    match app.place {
        Place::Behind(_) => {}
        Place::Gate | Place::Direct(_) => return extension::start(&asked),
    }
    let visit = match session::enter(site, app, asked, request.headers()).await {
        Entry::In(visit) => *visit,
        Entry::Answer(response) => return response,
    };
    match notice::before_the_app(&visit) {
        Some(response) => response,
        None => carry(visit, request).await,
    }
}
