//! Who may come in?

use super::cookie::Own;
use super::sign_in::begin_sign_in;
use crate::app::App;
use crate::clock;
use crate::pages;
use crate::site::{Asked, Site, Visit};
use crate::token;
use axum::body::Body;
use http::{HeaderMap, Response};
use std::sync::Arc;

/// What comes of a request at the gate.
pub enum Entry {
    /// It is in a session of this app.
    In(Box<Visit>),
    /// It is not; this is the answer.
    Answer(Response<Body>),
}

/// Finds the session of a request. Without one, a person going to a page is sent to sign in, and a program is told so.
pub async fn enter(site: &Arc<Site>, app: &Arc<App>, asked: Asked, headers: &HeaderMap) -> Entry {
    match session_of(site, app, headers).await {
        Ok(Some((token, session))) => Entry::In(Box::new(Visit {
            site: Arc::clone(site),
            app: Arc::clone(app),
            session,
            token,
            asked,
        })),
        Ok(None) if asked.navigates => {
            Entry::Answer(begin_sign_in(site, app, &asked, headers).await)
        }
        Ok(None) => Entry::Answer(pages::sign_in_first(&app.title, &app.address("/"))),
        Err(error) => {
            tracing::error!(%error, "sessions cannot be read");
            Entry::Answer(pages::state_unreadable(asked.navigates))
        }
    }
}

/// The session a request's cookie stands for. A session of another app is none; one on the gateway's own host is for
/// every site that browser extensions hold.
pub async fn session_of(
    site: &Site,
    app: &App,
    headers: &HeaderMap,
) -> Result<Option<(token::Hash, Arc<crate::store::Session>)>, sqlx::Error> {
    let Some(cookie) = Own::Session.read(headers, site.secure) else {
        return Ok(None);
    };
    let token = token::hash(&cookie);
    let session = site.store.session(&token, clock::now()).await?;
    Ok(session
        .filter(|session| session.app == app.sessions)
        .map(|session| (token, session)))
}
