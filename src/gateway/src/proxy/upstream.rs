//! The connections to the apps.

use axum::body::Body;
use http::{Request, Response};
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::error::Error as _;
use std::time::Duration;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// How long an idle connection is kept.
const IDLE: Duration = Duration::from_secs(60);

/// The way to the apps: pooled HTTP/1.1, over TLS where the app's address says so.
#[derive(Clone, Debug)]
pub struct Upstream(Client<HttpsConnector<HttpConnector>, Body>);

/// Why an app gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// It does not answer in time.
    #[error("the app takes too long to connect")]
    TimedOut,
    /// It cannot be reached, or breaks off.
    #[error("{0}")]
    Down(String),
}

impl Upstream {
    /// With the certificate authorities of this system.
    ///
    /// # Errors
    /// One sentence where they cannot be read and an app needs them.
    pub fn new(needs_tls: bool) -> Result<Self, String> {
        let mut connector = HttpConnector::new();
        connector.enforce_http(false);
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(CONNECT));
        let https = HttpsConnectorBuilder::new()
            .with_tls_config(tls(needs_tls)?)
            .https_or_http()
            .enable_http1()
            .wrap_connector(connector);
        let client = Client::builder(TokioExecutor::new())
            .pool_idle_timeout(IDLE)
            .pool_timer(TokioTimer::new())
            .build(https);
        Ok(Self(client))
    }

    /// Sends a request and waits for the head of the answer.
    pub async fn send(&self, request: Request<Body>) -> Result<Response<Body>, UpstreamError> {
        match self.0.request(request).await {
            Ok(response) => Ok(response.map(Body::new)),
            Err(error) => Err(classify(&error)),
        }
    }
}

fn tls(needs_tls: bool) -> Result<rustls::ClientConfig, String> {
    let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
    let versions = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    if !needs_tls {
        return Ok(versions
            .with_root_certificates(rustls::RootCertStore::empty())
            .with_no_client_auth());
    }
    Ok(versions
        .with_native_roots()
        .map_err(|error| {
            format!("no certificate authorities are installed here ({error}): install the package `ca-certificates`")
        })?
        .with_no_client_auth())
}

fn classify(error: &hyper_util::client::legacy::Error) -> UpstreamError {
    let mut cause = error.source();
    let mut last = error.to_string();
    while let Some(source) = cause {
        if source
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::TimedOut)
        {
            return UpstreamError::TimedOut;
        }
        last = source.to_string();
        cause = source.source();
    }
    UpstreamError::Down(last)
}
