//! What does every request need?

use crate::app::{App, Apps, Place};
use crate::clock;
use crate::config::InspectionConfig;
use crate::control::Memory;
use crate::extension::Extension;
use crate::facts::{Facts, Surroundings};
use crate::newer::Waiting;
use crate::policies::Policies;
use crate::proxy::Upstream;
use crate::store::{KeptGrant, Session, StepUpRow, Store, StoredActivity};
use crate::token::Hash;
use axum::body::Body;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, REFERER};
use http::{HeaderMap, Method, Request};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;
use stepgate_identity::RelyingParty;
use stepgate_policy::{Answered, SessionContext};
use tokio::sync::{broadcast, watch};
use tokio_util::sync::CancellationToken;

/// Everything one gateway has.
pub struct Site {
    /// What stands behind it.
    pub apps: Apps,
    /// What survives a restart.
    pub store: Store,
    /// What holds now.
    pub policies: Policies,
    /// Who signs people in.
    pub identity: RelyingParty,
    /// The way to the apps.
    pub upstream: Upstream,
    /// Activities as they are stored, for the console.
    pub feed: broadcast::Sender<Arc<StoredActivity>>,
    /// Changes whenever a step-up ends.
    pub step_up_ended: watch::Sender<()>,
    /// Pages that wait for newer policies.
    pub waiting: Arc<Waiting>,
    /// Ends when the gateway stops.
    pub stopping: CancellationToken,
    /// Groups whose members may read the console.
    pub administrators: Vec<String>,
    /// How far content is looked into.
    pub inspection: InspectionConfig,
    /// What that may take of memory.
    pub memory: Memory,
    /// What sensitivity labels are called, by their GUIDs in small letters.
    pub labels: BTreeMap<String, String>,
    /// How facts are found in requests.
    pub surroundings: Surroundings,
    /// Whether cookies are for HTTPS only.
    pub secure: bool,
    /// What browser extensions are served from.
    pub extension: Option<Arc<Extension>>,
}

/// What was proved and answered in a session at an app and still holds.
#[derive(Clone, Debug, Default)]
pub struct Proved {
    /// The step-ups.
    pub grants: Vec<KeptGrant>,
    /// The warnings.
    pub answered: Vec<Answered>,
}

impl Proved {
    /// Whether there is nothing.
    pub const fn is_empty(&self) -> bool {
        self.grants.is_empty() && self.answered.is_empty()
    }
}

/// A person's request to an app.
pub struct Visit {
    /// The gateway.
    pub site: Arc<Site>,
    /// The app.
    pub app: Arc<App>,
    /// Who.
    pub session: Arc<Session>,
    /// SHA-256 of their cookie.
    pub token: Hash,
    /// What they ask for.
    pub asked: Asked,
}

impl Visit {
    /// What policies may know of the session.
    pub fn context(&self, proved: &Proved) -> SessionContext {
        context(&self.app, &self.session, &self.asked.facts, proved)
    }

    /// What has been proved and answered in this session and still holds.
    pub async fn proved(&self) -> Result<Proved, sqlx::Error> {
        let (store, app, now) = (&self.site.store, &self.app.name, clock::now());
        Ok(Proved {
            grants: store.grants(self.session.id, app, now).await?,
            answered: store.answers(self.session.id, app, now).await?,
        })
    }

    /// A step-up of this session, at this app. On the gateway's own host it may be at any site that extensions hold.
    pub async fn step_up(&self, id: &str) -> Result<Option<StepUpRow>, sqlx::Error> {
        let row = self.site.store.step_up(id, self.session.id).await?;
        Ok(row.filter(|row| match self.app.place {
            Place::Gate => true,
            Place::Behind(_) | Place::Direct(_) => row.app == self.app.name,
        }))
    }

    /// What people call the app a step-up is at.
    pub fn title_of(&self, row: &StepUpRow) -> &str {
        let extension = self.site.extension.as_deref();
        let site = extension
            .filter(|_| matches!(self.app.place, Place::Gate))
            .and_then(|extension| extension.site(&row.app));
        site.map_or(&self.app.title, |site| &site.title)
    }
}

