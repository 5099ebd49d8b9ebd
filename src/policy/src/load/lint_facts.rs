//! What do policies ask for that this deployment does not have?

use super::labels::of_tenant;
use super::lint::{Deployment, Finding, Lint, Subject};
use super::lint_leaf::Leaf;
use crate::{Filter, Label};

/// What a deployment knows of people and where they come from.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The categories its networks have.
    pub ip_categories: Vec<String>,
    /// The tags its networks have.
    pub ip_tags: Vec<String>,
    /// Whether something in front says the country.
    pub country: bool,
    /// Whether something in front says whom an address is registered to.
    pub registered_isp: bool,
    /// Whether it is said which browsers are outdated.
    pub outdated_browsers: bool,
}

/// A step-up to a context nobody offers.
pub(super) fn unknown_context(subject: &Subject<'_>, deployment: &Deployment) -> Option<Finding> {
    let offered = deployment.contexts.as_ref()?;
    let asked = subject.policy.step_up?.context;
    if offered.contains(&asked) {
        return None;
    }
    let known: Vec<String> = offered
        .iter()
        .map(|context| format!("`{context}`"))
        .collect();
    let message =
        format!("the identity provider does not offer the authentication context `{asked}`");
    let hint = match known.as_slice() {
        [] => "its discovery document names none in `acr_values_supported`".to_owned(),
        known => format!("it offers {}", known.join(", ")),
    };
    let at = subject
        .at
        .member("stepUp")
        .and_then(|at| at.member("authenticationContext"));
    let at = at.unwrap_or_else(|| subject.at.clone());
    Some(subject.finding(Lint::UnknownContext, &at, message, hint))
}

/// Conditions on what is never there.
pub(super) fn never_present(subject: &Subject<'_>, deployment: &Deployment) -> Vec<Finding> {
    subject
        .leaves
        .iter()
        .filter_map(|leaf| {
            let (what, hint) = missing(leaf, deployment)?;
            Some(subject.finding(Lint::FactNeverPresent, &leaf.at, what, hint))
        })
        .collect()
}

fn missing(leaf: &Leaf<'_>, deployment: &Deployment) -> Option<(String, String)> {
    if leaf.filter == Filter::App {
        let apps = deployment.apps.as_ref()?;
        let unknown = unknown(leaf, apps)?;
        let known: Vec<String> = apps.iter().map(|app| format!("`{app}`")).collect();
        return Some((
            format!("no app of this deployment is called `{unknown}`"),
            format!("its apps are {}", known.join(", ")),
        ));
    }
    if leaf.filter == Filter::SensitivityLabel {
        return unnamed_label(leaf, deployment.labels.as_deref()?);
    }
    let facts = deployment.facts.as_ref()?;
    let filter = leaf.filter;
    let no = |setting: &str| {
        Some((
            format!("this deployment never knows `{filter}`"),
            format!("set `{setting}` in its configuration"),
        ))
    };
    match filter {
        Filter::LocationCountry if !facts.country => no("trusted_proxies.country_header"),
        Filter::RegisteredIsp if !facts.registered_isp => no("trusted_proxies.isp_header"),
        Filter::IpCategory => of_networks(leaf, &facts.ip_categories, "category"),
        Filter::IpTags => of_networks(leaf, &facts.ip_tags, "tags"),
        Filter::UserAgentTags if !facts.outdated_browsers && names(leaf, "outdatedBrowser") => {
            Some((
                "this deployment never knows that a browser is outdated".into(),
                "set the oldest versions in `[oldest_browsers]` of its configuration".into(),
            ))
        }
        Filter::App
        | Filter::DeviceTags
        | Filter::DeviceType
        | Filter::IpAddress
        | Filter::LocationCountry
        | Filter::RegisteredIsp
        | Filter::UserName
        | Filter::UserGroups
        | Filter::UserDomain
        | Filter::UserAgentText
        | Filter::UserAgentTags
        | Filter::Url
        | Filter::Source
        | Filter::Destination
        | Filter::Selector
        | Filter::DataSize
        | Filter::SensitivityLabel
        | Filter::FileName
        | Filter::Extension
        | Filter::ExtensionMismatch
        | Filter::FileType
        | Filter::FileSize
        | Filter::Sha256 => None,
    }
}

/// A name bound to a tenant that configuration gives no label: nothing else knows of tenants.
fn unnamed_label(leaf: &Leaf<'_>, known: &[String]) -> Option<(String, String)> {
    let mut values = leaf.values.iter().map(ToString::to_string);
    let unknown = values.find(|value| {
        Label::guids(value).is_none()
            && of_tenant(value)
                .is_some_and(|(name, _)| !known.iter().any(|one| one.eq_ignore_ascii_case(name)))
    })?;
    Some((
        format!("no label of this deployment is called `{unknown}`"),
        "give a label this name in its configuration, under `[labels]`, or write its GUID".into(),
    ))
}

fn of_networks(leaf: &Leaf<'_>, known: &[String], setting: &str) -> Option<(String, String)> {
    let unknown = unknown(leaf, known)?;
    Some((
        format!(
            "no network of this deployment has the {} `{unknown}`",
            leaf.filter
        ),
        format!("give a network this `{setting}` in its configuration, under `[[networks]]`"),
    ))
}

/// The first value that is an exact name and not known.
fn unknown(leaf: &Leaf<'_>, known: &[String]) -> Option<String> {
    if leaf.operator != crate::Operator::Equals {
        return None;
    }
    let mut values = leaf.values.iter().map(ToString::to_string);
    values.find(|value| !known.iter().any(|one| one.eq_ignore_ascii_case(value)))
}

fn names(leaf: &Leaf<'_>, word: &str) -> bool {
    leaf.values.iter().any(|value| value.to_string() == word)
}
