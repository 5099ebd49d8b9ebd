//! Who signs people in.

use core::fmt;
use serde::{Deserialize, Deserializer, de::Error as _};
use std::path::{Path, PathBuf};
use stepgate_identity::ClaimNames;
use url::Url;

/// The OpenID Connect issuer, and how the gateway is known to it.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Fields")]
pub struct IdentityConfig {
    /// The issuer's address.
    pub issuer: Url,
    /// The client id it registered.
    pub client_id: String,
    /// The secret that belongs to it.
    pub client_secret: ClientSecret,
    /// Which ID token claims carry what policies ask about.
    pub claims: ClaimsConfig,
}

/// Where the client secret is.
#[derive(Clone, PartialEq, Eq)]
pub enum ClientSecret {
    /// In the configuration itself.
    Given(String),
    /// In a file; white space around it is ignored.
    File(PathBuf),
    /// In an environment variable.
    Variable(String),
}

/// A given secret is left out.
impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Given(_) => f.write_str("Given(..)"),
            Self::File(path) => f.debug_tuple("File").field(path).finish(),
            Self::Variable(name) => f.debug_tuple("Variable").field(name).finish(),
        }
    }
}

impl ClientSecret {
    /// The secret itself.
    ///
    /// # Errors
    /// One sentence where the file or the variable cannot be read.
    pub fn read(&self) -> Result<String, String> {
        let secret = match self {
            Self::Given(secret) => secret.clone(),
            Self::File(path) => read_file(path)?,
            Self::Variable(name) => std::env::var(name).map_err(|_| {
                format!(
                    "identity.client_secret_env: the variable `{name}` is not set: set it to the client secret"
                )
            })?,
        };
        Ok(secret.trim().to_owned())
    }
}

fn read_file(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| {
        format!(
            "identity.client_secret_file: `{}` cannot be read: {error}",
            path.display()
        )
    })
}

/// Claim names; those of Microsoft Entra ID where absent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimsConfig {
    /// The sign-in name.
    pub user: Option<String>,
    /// The groups.
    pub groups: Option<String>,
    /// The device tags.
    pub device_tags: Option<String>,
    /// The satisfied authentication contexts.
    pub contexts: Option<String>,
}

impl ClaimsConfig {
    /// With the names that were left out filled in.
    #[must_use]
    pub fn names(&self) -> ClaimNames {
        let standard = ClaimNames::default();
        ClaimNames {
            user: self.user.clone().unwrap_or(standard.user),
            groups: self.groups.clone().unwrap_or(standard.groups),
            device_tags: self.device_tags.clone().unwrap_or(standard.device_tags),
            contexts: self.contexts.clone().unwrap_or(standard.contexts),
        }
    }
}

/// As the file writes it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Fields {
    #[serde(deserialize_with = "address")]
    issuer: Url,
    client_id: String,
    client_secret: Option<String>,
    client_secret_file: Option<PathBuf>,
    client_secret_env: Option<String>,
    #[serde(default)]
    claims: ClaimsConfig,
}

impl TryFrom<Fields> for IdentityConfig {
    type Error = String;

    fn try_from(fields: Fields) -> Result<Self, String> {
        let client_secret = match (
            fields.client_secret,
            fields.client_secret_file,
            fields.client_secret_env,
        ) {
            (Some(secret), None, None) => ClientSecret::Given(secret),
            (None, Some(path), None) => ClientSecret::File(path),
            (None, None, Some(name)) => ClientSecret::Variable(name),
            (_, _, _) => {
                return Err(
                    "expected exactly one of `client_secret_file`, `client_secret_env` and `client_secret`"
                        .into(),
                );
            }
        };
        Ok(Self {
            issuer: fields.issuer,
            client_id: fields.client_id,
            client_secret,
            claims: fields.claims,
        })
    }
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Url, D::Error> {
    let text = String::deserialize(deserializer)?;
    Url::parse(&text).map_err(|error| {
        D::Error::custom(format!(
            "`{text}` is not an address ({error}): write such as `https://login.example.com/tenant`"
        ))
    })
}