/// What policies may know of a session at an app.
pub fn context(app: &App, session: &Session, facts: &Facts, proved: &Proved) -> SessionContext {
    let mut context = SessionContext {
        app: app.name.clone(),
        app_title: app.title.clone(),
        user: session.user.clone(),
        groups: session.groups.clone(),
        device_tags: session.device_tags.clone(),
        grants: proved
            .grants
            .iter()
            .map(|kept| kept.grant.clone())
            .collect(),
        answered: proved.answered.clone(),
        ..SessionContext::new()
    };
    facts.put_into(&mut context);
    context
}

/// What is remembered of a request after it has gone on.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Its method.
    pub method: Method,
    /// Path and query.
    pub path: String,
    /// Whether the person goes to a page, so that a page is the right answer.
    pub navigates: bool,
    /// Path and query of the page it came from, if that is in the same app.
    pub from: Option<String>,
    /// Whether its answer can become a document.
    pub may_become_page: bool,
    /// Whether a browser would save an answer of a type it cannot show: a document, or nobody says.
    pub saves_by_type: bool,
    /// Where the person comes from, as far as that is known, else the other end of the connection.
    pub client: IpAddr,
    /// The language the person reads best, such as `de-AT`, if the browser says.
    pub language: String,
    /// What is known of where it comes from and of the browser.
    pub facts: Facts,
}

impl Asked {
    /// What to remember of `request`, which came from `peer`.
    pub fn of(
        request: &Request<Body>,
        app: &App,
        surroundings: &Surroundings,
        peer: IpAddr,
    ) -> Self {
        let headers = request.headers();
        let facts = surroundings.of(headers, peer);
        let path = request
            .uri()
            .path_and_query()
            .map_or("/", |path| path.as_str());
        Self {
            method: request.method().clone(),
            path: inside(path),
            navigates: navigates(headers),
            from: text(headers, &REFERER).and_then(|address| app.local_path(address)),
            may_become_page: crate::inject::may_become_page(headers),
            saves_by_type: crate::inject::is_document(headers).unwrap_or(true),
            language: language(headers),
            client: facts.address.unwrap_or(peer),
            facts,
        }
    }

    /// The path without the query.
    pub fn bare_path(&self) -> &str {
        self.path.split('?').next().unwrap_or("/")
    }

    /// Where to lead back to: the page the person came from, or the app's start.
    pub fn back(&self) -> &str {
        self.from
            .as_deref()
            .filter(|from| *from != self.path)
            .unwrap_or("/")
    }
}

/// `path` so that it leads to this host as an address in a page or a redirect: `//other/` would name another one.
fn inside(path: &str) -> String {
    let names_a_host = path.starts_with("//") || path.starts_with("/\\");
    if names_a_host {
        format!("/.{path}")
    } else {
        path.to_owned()
    }
}

/// Browsers say in `Sec-Fetch-Mode` whether a person goes to a page. Where that is missing, the wish for HTML tells.
fn navigates(headers: &HeaderMap) -> bool {
    if headers.contains_key("sec-purpose") {
        return false;
    }
    match text_of(headers, "sec-fetch-mode") {
        Some(mode) => mode == "navigate",
        None => {
            text(headers, &ACCEPT).is_some_and(|accept| accept.contains("text/html"))
                && !headers.contains_key("x-requested-with")
        }
    }
}

/// The first of `Accept-Language`: browsers list them in the order of liking.
fn language(headers: &HeaderMap) -> String {
    let all = text(headers, &ACCEPT_LANGUAGE).unwrap_or_default();
    let first = all.split([',', ';']).next().unwrap_or_default().trim();
    first.chars().take(35).collect()
}

/// A header's value, if it is text.
pub fn text<'h>(headers: &'h HeaderMap, name: &http::HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}

/// As [`text`], by a lower-case name.
pub fn text_of<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()
}
