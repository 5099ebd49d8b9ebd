//! Which demo person is this? An OpenID Connect issuer for the demo and the tests only.
//!
//! People sign in without a password. It refuses to listen anywhere but on loopback.

use core::future::Future;
use std::net::SocketAddr;
use url::Url;

/// How the provider is reached, and by which client.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address people and clients use, such as `http://127.0.0.1:8081`.
    pub issuer: Url,
    /// The one client's id.
    pub client_id: String,
    /// The one client's secret.
    pub client_secret: String,
    /// Where codes may be sent; compared exactly.
    pub redirect_uris: Vec<Url>,
}

/// Why the provider does not start.
#[derive(Debug, thiserror::Error)]
pub enum ProviderError {
    /// Anyone could sign in as anyone.
    #[error(
        "the demo identity provider listens on loopback only, not on `{0}`: use 127.0.0.1 or [::1]"
    )]
    NotLoopback(SocketAddr),
    /// The port is taken.
    #[error("port {port} is in use: stop what listens there, or choose another port")]
    PortInUse {
        /// The port.
        port: u16,
    },
    /// Any other trouble with the address.
    #[error("cannot listen on `{addr}`: {source}")]
    Listen {
        /// The address.
        addr: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
}

/// The demo provider, bound to its address.
#[derive(Debug)]
pub struct Provider {
    listener: tokio::net::TcpListener,
    addr: SocketAddr,
    options: Options,
}

impl Provider {
    /// Takes the address.
    ///
    /// # Errors
    /// Where it is not loopback, or taken.
    pub async fn bind(addr: SocketAddr, options: Options) -> Result<Self, ProviderError> {
        if !addr.ip().is_loopback() {
            return Err(ProviderError::NotLoopback(addr));
        }
        let listen = |source| ProviderError::Listen { addr, source };
        let listener = tokio::net::TcpListener::bind(addr).await.map_err(listen)?;
        let addr = listener.local_addr().map_err(listen)?;
        Ok(Self {
            listener,
            addr,
            options,
        })
    }

    /// The address it has, with the port the system chose where 0 was asked for.
    #[must_use]
    pub const fn local_addr(&self) -> SocketAddr {
        self.addr
    }

    /// Answers until `shutdown` resolves.
    pub async fn serve(self, shutdown: impl Future<Output = ()> + Send + 'static) {
        tracing::info!(issuer = %self.options.issuer, "demo identity provider");
        drop(self.listener);
        shutdown.await;
    }
}
