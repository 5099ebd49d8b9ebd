//! One app behind the gateway.

use http::HeaderName;
use serde::{Deserialize, Deserializer, de::Error as _};
use url::Url;

/// One app behind the gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppConfig {
    /// Its name in policies and activities, such as `files`.
    pub name: String,
    /// What people call it, such as `Files`.
    pub title: String,
    /// The host name people type, such as `files.example.com`; no scheme, no port.
    #[serde(deserialize_with = "host_name")]
    pub host: String,
    /// Where it really is: `http://` or `https://`, host and port.
    #[serde(deserialize_with = "upstream")]
    pub upstream: Url,
    /// The response header that carries a file's sensitivity label.
    #[serde(default, deserialize_with = "header_name")]
    pub label_header: Option<HeaderName>,
    /// Whether the app may register service workers. They can answer requests out of the gateway's sight.
    #[serde(default)]
    pub service_workers: bool,
    /// Whether the app is sent the host people typed instead of its own authority.
    #[serde(default)]
    pub preserve_host: bool,
}

pub(super) fn host_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let host = String::deserialize(deserializer)?.to_ascii_lowercase();
    match url::Host::parse(&host) {
        Ok(_) if !host.contains(':') => Ok(host),
        Ok(_) | Err(_) => Err(D::Error::custom(format!(
            "`{host}` is not a host name: write it without scheme and port, such as `files.example.com`"
        ))),
    }
}

fn upstream<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Url, D::Error> {
    let text = String::deserialize(deserializer)?;
    let wrong = |why: &str| {
        D::Error::custom(format!(
            "`{text}` {why}: write scheme, host and port, such as `http://127.0.0.1:9001`"
        ))
    };
    let url = Url::parse(&text).map_err(|_| wrong("is not an address"))?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(wrong("is not `http://` or `https://`"));
    }
    if url.path() != "/" || url.query().is_some() || !url.username().is_empty() {
        return Err(wrong("has more than scheme, host and port"));
    }
    Ok(url)
}

fn header_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<HeaderName>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map(Some)
        .map_err(|_| D::Error::custom(format!("`{text}` is not a header name")))
}
