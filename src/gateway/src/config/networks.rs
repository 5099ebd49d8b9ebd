//! Which addresses does the organisation know, and whom does the gateway believe about where people come from?

use http::HeaderName;
use ipnet::IpNet;
use serde::{Deserialize, Deserializer, de::Error as _};
use std::net::IpAddr;
use stepgate_policy::{IpBlock, IpCategory};

/// Addresses the organisation knows, as `[[networks]]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NetworkConfig {
    /// What people call it, such as `Berlin office`.
    pub name: String,
    /// What policies find in `ip.category`. Where ranges overlap, the narrowest that has one says it.
    #[serde(default)]
    pub category: Option<IpCategory>,
    /// What policies find in `ip.tags`, beside the tags of every other network the address is in.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Addresses and blocks, IPv4 and IPv6.
    #[serde(deserialize_with = "ranges")]
    pub ranges: Vec<IpNet>,
}

/// What stands in front of the gateway and is believed, as `[trusted_proxies]`. From everybody else the connection
/// itself says where it comes from, and none of these headers is read.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedProxies {
    /// Their addresses.
    #[serde(deserialize_with = "ranges")]
    pub ranges: Vec<IpNet>,
    /// The request header with the country, two letters (ISO 3166-1).
    #[serde(default, deserialize_with = "header")]
    pub country_header: Option<HeaderName>,
    /// The request header with the name of whom the address is registered to.
    #[serde(default, deserialize_with = "header")]
    pub isp_header: Option<HeaderName>,
}

/// The oldest versions of browsers that are not `outdatedBrowser`, as `[oldest_browsers]`. A browser that is not named
/// never gets the tag: which versions are still looked after changes every month.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OldestBrowsers {
    /// Chrome, and every other browser made of Chromium that is not Edge.
    #[serde(default)]
    pub chrome: Option<u32>,
    /// Edge.
    #[serde(default)]
    pub edge: Option<u32>,
    /// Firefox.
    #[serde(default)]
    pub firefox: Option<u32>,
    /// Safari.
    #[serde(default)]
    pub safari: Option<u32>,
}

/// Reads addresses and blocks as policies write them.
fn ranges<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<IpNet>, D::Error> {
    let texts = Vec::<String>::deserialize(deserializer)?;
    if texts.is_empty() {
        return Err(D::Error::custom("expected at least one address or block"));
    }
    texts
        .iter()
        .map(|text| range(text).map_err(D::Error::custom))
        .collect()
}

fn range(text: &str) -> Result<IpNet, String> {
    let net = text
        .parse::<IpAddr>()
        .map(|address| IpNet::from(address.to_canonical()))
        .or_else(|_| text.parse::<IpNet>());
    match net {
        Ok(net) if IpBlock::parse(text).is_none() => Err(format!(
            "`{text}` has bits set after its length: expected `{}`",
            net.trunc()
        )),
        Ok(net) => Ok(net),
        Err(_) => Err(format!(
            "`{text}` is not an address or a block: write such as `10.0.0.0/8` or `2001:db8::/32`"
        )),
    }
}

fn header<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<HeaderName>, D::Error> {
    let text = String::deserialize(deserializer)?;
    text.parse()
        .map(Some)
        .map_err(|_| D::Error::custom(format!("`{text}` is not a header name")))
}
