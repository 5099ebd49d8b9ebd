//! The connections to the apps.

use axum::body::{Body, HttpBody as _};
use http::{Request, Response};
use http_body_util::BodyExt as _;
use hyper_rustls::{ConfigBuilderExt as _, HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use std::error::Error as _;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::watch;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(10);

/// How long an app may take to answer once it has the whole request, or as much of it as it wants.
const ANSWER: Duration = Duration::from_secs(300);

/// How long an idle connection is kept.
const IDLE: Duration = Duration::from_secs(60);

/// The way to the apps: pooled HTTP/1.1, over TLS where the app's address says so.
#[derive(Clone, Debug)]
pub struct Upstream {
    client: Client<HttpsConnector<HttpConnector>, Body>,
    patience: Duration,
}

/// Why an app gives no answer.
#[derive(Debug, thiserror::Error)]
pub enum UpstreamError {
    /// It does not answer in time.
    #[error("the app takes too long to answer")]
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
        Ok(Self {
            client,
            patience: ANSWER,
        })
    }

    /// Sends a request and waits for the head of the answer.
    pub async fn send(&self, request: Request<Body>) -> Result<Response<Body>, UpstreamError> {
        let (sent, mut sending) = watch::channel(());
        let request = request.map(|body| {
            if body.is_end_stream() {
                return body;
            }
            Body::new(body.inspect_frame(move |_| {
                sent.send_replace(());
            }))
        });
        let mut answer = pin!(self.client.request(request));
        loop {
            // A large body takes its time; each piece that goes on starts the wait anew.
            tokio::select! {
                answer = answer.as_mut() => return match answer {
                    Ok(response) => Ok(response.map(Body::new)),
                    Err(error) => Err(classify(&error)),
                },
                Ok(()) = sending.changed() => {}
                () = tokio::time::sleep(self.patience) => return Err(UpstreamError::TimedOut),
            }
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::net::TcpListener;

    #[tokio::test]
    async fn an_app_that_never_answers_is_not_waited_for_forever() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let mut upstream = Upstream::new(false).unwrap();
        upstream.patience = Duration::from_millis(20);
        let request = Request::get(format!("http://{address}/"));
        let answer = upstream.send(request.body(Body::empty()).unwrap()).await;
        assert!(matches!(answer, Err(UpstreamError::TimedOut)), "{answer:?}");
    }
}
