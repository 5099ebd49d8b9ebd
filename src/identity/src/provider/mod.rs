//! Which demo person is this? An OpenID Connect issuer for the demo and the tests only.
//!
//! People sign in without a password, and second-factor codes are shown on the page that asks for them. So
//! it refuses to listen anywhere but on loopback, and every page says what it is. It is a real issuer
//! otherwise: authorization code with PKCE, one-use codes, signed ID tokens, `claims`, `prompt`, `max_age`.
//!
//! Context `c1` is a time-based code (RFC 6238) and accepted terms of use.

mod account;
mod ask;
mod authorize;
mod client;
mod layout;
mod pages;
mod reply;
mod second_factor;
mod sign_out;
mod signer;
mod step;
mod store;

pub(crate) use ask::{Ask, Refusal};

use axum::Router;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::response::Response;
use axum::routing::{get, post};
use core::future::Future;
use core::time::Duration;
use signer::Signer;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;
use store::Store;
use tokio::net::TcpListener;
use url::Url;

/// How long open requests may take once the provider is told to stop.
const DRAIN: Duration = Duration::from_secs(2);

/// How the provider is reached, and by which client.
#[derive(Clone, Debug)]
pub struct Options {
    /// The address people and clients use, such as `http://127.0.0.1:8081`. Port 0 stands for the port
    /// the provider is bound to.
    pub issuer: Url,
    /// The one client's id.
    pub client_id: String,
    /// The one client's secret.
    pub client_secret: String,
    /// Where codes may be sent; compared exactly. Port 0 on a loopback host stands for any port.
    pub redirect_uris: Vec<Url>,
}

impl Options {
    /// The issuer as it is written in tokens.
    fn issuer_name(&self) -> &str {
        crate::issuer::bare(&self.issuer)
    }
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
    /// The issuer address cannot carry a port.
    #[error("the issuer `{0}` cannot have a port: use one such as `http://127.0.0.1:8081`")]
    Issuer(Url),
    /// No signing key could be made.
    #[error("no signing key could be made: {0}")]
    Key(String),
}

/// The demo provider, bound to its address.
#[derive(Debug)]
pub struct Provider {
    listener: TcpListener,
    addr: SocketAddr,
    options: Options,
}

impl Provider {
    /// Takes the address.
    ///
    /// # Errors
    /// Where it is not loopback, or taken.
    pub async fn bind(addr: SocketAddr, mut options: Options) -> Result<Self, ProviderError> {
        if !addr.ip().is_loopback() {
            return Err(ProviderError::NotLoopback(addr));
        }
        let failed = |source: std::io::Error| match source.kind() {
            ErrorKind::AddrInUse => ProviderError::PortInUse { port: addr.port() },
            _ => ProviderError::Listen { addr, source },
        };
        let listener = TcpListener::bind(addr).await.map_err(failed)?;
        let addr = listener.local_addr().map_err(failed)?;
        if options.issuer.port() == Some(0) && options.issuer.set_port(Some(addr.port())).is_err() {
            return Err(ProviderError::Issuer(options.issuer));
        }
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

    /// The issuer, for the client's configuration.
    #[must_use]
    pub const fn issuer(&self) -> &Url {
        &self.options.issuer
    }

    /// Answers until `shutdown` resolves, then for at most two seconds more.
    ///
    /// # Errors
    /// Where no signing key can be made, or the listener fails.
    pub async fn serve(
        self,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), ProviderError> {
        let Self {
            listener,
            addr,
            options,
        } = self;
        let routes = routes(Arc::new(Issuing::new(options)?));
        let (stop, mut stopped) = tokio::sync::watch::channel(());
        let ended = async move {
            shutdown.await;
            drop(stop);
        };
        let serve = axum::serve(listener, routes).with_graceful_shutdown(ended);
        let overtime = async move {
            // Ends when `stop` is dropped: nothing is ever sent.
            let _ = stopped.changed().await;
            tokio::time::sleep(DRAIN).await;
        };
        tokio::select! {
            served = serve => served.map_err(|source| ProviderError::Listen { addr, source }),
            () = overtime => Ok(()),
        }
    }
}

/// What every route works with.
struct Issuing {
    options: Options,
    signer: Signer,
    store: Mutex<Store>,
}

impl Issuing {
    fn new(options: Options) -> Result<Self, ProviderError> {
        let signer = Signer::new(&options)?;
        Ok(Self {
            options,
            signer,
            store: Mutex::new(Store::new()),
        })
    }

    /// The store, rid of what is too old, and the time it is.
    fn store(&self) -> (MutexGuard<'_, Store>, u64) {
        let now = SystemTime::UNIX_EPOCH
            .elapsed()
            .map_or(0, |since| since.as_secs());
        let mut store = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        store.expire(now);
        (store, now)
    }
}

fn routes(issuing: Arc<Issuing>) -> Router {
    Router::new()
        .route("/", get(pages::about))
        .route("/style.css", get(layout::style))
        .route("/.well-known/openid-configuration", get(client::discovery))
        .route("/jwks", get(client::keys))
        .route("/token", post(client::token))
        .route("/authorize", get(authorize::begin))
        .route(
            "/interaction/{id}",
            get(authorize::show).post(authorize::answer),
        )
        .route("/sign-out", get(sign_out::ask).post(sign_out::answer))
        .layer(axum::middleware::map_response(guard))
        .with_state(issuing)
}

/// Nothing here is kept by a cache or told to the next page.
async fn guard(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
