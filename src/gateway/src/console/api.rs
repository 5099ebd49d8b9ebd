//! The console's questions.

use super::Administrator;
use super::explained::{FoundBy, explained, found_by};
use crate::endpoints::Trouble;
use crate::pages;
use crate::store::{Filter, StoredActivity, StoredAlert};
use axum::Json;
use axum::extract::{Path, Query};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use stepgate_policy::{Bundle, CorruptBundle, Explanation};

/// The most activities one answer has.
const MAX_LIMIT: i64 = 200;

/// Which activities to list. Empty values do not filter.
#[derive(Debug, Deserialize)]
pub struct Question {
    person: Option<String>,
    app: Option<String>,
    activity: Option<String>,
    action: Option<String>,
    before: Option<i64>,
    limit: Option<i64>,
}

#[derive(Serialize)]
struct List {
    activities: Vec<StoredActivity>,
    next: Option<i64>,
}

#[derive(Serialize)]
struct Facets {
    people: Vec<String>,
    apps: Vec<String>,
    activities: Vec<String>,
    actions: Vec<String>,
}

#[derive(Serialize)]
struct Explained {
    #[serde(flatten)]
    activity: StoredActivity,
    explanation: Option<Explanation>,
    /// What was found, with what it is and which policy looked for it.
    found: Vec<FoundBy>,
    /// Why there is none, where its policies are kept but cannot be read.
    unexplained: Option<String>,
}

/// Activities, newest first, and where the next page begins.
pub async fn activities(
    Administrator(visit): Administrator,
    Query(question): Query<Question>,
) -> Result<Response, Trouble> {
    let set = |value: Option<String>| value.filter(|value| !value.is_empty());
    let limit = question.limit.unwrap_or(50).clamp(1, MAX_LIMIT);
    let filter = Filter {
        person: set(question.person),
        app: set(question.app),
        activity: set(question.activity),
        action: set(question.action),
        before: question.before,
        limit: limit + 1,
    };
    let mut activities = visit.site.store.activities(&filter).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = activities.len() > wanted;
    activities.truncate(wanted);
    let next = activities.last().filter(|_| more).map(|last| last.seq);
    Ok(private(Json(List { activities, next })))
}

/// One activity, and why it was decided so: by the policies of its time.
pub async fn activity(
    Administrator(visit): Administrator,
    Path(id): Path<String>,
) -> Result<Response, Trouble> {
    let activity = visit
        .site
        .store
        .activity(&id)
        .await?
        .ok_or(Trouble::NoSuchActivity)?;
    let bundle = visit.site.bundle_of(&activity.revision).await?;
    let (explanation, found, unexplained) = match bundle.as_deref().map(Bundle::read) {
        Some(Ok(bundle)) => (
            explained(&activity, &bundle),
            found_by(&activity, &bundle),
            None,
        ),
        Some(Err(error)) => {
            let said = unreadable(&activity.revision, error);
            (None, Vec::new(), Some(said))
        }
        None => (None, Vec::new(), None),
    };
    Ok(private(Json(Explained {
        activity,
        explanation,
        found,
        unexplained,
    })))
}

/// Why the policies of a revision that is kept explain nothing.
fn unreadable(revision: &str, error: CorruptBundle) -> String {
    match error {
        CorruptBundle::OtherVersion(_) => format!(
            "the policies of that time (revision `{revision}`) were compiled by another release, in another format, so \
             the reasons cannot be shown: {error}"
        ),
        CorruptBundle::NotABundle | CorruptBundle::Checksum | CorruptBundle::Malformed => format!(
            "the policies of that time (revision `{revision}`) cannot be read, so the reasons cannot be shown: {error}"
        ),
    }
}

/// Which alerts to list.
#[derive(Debug, Deserialize)]
pub struct AlertQuestion {
    before: Option<i64>,
    limit: Option<i64>,
}

#[derive(Serialize)]
struct AlertList {
    alerts: Vec<StoredAlert>,
    next: Option<i64>,
}

/// Alerts, newest first, and where the next page begins.
pub async fn alerts(
    Administrator(visit): Administrator,
    Query(question): Query<AlertQuestion>,
) -> Result<Response, Trouble> {
    let limit = question.limit.unwrap_or(50).clamp(1, MAX_LIMIT);
    let mut alerts = visit.site.store.alerts(question.before, limit + 1).await?;
    let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = alerts.len() > wanted;
    alerts.truncate(wanted);
    let next = alerts.last().filter(|_| more).map(|last| last.seq);
    Ok(private(Json(AlertList { alerts, next })))
}

#[derive(Serialize)]
struct InForce {
    revision: String,
    since: u64,
    policies: usize,
    refused: Option<NotInForce>,
}

#[derive(Serialize)]
struct NotInForce {
    time: u64,
    reason: String,
}

/// The policies in force, and whether newer files are not. Times are Unix seconds.
pub async fn policies(Administrator(visit): Administrator) -> Result<Response, Trouble> {
    let policies = &visit.site.policies;
    let active = policies.active();
    let refused = policies.refused().map(|refused| NotInForce {
        time: refused.time,
        reason: refused.reason.clone(),
    });
    Ok(private(Json(InForce {
        revision: format!("{:016x}", active.revision()),
        since: active.since(),
        policies: active.bundle()?.policies().count(),
        refused,
    })))
}

/// Every value a filter can have.
pub async fn facets(Administrator(visit): Administrator) -> Result<Response, Trouble> {
    let [people, apps, activities, actions] = visit.site.store.facets().await?;
    Ok(private(Json(Facets {
        people,
        apps,
        activities,
        actions,
    })))
}

fn private<T: Serialize>(json: Json<T>) -> Response {
    let mut response = json.into_response();
    pages::private(response.headers_mut());
    response
}
