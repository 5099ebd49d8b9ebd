//! What does the page report?

use super::check::{Rejected, check, to_store};
use crate::endpoints::Trouble;
use crate::site::Visit;
use crate::store::NewActivity;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::StatusCode;
use serde::Deserialize;
use stepgate_policy::Bundle;
use stepgate_protocol::{Activity, MAX_BATCH, MAX_BATCH_BYTES};

/// A batch whose activities are read one by one, so that a bad one does not take the others with it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Batch {
    activities: Vec<serde_json::Value>,
}

/// Stores a batch. 204 says that everything in it that can be stored is stored, now or before: the page may forget it.
/// Activities that cannot be what they say are left out and counted in `Stepgate-Rejected`; sending them again would
/// not help.
pub async fn receive(visit: Visit, body: Bytes) -> Result<Response, Trouble> {
    if body.len() > MAX_BATCH_BYTES {
        return Err(Trouble::bad_request(
            "a batch has at most 256 KiB: send the activities in several",
        ));
    }
    let batch: Batch = serde_json::from_slice(&body)
        .map_err(|error| Trouble::bad_request(&format!("the batch cannot be read: {error}")))?;
    if batch.activities.len() > MAX_BATCH {
        return Err(Trouble::bad_request(
            "a batch has at most 100 activities: send the others in another",
        ));
    }
    let sent = batch.activities.len();
    let mut accepted = Vec::with_capacity(sent);
    for value in batch.activities {
        match accept(&visit, value).await? {
            Ok(activity) => accepted.push(activity),
            Err(reason) => {
                // Quoted: the page could write lines of its own into the log.
                tracing::warn!(app = visit.app.name, ?reason, "an activity was rejected")
            }
        }
    }
    let rejected = sent - accepted.len();
    visit.site.keep(&accepted).await?;
    let mut response = StatusCode::NO_CONTENT.into_response();
    if rejected > 0 {
        response
            .headers_mut()
            .insert("stepgate-rejected", rejected.into());
    }
    Ok(response)
}

/// The activity as it is stored, or why it is not.
async fn accept(
    visit: &Visit,
    value: serde_json::Value,
) -> Result<Result<NewActivity, String>, Trouble> {
    let activity: Activity = match serde_json::from_value(value) {
        Ok(activity) => activity,
        Err(error) => return Ok(Err(error.to_string())),
    };
    let revision = format!("{:016x}", activity.revision);
    let Some(bytes) = visit.site.bundle_of(&revision).await? else {
        return Ok(Err(Rejected::Revision(revision).to_string()));
    };
    let Ok(bundle) = Bundle::read(&bytes) else {
        return Ok(Err(Rejected::Revision(revision).to_string()));
    };
    if let Err(rejected) = check(visit, &activity, &bundle) {
        return Ok(Err(rejected.to_string()));
    }
    Ok(to_store(visit, activity, &bundle, "agent").map_err(|error| error.to_string()))
}
