//! Has the person been told that access is monitored?

use super::sign_in::see_other;
use crate::clock;
use crate::endpoints::{In, Trouble};
use crate::pages;
use crate::site::Visit;
use axum::body::Body;
use axum::extract::Form;
use http::{Response, StatusCode};
use serde::Deserialize;

/// How long the notice stays hidden for those who ask, in seconds.
const WEEK: u64 = 7 * 24 * 60 * 60;

/// What the notice's form sends.
#[derive(Debug, Deserialize)]
pub struct Seen {
    to: String,
    hide: Option<String>,
}

/// The answer to a request of a person who has not been told yet; `None` once they have.
pub fn before_the_app(visit: &Visit) -> Option<Response<Body>> {
    if visit.session.notice_seen {
        return None;
    }
    Some(if visit.asked.navigates {
        pages::notice(&visit.app.title, &visit.session.user, &visit.asked.path)
    } else {
        let text = format!(
            "Access to {} is monitored: open {} in a browser and continue from there.",
            visit.app.title,
            visit.app.address("/")
        );
        pages::plain(StatusCode::FORBIDDEN, &text)
    })
}

/// The person goes on. The address in the form is only a path in this app, whatever it says.
pub async fn seen(In(visit): In, Form(seen): Form<Seen>) -> Result<Response<Body>, Trouble> {
    let store = &visit.site.store;
    if seen.hide.as_deref() == Some("week") {
        store
            .hide_notice(&visit.session.subject, clock::now() + WEEK)
            .await?;
    }
    store.notice_seen(&visit.token).await?;
    let to = visit
        .app
        .local_path(&seen.to)
        .unwrap_or_else(|| "/".to_owned());
    Ok(see_other(&to))
}
