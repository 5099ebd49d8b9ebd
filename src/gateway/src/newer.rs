//! Are there newer policies than a page has?
//!
//! An open page asks with the revision it has, and gets a whole new boot once another one is in force. The agent asks
//! again and again, as a page should have no connection open for long. For programs, `?wait` holds the answer back until
//! there is one, at most 20 seconds: few such questions may be open in one session. What is turned away (429) asks again
//! without waiting.

use crate::boot::page_boot;
use crate::clock;
use crate::endpoints::{In, Trouble};
use crate::pages;
use crate::site::Visit;
use axum::body::Body;
use axum::extract::Query;
use axum::response::IntoResponse as _;
use http::{HeaderName, HeaderValue, Response, StatusCode};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use stepgate_protocol::paths;

/// How long an answer may be held back.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often the session is looked at meanwhile.
const PULSE: Duration = Duration::from_secs(1);
/// How many answers one session may have held back.
const OPEN: usize = 2;

/// What a page asks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    revision: Option<String>,
    wait: Option<String>,
}

/// How many questions of each session wait, by its row.
#[derive(Debug, Default)]
pub struct Waiting(Mutex<HashMap<i64, usize>>);

/// A question that waits, as long as this lives.
struct Place {
    waiting: Arc<Waiting>,
    session: i64,
}

impl Waiting {
    fn enter(self: &Arc<Self>, session: i64) -> Option<Place> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = all.entry(session).or_default();
        if *count >= OPEN {
            return None;
        }
        *count += 1;
        Some(Place {
            waiting: Arc::clone(self),
            session,
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut all = self
            .waiting
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.session) {
            *count -= 1;
            if *count == 0 {
                all.remove(&self.session);
            }
        }
    }
}

/// 200 with a new boot, as it stands in the agent's attribute; 204 where the page has what is in force; 401 where the
/// session has ended meanwhile.
pub async fn newer(
    In(visit): In,
    Query(question): Query<Question>,
) -> Result<Response<Body>, Trouble> {
    let had = question.revision.unwrap_or_default();
    // Subscribed before the first look, so that no change falls in between.
    let mut changed = visit.site.policies.changes();
    if !is_newer(&visit, &had) && question.wait.is_some() {
        let Some(_place) = visit.site.waiting.enter(visit.session.id) else {
            return Err(Trouble::TooManyWaiting);
        };
        let deadline = tokio::time::Instant::now() + PATIENCE;
        while !is_newer(&visit, &had) && tokio::time::Instant::now() < deadline {
            tokio::select! {
                Ok(_) = changed.changed() => {}
                () = tokio::time::sleep(PULSE) => {}
                () = visit.site.stopping.cancelled() => break,
            }
            if !still_in(&visit).await? {
                return Ok(pages::sign_in_first(
                    &visit.app.title,
                    &visit.app.address("/"),
                ));
            }
        }
    }
    answer(&visit, &had).await
}

async fn still_in(visit: &Visit) -> Result<bool, sqlx::Error> {
    let session = visit.site.store.session(&visit.token, clock::now()).await?;
    Ok(session.is_some())
}

fn is_newer(visit: &Visit, had: &str) -> bool {
    format!("{:016x}", visit.site.policies.active().revision()) != had
}

async fn answer(visit: &Visit, had: &str) -> Result<Response<Body>, Trouble> {
    // Nearly every question is answered so: no boot is made for it.
    let (revision, mut response) = if is_newer(visit, had) {
        let boot = page_boot(visit, visit.proved().await?)?;
        (
            format!("{:016x}", boot.revision),
            boot.attribute.into_response(),
        )
    } else {
        (had.to_owned(), StatusCode::NO_CONTENT.into_response())
    };
    let headers = response.headers_mut();
    pages::private(headers);
    if let Ok(revision) = HeaderValue::from_str(&revision) {
        headers.insert(HeaderName::from_static(paths::REVISION_HEADER), revision);
    }
    Ok(response)
}
