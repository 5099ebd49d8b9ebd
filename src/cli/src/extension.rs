//! What does a browser extension need that no gateway gives it: a key, and policies signed with it?

use crate::args::{Behavior, Extension, Sign};
use crate::output;
use crate::policy::labels;
use anyhow::Context as _;
use serde::Deserialize;
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use stepgate_gateway::config::{MatchPattern, ResponseHeader, SiteConfig, check_sites, site_name};
use stepgate_gateway::{BundleFacts, ExtensionKey, sign_bundle};
use stepgate_policy::{DefaultBehavior, PolicySet, SessionContext};
use stepgate_protocol::ReadLimits;

/// The sites, as the claims of a bundle write them, without what is made of the policies.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SitesFile {
    sites: Vec<SiteFields>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct SiteFields {
    #[serde(deserialize_with = "site_name")]
    app: String,
    title: String,
    matches: Vec<MatchPattern>,
    #[serde(default)]
    response_headers: Vec<ResponseHeader>,
}

impl From<SiteFields> for SiteConfig {
    fn from(fields: SiteFields) -> Self {
        Self {
            name: fields.app,
            title: fields.title,
            matches: fields.matches,
            response_headers: fields.response_headers,
        }
    }
}

/// Carries out `stepgate extension …`.
///
/// # Errors
/// When a file cannot be read or written, or what is in it is wrong.
pub fn run(command: &Extension) -> anyhow::Result<ExitCode> {
    match command {
        Extension::Key { file } => key(file),
        Extension::Sign(arguments) => sign(arguments),
    }
}

fn key(file: &Path) -> anyhow::Result<ExitCode> {
    let key = ExtensionKey::open(file)?;
    output::print(&format!("{}\n", key.public()))?;
    Ok(ExitCode::SUCCESS)
}

fn sign(arguments: &Sign) -> anyhow::Result<ExitCode> {
    let key = ExtensionKey::read(&arguments.key)?;
    let sites = sites(&arguments.sites)?;
    let behavior = match arguments.default_behavior {
        Behavior::Allow => DefaultBehavior::Allow,
        Behavior::Block => DefaultBehavior::Block,
    };
    let policies = PolicySet::load(&[&arguments.policies])?;
    let policies = policies.with_labels(&labels(arguments.config.as_deref())?);
    policies.pass_cases(&[&arguments.policies])?;
    let policies = policies.compile(behavior);
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let sites: Vec<_> = sites
        .iter()
        .map(|site| (site, session(arguments, site)))
        .collect();
    let bundle = sign_bundle(
        &key,
        &BundleFacts {
            issuer: &arguments.issuer,
            now,
            expires: now.saturating_add(arguments.lifetime),
            policies: &policies,
            user: arguments.user.as_deref(),
            clipboard_key: &[], // nobody's session: what is copied cannot stay within apps
            limits: ReadLimits::default(),
            sites: &sites,
        },
    )?;
    match &arguments.output {
        Some(path) => std::fs::write(path, format!("{bundle}\n"))
            .with_context(|| format!("cannot write the bundle `{}`", path.display()))?,
        None => output::print(&format!("{bundle}\n"))?,
    }
    Ok(ExitCode::SUCCESS)
}

/// Whose session it is at a site: what was given, and nothing proved.
fn session(arguments: &Sign, site: &SiteConfig) -> SessionContext {
    SessionContext {
        app: site.name.clone(),
        app_title: site.title.clone(),
        user: arguments.user.clone().unwrap_or_default(),
        groups: arguments.groups.clone(),
        device_tags: arguments.device_tags.clone(),
        ..SessionContext::new()
    }
}

fn sites(path: &Path) -> anyhow::Result<Vec<SiteConfig>> {
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("cannot read the sites `{}`", path.display()))?;
    let mut json = serde_json::Deserializer::from_str(&text);
    let file: SitesFile = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let (field, cause) = (error.path().to_string(), error.into_inner());
        anyhow::anyhow!("{}: at `{field}`: {cause}", path.display())
    })?;
    json.end()
        .map_err(|error| anyhow::anyhow!("{}: {error}", path.display()))?;
    let sites: Vec<SiteConfig> = file.sites.into_iter().map(SiteConfig::from).collect();
    check_sites(&sites).map_err(|(field, message)| {
        let field = field.replace(".name", ".app");
        anyhow::anyhow!("{}: at `sites{field}`: {message}", path.display())
    })?;
    Ok(sites)
}

/// Reads a length of time: `3600`, `90s`, `45m`, `12h` or `30d`, in seconds.
///
/// # Errors
/// Says what was expected.
pub fn lifetime(text: &str) -> Result<u64, String> {
    let (number, unit) = match text.find(|letter: char| !letter.is_ascii_digit()) {
        Some(at) => text.split_at(at),
        None => (text, "s"),
    };
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 60 * 60,
        "d" => 24 * 60 * 60,
        _ => 0,
    };
    number
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(seconds))
        .filter(|seconds| *seconds > 0)
        .ok_or_else(|| {
            "expected a number with `s`, `m`, `h` or `d` behind it, such as `30d`".to_owned()
        })
}

#[cfg(test)]
mod tests {
    use super::lifetime;

    #[test]
    fn a_length_of_time_is_read_as_people_write_it() {
        let good = [
            ("90", 90),
            ("90s", 90),
            ("45m", 2700),
            ("12h", 43_200),
            ("30d", 2_592_000),
        ];
        for (text, seconds) in good {
            assert_eq!(lifetime(text), Ok(seconds), "{text}");
        }
        for text in [
            "",
            "0",
            "0d",
            "d",
            "1w",
            "1d2h",
            "-1d",
            "99999999999999999999d",
        ] {
            assert!(lifetime(text).is_err(), "{text}");
        }
    }
}
