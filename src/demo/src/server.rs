//! How does an app listen, and stop?

use crate::DemoError;
use axum::{Extension, Router};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// One app that listens on loopback.
#[derive(Debug)]
pub(crate) struct Server {
    address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

/// Tells a long-lived connection that the app is going away.
#[derive(Clone, Debug)]
pub(crate) struct Stopping(watch::Receiver<bool>);

impl Stopping {
    /// Returns when the app stops.
    pub(crate) async fn wait(&mut self) {
        // An error means that the server itself is gone, which is the same news.
        let _gone = self.0.wait_for(|stopped| *stopped).await;
    }
}

impl Server {
    /// Serves `app` on a loopback port of the system's choice.
    pub(crate) async fn start(app: Router) -> Result<Self, DemoError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
            .await
            .map_err(DemoError::Listen)?;
        let address = listener.local_addr().map_err(DemoError::Listen)?;
        let (stop, stopping) = watch::channel(false);
        let mut stopping = Stopping(stopping);
        let app = app.layer(Extension(stopping.clone()));
        let task = tokio::spawn(async move {
            let serving = axum::serve(listener, app)
                .with_graceful_shutdown(async move { stopping.wait().await });
            if let Err(error) = serving.await {
                tracing::error!(%error, "a demo app stopped serving");
            }
        });
        Ok(Self {
            address,
            stop,
            task,
        })
    }

    /// Where it listens.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Stops, and returns when requests under way are finished.
    pub(crate) async fn shutdown(self) {
        self.stop.send_replace(true);
        if let Err(error) = self.task.await {
            tracing::error!(%error, "a demo app did not stop cleanly");
        }
    }
}
