//! What do browser extensions get from the gateway?
//!
//! People whose traffic does not pass the gateway carry the agent in an extension. On a host of its own the gateway signs
//! them in, gives out the policies and facts of each site, signed, and takes step-ups and activities. Whatever the
//! extension takes for granted is a JSON Web Signature by one Ed25519 key.

mod answers;
mod bundle;
mod key;
mod speaker;

pub use answers::{connected, keys, policy, signed_status, start, to_start};
pub use bundle::{BundleError, BundleFacts, sign_bundle};
pub use key::{ExtensionKey, KeyError};
pub use speaker::{is_from_extension, speaks_for};

use crate::app::{App, Apps};
use crate::config::{ExtensionConfig, SiteConfig};
use std::sync::Arc;

/// Everything browser extensions are served from.
#[derive(Debug)]
pub struct Extension {
    /// The gateway's own host.
    pub gate: Arc<App>,
    /// What signs.
    pub key: ExtensionKey,
    /// How long a bundle is good, in seconds.
    pub lifetime: u64,
    /// The sites, in the order of the configuration.
    pub sites: Vec<Held>,
}

/// A site that extensions hold.
#[derive(Debug)]
pub struct Held {
    /// As the other parts of the gateway know it.
    pub app: Arc<App>,
    /// As it was configured.
    pub config: SiteConfig,
}

impl Extension {
    /// Opens the key, or makes it.
    ///
    /// # Errors
    /// Where it cannot be read or made.
    pub fn open(config: &ExtensionConfig, apps: &Apps) -> Result<Option<Self>, KeyError> {
        let Some(gate) = apps.at(&config.host) else {
            return Ok(None);
        };
        let site = |config: &SiteConfig| Held {
            app: Arc::new(App::direct(config, gate)),
            config: config.clone(),
        };
        Ok(Some(Self {
            gate: Arc::clone(gate),
            key: ExtensionKey::open(&config.key)?,
            lifetime: config.lifetime,
            sites: config.sites.iter().map(site).collect(),
        }))
    }

    /// The site of this name.
    pub fn site(&self, name: &str) -> Option<&Arc<App>> {
        let held = self.sites.iter().find(|held| held.app.name == name)?;
        Some(&held.app)
    }
}
