//! What does an administrator tell the gateway?

mod app;
mod extension;
mod identity;
mod inspection;
mod networks;
mod pattern;
mod read;

pub use app::AppConfig;
pub use extension::{
    ExtensionConfig, HeaderOperation, ResponseHeader, SiteConfig, check_sites, site_name,
};
pub use identity::{ClaimsConfig, ClientSecret, IdentityConfig};
pub use inspection::InspectionConfig;
pub use networks::{NetworkConfig, OldestBrowsers, TrustedProxies};
pub use pattern::MatchPattern;
pub use read::ConfigError;

use serde::Deserialize;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use stepgate_policy::DefaultBehavior;

/// Everything the gateway is told, as `stepgate.toml` writes it. An unknown field is an error.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Where to listen; port 0 lets the system choose.
    pub listen: SocketAddr,
    /// What people type before the host: `http`, or `https` where TLS ends in front of the gateway.
    #[serde(default)]
    pub public_scheme: Scheme,
    /// The port people type; the listening port where absent.
    #[serde(default)]
    pub public_port: Option<u16>,
    /// Folder with the policies (`*.json`), read again when files in it change.
    pub policies: PathBuf,
    /// What happens when no decision can be made.
    #[serde(default = "block", deserialize_with = "read::default_behavior")]
    pub default_behavior: DefaultBehavior,
    /// How far content is looked into.
    #[serde(default)]
    pub inspection: InspectionConfig,
    /// What the sensitivity labels of Microsoft Purview are called in policies, by their GUIDs.
    #[serde(default, deserialize_with = "read::labels")]
    pub labels: BTreeMap<String, String>,
    /// Where state is kept.
    pub store: StoreConfig,
    /// Who signs people in.
    pub identity: IdentityConfig,
    /// Who may read the console.
    #[serde(default)]
    pub console: ConsoleConfig,
    /// Addresses the organisation knows.
    #[serde(default)]
    pub networks: Vec<NetworkConfig>,
    /// What stands in front of the gateway and is believed about who is behind it.
    #[serde(default)]
    pub trusted_proxies: TrustedProxies,
    /// Which browsers are outdated.
    #[serde(default)]
    pub oldest_browsers: OldestBrowsers,
    /// What stands behind the gateway.
    #[serde(default)]
    pub apps: Vec<AppConfig>,
    /// What browser extensions get.
    #[serde(default)]
    pub extension: Option<ExtensionConfig>,
}

/// Where state is kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StoreConfig {
    /// The SQLite file; made if it is not there.
    pub path: PathBuf,
}

/// Who may read the console.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConsoleConfig {
    /// Groups whose members are administrators. Empty: nobody is.
    #[serde(default)]
    pub administrators: Vec<String>,
}

/// The scheme people type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scheme {
    /// Plain HTTP; for loopback.
    #[default]
    Http,
    /// HTTPS, ended by something in front of the gateway.
    Https,
}

impl Scheme {
    /// As it stands in an address.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
        }
    }

    /// The port that is not written in an address.
    #[must_use]
    pub const fn default_port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
        }
    }
}

const fn block() -> DefaultBehavior {
    DefaultBehavior::Block
}
