//! How does a gateway start and stop?

use crate::agent_script;
use crate::app::Apps;
use crate::config::Config;
use crate::control::Memory;
use crate::extension::{Extension, KeyError};
use crate::facts::Surroundings;
use crate::policies::{Policies, PoliciesError};
use crate::proxy::Upstream;
use crate::server::serve;
use crate::site::Site;
use crate::store::Store;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use stepgate_identity::{IdentityError, RelyingParty, RelyingPartyConfig};
use tokio::net::TcpListener;
use tokio::sync::{broadcast, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

/// How many activities a console may fall behind.
const FEED: usize = 256;

/// Why a gateway does not start. Each is one sentence that says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Something else listens there.
    #[error("port {} is in use: stop what listens there, or set another `listen` address", .0.port())]
    PortInUse(SocketAddr),
    /// The address cannot be listened on.
    #[error("`{address}` cannot be listened on: {source}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The store cannot be opened.
    #[error("the store `{}` cannot be opened: {source}; check that the folder is there and can be written", path.display())]
    Store {
        /// The file.
        path: PathBuf,
        /// What SQLite said.
        source: sqlx::Error,
    },
    /// The store's tables are not those of this version.
    #[error("the store `{}` was made by another version ({source}): start that version again, or move the file away to begin a new one", path.display())]
    StoreVersion {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        source: sqlx::Error,
    },
    /// The policies cannot be loaded.
    #[error(transparent)]
    Policies(#[from] PoliciesError),
    /// Nothing can be signed for browser extensions.
    #[error("extension.key: {0}")]
    ExtensionKey(#[from] KeyError),
    /// Nobody can be signed in.
    #[error(transparent)]
    Identity(#[from] IdentityError),
    /// A part of the configuration cannot work here.
    #[error("{0}")]
    Config(String),
}

/// The gateway.
#[derive(Clone, Copy, Debug)]
pub struct Gateway;

/// A gateway that answers.
#[derive(Debug)]
pub struct Running {
    address: SocketAddr,
    origins: Vec<String>,
    extension: Option<ExtensionGate>,
    stopping: CancellationToken,
    server: JoinHandle<()>,
}

/// What browser extensions are told of the gateway.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExtensionGate {
    /// Its origin, such as `http://gate.localhost:8080`.
    pub origin: String,
    /// Its Ed25519 public key, in base64url.
    pub public_key: String,
}

impl Gateway {
    /// Opens the store, loads the policies and begins to answer. The identity provider is asked when it is first
    /// needed, so it may start later.
    ///
    /// # Errors
    /// [`StartError`], before anything is answered.
    pub async fn start(config: Config) -> Result<Running, StartError> {
        let listener = listen(config.listen).await?;
        let address = listener.local_addr().map_err(|source| StartError::Listen {
            address: config.listen,
            source,
        })?;
        let site = site(&config, address).await?;
        let origins = config
            .apps
            .iter()
            .filter_map(|app| site.apps.at(&app.host))
            .map(|app| app.origin.to_string())
            .collect();
        let extension = site.extension.as_ref().map(|extension| ExtensionGate {
            origin: extension.gate.origin.to_string(),
            public_key: extension.key.public().to_owned(),
        });
        let stopping = site.stopping.clone();
        agent_script::compress();
        let (watcher, changed) = site.policies.watch()?;
        let server = tokio::spawn(async move {
            tokio::spawn(keep_policies(Arc::clone(&site), changed));
            serve(Arc::clone(&site), listener).await;
            drop(watcher);
            site.store.close().await;
        });
        tracing::info!(%address, "the gateway answers");
        if let Some(gate) = &extension {
            let (origin, public_key) = (&gate.origin, &gate.public_key);
            tracing::info!(origin, public_key, "browser extensions are served");
        }
        Ok(Running {
            address,
            origins,
            extension,
            stopping,
            server,
        })
    }
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub const fn addr(&self) -> SocketAddr {
        self.address
    }

    /// What people type, one origin for each app in the order of the configuration, such as
    /// `http://files.localhost:8080`.
    #[must_use]
    pub fn origins(&self) -> &[String] {
        &self.origins
    }

    /// What browser extensions are told, where there is an `[extension]`.
    #[must_use]
    pub const fn extension(&self) -> Option<&ExtensionGate> {
        self.extension.as_ref()
    }

    /// Stops accepting, lets requests under way finish (at most ten seconds) and closes the store.
    pub async fn shutdown(self) {
        self.stopping.cancel();
        if let Err(error) = self.server.await {
            tracing::error!(%error, "the gateway did not stop cleanly");
        }
    }
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| match source.kind() {
            std::io::ErrorKind::AddrInUse => StartError::PortInUse(address),
            _ => StartError::Listen { address, source },
        })
}

async fn site(config: &Config, address: SocketAddr) -> Result<Arc<Site>, StartError> {
    let store = Store::open(&config.store.path).await.map_err(|source| {
        let path = config.store.path.clone();
        match source {
            source @ sqlx::Error::Migrate(_) => StartError::StoreVersion { path, source },
            source => StartError::Store { path, source },
        }
    })?;
    let policies = Policies::load(
        &config.policies,
        config.default_behavior,
        config.labels.clone(),
        &store,
    )
    .await?;
    let identity = RelyingParty::new(RelyingPartyConfig {
        issuer: config.identity.issuer.clone(),
        client_id: config.identity.client_id.clone(),
        client_secret: config
            .identity
            .client_secret
            .read()
            .map_err(StartError::Config)?,
        claims: config.identity.claims.names(),
    })?;
    let needs_tls = config
        .apps
        .iter()
        .any(|app| app.upstream.scheme() == "https");
    let apps = Apps::new(config, config.public_port.unwrap_or(address.port()));
    let extension = match &config.extension {
        Some(extension) => Extension::open(extension, &apps)?.map(Arc::new),
        None => None,
    };
    Ok(Arc::new(Site {
        apps,
        store,
        policies,
        identity,
        upstream: Upstream::new(needs_tls).map_err(StartError::Config)?,
        feed: broadcast::Sender::new(FEED),
        step_up_ended: watch::Sender::new(()),
        waiting: Arc::default(),
        stopping: CancellationToken::new(),
        administrators: config.console.administrators.clone(),
        surroundings: Surroundings::new(config),
        inspection: config.inspection,
        memory: Memory::new(&config.inspection),
        labels: config.labels.clone(),
        secure: config.public_scheme == crate::config::Scheme::Https,
        extension,
    }))
}

/// Loads the policies again whenever their files change. What is wrong is said, and the old ones stay in force.
async fn keep_policies(site: Arc<Site>, mut changed: tokio::sync::mpsc::Receiver<()>) {
    while changed.recv().await.is_some() {
        if let Err(error) = site.policies.reload(&site.store).await {
            tracing::error!(%error, "the policies were changed but not loaded; the old ones stay in force");
        }
    }
}
