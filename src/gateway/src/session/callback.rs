//! Back from the identity provider.

use super::cookie::Own;
use super::gate::session_of;
use super::sign_in::{redirect_uri, see_other};
use crate::app::App;
use crate::clock;
use crate::endpoints::Trouble;
use crate::pages;
use crate::site::{Asked, Site};
use crate::step_up;
use crate::store::{NewSession, SignIn};
use crate::token;
use axum::Extension;
use axum::body::Body;
use axum::extract::{Query, State};
use http::header::SET_COOKIE;
use http::{HeaderMap, Response};
use std::sync::Arc;
use stepgate_identity::{Callback, Person, state_hash};

/// Ends a sign-in or a step-up: whichever the one-time state belongs to, for the browser that began it.
pub async fn callback(
    State(site): State<Arc<Site>>,
    Extension(app): Extension<Arc<App>>,
    Extension(asked): Extension<Asked>,
    Query(callback): Query<Callback>,
    headers: HeaderMap,
) -> Result<Response<Body>, Trouble> {
    let Some(state) = &callback.state else {
        return Ok(pages::sign_in_lost(&app.title));
    };
    let state = state_hash(state);
    if let Some(browser) = Own::SignIn.read(&headers, site.secure) {
        let browser = token::hash(&browser);
        // Taken out before anything else happens, so that a second use of the state finds nothing.
        let sign_in = site
            .store
            .take_sign_in(&state, &app.sessions, &browser, clock::now())
            .await?;
        if let Some(sign_in) = sign_in {
            let door = Door { site, app, asked };
            return finish_sign_in(&door, sign_in, &callback, &headers).await;
        }
    }
    match session_of(&site, &app, &headers).await? {
        Some((token, session)) => {
            let visit = crate::site::Visit {
                site,
                app,
                session,
                token,
                asked,
            };
            step_up::finish(&visit, &state, &callback).await
        }
        None => Ok(pages::sign_in_lost(&app.title)),
    }
}

/// Where somebody comes in.
struct Door {
    site: Arc<Site>,
    app: Arc<App>,
    asked: Asked,
}

/// Records the sign-in, where a policy asks for that.
async fn note_sign_in(door: &Door, cookie: &str) -> Result<(), sqlx::Error> {
    let token = token::hash(cookie);
    let Some(session) = door.site.store.session(&token, clock::now()).await? else {
        return Ok(());
    };
    let visit = crate::site::Visit {
        site: Arc::clone(&door.site),
        app: Arc::clone(&door.app),
        session,
        token,
        asked: door.asked.clone(),
    };
    visit.record_sign_in().await;
    Ok(())
}

async fn finish_sign_in(
    door: &Door,
    sign_in: SignIn,
    callback: &Callback,
    headers: &HeaderMap,
) -> Result<Response<Body>, Trouble> {
    let (site, app) = (&door.site, &door.app);
    let redirect = redirect_uri(app)?;
    let finished = site
        .identity
        .finish(&redirect, sign_in.pending, callback, clock::now())
        .await;
    let person = match finished {
        Ok(person) => person,
        Err(error) => {
            tracing::warn!(app = app.name, %error, "sign-in failed");
            return Ok(pages::sign_in_failed(&app.title, &error));
        }
    };
    let cookie = begin_session(site, app, &person, headers).await?;
    tracing::info!(app = app.name, user = person.user, "signed in");
    note_sign_in(door, &cookie).await?;
    let mut response = see_other(&sign_in.return_to);
    if let Some(cookie) = Own::Session.set(&cookie, site.secure) {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
    Ok(response)
}

/// Begins a session under a new id. The one the browser had, if any, ends.
async fn begin_session(
    site: &Site,
    app: &App,
    person: &Person,
    headers: &HeaderMap,
) -> Result<String, sqlx::Error> {
    let now = clock::now();
    if let Some(old) = Own::Session.read(headers, site.secure) {
        site.store.end_session(&token::hash(&old)).await?;
    }
    let cookie = token::secret();
    let new = NewSession {
        app: &app.sessions,
        person,
        notice_seen: site.store.notice_hidden(&person.subject, now).await?,
    };
    site.store
        .begin_session(&token::hash(&cookie), &new, now)
        .await?;
    Ok(cookie)
}
