//! Which sites does a browser extension hold, and where does it find the gateway?

use super::MatchPattern;
use super::app::host_name;
use http::{HeaderName, HeaderValue};
use serde::{Deserialize, Deserializer, Serialize, de::Error as _};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// How long a policy bundle may be good, in seconds: an hour where nobody says otherwise.
const LIFETIME: u64 = 3600;
/// The shortest and the longest.
const LIFETIMES: core::ops::RangeInclusive<u64> = 60..=30 * 24 * 60 * 60;

/// What browser extensions get from the gateway: the host they ask, and the sites they hold.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExtensionConfig {
    /// The gateway's own host name, with no app behind it; no scheme, no port.
    #[serde(deserialize_with = "host_name")]
    pub host: String,
    /// How long a policy bundle is good, in seconds.
    #[serde(default = "lifetime", deserialize_with = "read_lifetime")]
    pub lifetime: u64,
    /// The Ed25519 key that signs bundles (PKCS #8, PEM); made if it is not there.
    pub key: PathBuf,
    /// The sites.
    pub sites: Vec<SiteConfig>,
}

/// A site that browser extensions hold. Its traffic does not pass the gateway.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteConfig {
    /// Its name in policies and activities, such as `files`.
    #[serde(deserialize_with = "site_name")]
    pub name: String,
    /// What people call it, such as `Files`.
    pub title: String,
    /// Its addresses.
    pub matches: Vec<MatchPattern>,
    /// What the browser changes in the headers of its answers.
    #[serde(default)]
    pub response_headers: Vec<ResponseHeader>,
}

/// A change to a header of a site's answers, as `declarativeNetRequest` makes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "HeaderFields")]
pub struct ResponseHeader {
    /// The header's name, in lower case.
    pub header: String,
    /// What is done to it.
    pub operation: HeaderOperation,
    /// What it is set to, or what is added.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
}

/// What is done to a header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum HeaderOperation {
    /// It becomes the value, whatever the site said.
    Set,
    /// The value is added to what the site said.
    Append,
    /// It is taken out.
    Remove,
}

/// A header's change as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HeaderFields {
    header: String,
    operation: HeaderOperation,
    value: Option<String>,
}

impl TryFrom<HeaderFields> for ResponseHeader {
    type Error = String;

    fn try_from(fields: HeaderFields) -> Result<Self, String> {
        let HeaderFields {
            header,
            operation,
            value,
        } = fields;
        let name: HeaderName = header
            .parse()
            .map_err(|_| format!("`{header}` is not a header name"))?;
        let weakens = match operation {
            HeaderOperation::Set | HeaderOperation::Remove => true,
            HeaderOperation::Append => false,
        };
        if weakens && name.as_str().starts_with("content-security-policy") {
            return Err(format!(
                "`{name}` would lose what the site says: only `append` can make it stricter and never weaker"
            ));
        }
        match (operation, &value) {
            (HeaderOperation::Remove, Some(_)) => {
                return Err(format!("`{name}` is removed, so expected no `value`"));
            }
            (HeaderOperation::Set | HeaderOperation::Append, None) => {
                return Err(format!("`{name}` is changed, so expected a `value`"));
            }
            (HeaderOperation::Remove, None)
            | (HeaderOperation::Set | HeaderOperation::Append, Some(_)) => {}
        }
        if let Some(value) = &value
            && HeaderValue::from_str(value).is_err()
        {
            return Err(format!("`{value}` is not a value for the header `{name}`"));
        }
        Ok(Self {
            header: name.as_str().to_owned(),
            operation,
            value,
        })
    }
}

/// Whether these sites can be told apart. Gives the field, after `sites`, and what is wrong with it.
///
/// # Errors
/// Where there is none, a name or a pattern is there twice, or a site has no addresses.
pub fn check_sites(sites: &[SiteConfig]) -> Result<(), (String, String)> {
    if sites.is_empty() {
        return Err((String::new(), "expected at least one site".into()));
    }
    let (mut names, mut patterns) = (BTreeSet::new(), BTreeSet::new());
    for (index, site) in sites.iter().enumerate() {
        if !names.insert(&site.name) {
            let message = format!(
                "`{}` is the name of another site: every site needs its own",
                site.name
            );
            return Err((format!("[{index}].name"), message));
        }
        if site.matches.is_empty() {
            let message = "expected at least one match pattern";
            return Err((format!("[{index}].matches"), message.into()));
        }
        for (at, pattern) in site.matches.iter().enumerate() {
            if !patterns.insert(pattern) {
                let message = format!("`{}` is there twice", pattern.as_str());
                return Err((format!("[{index}].matches[{at}]"), message));
            }
        }
    }
    Ok(())
}

/// Reads a site's name: browsers make the names of their scripts of it, and requests carry it in a header.
///
/// # Errors
/// Says what was expected.
pub fn site_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let name = String::deserialize(deserializer)?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_');
    if name.is_empty() || !name.bytes().all(plain) || name.starts_with('_') {
        return Err(D::Error::custom(format!(
            "`{name}` is not a site's name: write letters, digits, `-`, `.` and `_`, such as `files`"
        )));
    }
    Ok(name)
}

const fn lifetime() -> u64 {
    LIFETIME
}

fn read_lifetime<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let seconds = u64::deserialize(deserializer)?;
    if LIFETIMES.contains(&seconds) {
        return Ok(seconds);
    }
    Err(D::Error::custom(format!(
        "`{seconds}` is too short or too long: expected {} to {} seconds",
        LIFETIMES.start(),
        LIFETIMES.end()
    )))
}
