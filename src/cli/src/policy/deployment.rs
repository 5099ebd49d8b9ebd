//! What does the deployment have that policies are for?

use std::collections::BTreeMap;
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};
use stepgate_gateway::Config;
use stepgate_identity::{RelyingParty, RelyingPartyConfig};
use stepgate_policy::{AuthenticationContext, Deployment, Facts};

/// What the configuration says, and what the identity provider says where it is asked.
///
/// # Errors
/// When the configuration cannot be read, or the provider does not answer.
pub fn deployment(config: Option<&Path>, online: bool) -> anyhow::Result<Deployment> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).ok();
    let mut deployment = Deployment {
        now: now.map(|now| now.as_secs()),
        ..Deployment::default()
    };
    let Some(file) = config else {
        return Ok(deployment);
    };
    let config = Config::read(file)?;
    deployment.apps = Some(apps(&config));
    deployment.facts = Some(facts(&config));
    deployment.labels = Some(config.labels.values().cloned().collect());
    if online {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        deployment.contexts = runtime.block_on(contexts(&config))?;
    }
    Ok(deployment)
}

/// What a configuration calls sensitivity labels, by their GUIDs; nothing where there is none.
///
/// # Errors
/// When it cannot be read.
pub fn labels(config: Option<&Path>) -> anyhow::Result<BTreeMap<String, String>> {
    Ok(match config {
        Some(file) => Config::read(file)?.labels,
        None => BTreeMap::new(),
    })
}

fn apps(config: &Config) -> Vec<String> {
    let apps = config.apps.iter().map(|app| app.name.clone());
    let extension = config.extension.iter();
    let sites =
        extension.flat_map(|extension| extension.sites.iter().map(|site| site.name.clone()));
    apps.chain(sites).collect()
}

fn facts(config: &Config) -> Facts {
    let networks = || config.networks.iter();
    let oldest = config.oldest_browsers;
    let browsers = [oldest.chrome, oldest.edge, oldest.firefox, oldest.safari];
    Facts {
        ip_categories: networks()
            .filter_map(|network| network.category)
            .map(|category| category.keyword().to_owned())
            .collect(),
        ip_tags: networks()
            .flat_map(|network| network.tags.clone())
            .collect(),
        country: config.trusted_proxies.country_header.is_some(),
        registered_isp: config.trusted_proxies.isp_header.is_some(),
        outdated_browsers: browsers.iter().any(Option::is_some),
    }
}

/// The client's secret is not needed for what the provider tells everybody.
async fn contexts(config: &Config) -> anyhow::Result<Option<Vec<AuthenticationContext>>> {
    let party = RelyingParty::new(RelyingPartyConfig {
        issuer: config.identity.issuer.clone(),
        client_id: config.identity.client_id.clone(),
        client_secret: String::new(),
        claims: config.identity.claims.names(),
    })?;
    let offered = party.contexts_offered().await?;
    let read = |words: Vec<String>| {
        let contexts = words
            .iter()
            .filter_map(|word| AuthenticationContext::parse(word));
        contexts.collect()
    };
    Ok(offered.map(read))
}
