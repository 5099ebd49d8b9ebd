//! Which app stands behind this host?

use crate::config::{AppConfig, Config, ExtensionConfig, MatchPattern, SiteConfig};
use http::HeaderName;
use std::collections::HashMap;
use std::sync::Arc;
use url::Url;

/// The gateway itself, where it stands in the place of an app: on its own host, for browser extensions.
pub const GATE: &str = "stepgate";

/// One app, as requests need it.
#[derive(Debug)]
pub struct App {
    /// Its name in policies and activities.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// The gateway's origin for it, such as `http://files.localhost:8080`.
    pub origin: Arc<str>,
    /// The origin's authority: host, and port where it is not the scheme's own.
    pub authority: String,
    /// The name its sessions are kept under: its own, or that of the gateway itself.
    pub sessions: String,
    /// Where it is.
    pub place: Place,
    /// Whether service workers may be registered.
    pub service_workers: bool,
}

/// Where an app is.
#[derive(Debug)]
pub enum Place {
    /// Behind the gateway.
    Behind(Behind),
    /// It is the gateway's own host: nothing is behind it.
    Gate,
    /// Where it always was, at these addresses. A browser extension holds it; its traffic does not pass the gateway.
    Direct(Vec<MatchPattern>),
}

/// An app that the gateway stands in front of.
#[derive(Debug)]
pub struct Behind {
    /// Where it really is.
    pub upstream: Url,
    /// The upstream's authority: host and port.
    pub authority: String,
    /// The response header with a file's label.
    pub label_header: Option<HeaderName>,
    /// Whether the upstream is sent the host people typed.
    pub preserve_host: bool,
}

impl App {
    fn new(config: &AppConfig, scheme: &str, port: Option<u16>) -> Self {
        let authority = authority(&config.host, port);
        Self {
            name: config.name.clone(),
            title: config.title.clone(),
            origin: format!("{scheme}://{authority}").into(),
            authority,
            sessions: config.name.clone(),
            place: Place::Behind(Behind {
                upstream: config.upstream.clone(),
                authority: config.upstream.authority().to_owned(),
                label_header: config.label_header.clone(),
                preserve_host: config.preserve_host,
            }),
            service_workers: config.service_workers,
        }
    }

    /// The gateway's own host.
    fn gate(config: &ExtensionConfig, scheme: &str, port: Option<u16>) -> Self {
        let authority = authority(&config.host, port);
        Self {
            name: GATE.to_owned(),
            title: "Stepgate".to_owned(),
            origin: format!("{scheme}://{authority}").into(),
            authority,
            sessions: GATE.to_owned(),
            place: Place::Gate,
            service_workers: false,
        }
    }

    /// A site that browser extensions hold. People sign in to it at the gateway's own host.
    pub fn direct(config: &SiteConfig, gate: &Self) -> Self {
        Self {
            name: config.name.clone(),
            title: config.title.clone(),
            origin: Arc::clone(&gate.origin),
            authority: gate.authority.clone(),
            sessions: gate.sessions.clone(),
            place: Place::Direct(config.matches.clone()),
            service_workers: false,
        }
    }

    /// What is known of an app behind the gateway; `None` where nothing is.
    pub fn behind(&self) -> Option<&Behind> {
        match &self.place {
            Place::Behind(behind) => Some(behind),
            Place::Gate | Place::Direct(_) => None,
        }
    }

    /// The response header with a file's label.
    pub fn label_header(&self) -> Option<&HeaderName> {
        self.behind()?.label_header.as_ref()
    }

    /// The way back to a page of this app: a path at the gateway, or the whole address of a site that an extension
    /// holds. `None` for every other address.
    pub fn way_back(&self, address: &str) -> Option<String> {
        match &self.place {
            Place::Behind(_) => self.local_path(address),
            Place::Gate => None,
            Place::Direct(matches) => {
                let url = Url::parse(address).ok()?;
                matches
                    .iter()
                    .any(|pattern| pattern.matches(&url))
                    .then(|| url.into())
            }
        }
    }

    /// An address in the app, from a path that begins with `/`.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    /// Path, query and fragment of an address in this app, full or only a path. `None` for every other origin, and for
    /// the gateway's own addresses: nothing returns there.
    pub fn local_path(&self, address: &str) -> Option<String> {
        let own = Url::parse(&self.origin).ok()?;
        let url = own.join(address).ok()?;
        if url.origin() != own.origin() || !matches!(url.scheme(), "http" | "https") {
            return None;
        }
        let path = &url[url::Position::BeforePath..];
        (!path.starts_with("//")).then(|| path.to_owned())
    }
}

fn authority(host: &str, port: Option<u16>) -> String {
    match port {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// The apps by their host names.
#[derive(Debug)]
pub struct Apps(HashMap<String, Arc<App>>);

impl Apps {
    /// The apps of a configuration, whose public port is `port`.
    pub fn new(config: &Config, port: u16) -> Self {
        let scheme = config.public_scheme;
        let port = (port != scheme.default_port()).then_some(port);
        let apps = config.apps.iter().map(|app| {
            (
                app.host.clone(),
                Arc::new(App::new(app, scheme.keyword(), port)),
            )
        });
        let gate = config.extension.iter().map(|gate| {
            (
                gate.host.clone(),
                Arc::new(App::gate(gate, scheme.keyword(), port)),
            )
        });
        Self(apps.chain(gate).collect())
    }

    /// The app of a host name, with or without a port.
    pub fn at(&self, authority: &str) -> Option<&Arc<App>> {
        let host = match authority.rsplit_once(':') {
            Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
            Some(_) | None => authority,
        };
        self.0.get(&host.trim_end_matches('.').to_ascii_lowercase())
    }
}

/// A configuration of one app, for the tests of other modules; tables may follow it.
#[cfg(test)]
pub const ONE_APP: &str = r#"
        listen = "127.0.0.1:0"
        policies = "p"
        store = { path = "s" }
        identity = { issuer = "http://127.0.0.1:1", client_id = "c", client_secret = "s" }
        [[apps]]
        name = "files"
        title = "Files"
        host = "files.localhost"
        upstream = "http://app.internal:9001"
        label_header = "x-label"
"#;

/// The app `files` at `http://files.localhost:8080`, before `http://app.internal:9001`, for the tests of other modules.
#[cfg(test)]
pub fn files_app() -> Arc<App> {
    let config = Config::parse(ONE_APP, std::path::Path::new("t.toml")).unwrap();
    Arc::clone(Apps::new(&config, 8080).at("files.localhost").unwrap())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn app() -> App {
        let config = AppConfig {
            name: "files".into(),
            title: "Files".into(),
            host: "files.localhost".into(),
            upstream: "http://127.0.0.1:9001".parse().unwrap(),
            label_header: None,
            service_workers: false,
            preserve_host: false,
        };
        App::new(&config, "http", Some(8080))
    }

    #[test]
    fn only_addresses_of_the_app_itself_are_returned_to() {
        let table = [
            ("http://files.localhost:8080/a?b#c", Some("/a?b#c")),
            ("/a/../b", Some("/b")),
            ("", Some("/")),
            ("http://files.localhost/a", None),
            ("https://files.localhost:8080/a", None),
            ("http://evil.example/a", None),
            ("//evil.example/a", None),
            ("/\\evil.example/a", None),
            ("http://files.localhost:8080//evil.example", None),
            ("http://files.localhost:8080@evil.example/", None),
            ("javascript:alert(1)", None),
        ];
        for (address, path) in table {
            assert_eq!(app().local_path(address).as_deref(), path, "{address}");
        }
    }
}
