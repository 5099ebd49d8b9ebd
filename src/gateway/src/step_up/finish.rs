//! Back with a proof, or without one.

use crate::clock;
use crate::endpoints::Trouble;
use crate::pages;
use crate::session::{redirect_uri, see_other};
use crate::site::Visit;
use axum::body::Body;
use http::Response;
use stepgate_identity::Callback;
use stepgate_policy::ActivityType;
use stepgate_protocol::{Denial, paths};

/// Ends the step-up the one-time state belongs to. One round trip decides: whoever comes back without the proof is
/// denied for good, never sent again.
pub async fn finish(
    visit: &Visit,
    state: &str,
    callback: &Callback,
) -> Result<Response<Body>, Trouble> {
    let store = &visit.site.store;
    // Taken out before the token is asked for, so that a second use of the state finds nothing.
    let taken = store
        .take_step_up(state, visit.session.id, clock::now())
        .await?;
    let Some((row, pending)) = taken else {
        return Ok(pages::check_over(&visit.app.title));
    };
    let redirect = redirect_uri(&visit.app)?;
    let finished = visit
        .site
        .identity
        .finish(&redirect, pending, callback, clock::now())
        .await;
    match finished {
        Ok(_) => {
            store
                .grant_step_up(&row, visit.session.id, clock::now())
                .await?;
            tracing::info!(
                app = visit.app.name,
                user = visit.session.user,
                policy = row.policy,
                "step-up granted"
            );
        }
        Err(error) => {
            tracing::warn!(app = visit.app.name, user = visit.session.user, policy = row.policy, %error, "step-up denied");
            let denial = Denial::parse(error.keyword()).unwrap_or(Denial::Failed);
            let ended = store.deny_step_up(&row.id, denial.keyword()).await?;
            // The agent records what becomes of its own; on the gateway's page nobody else does.
            if let (true, "page", Some(activity)) =
                (ended, row.mode.as_str(), ActivityType::parse(&row.activity))
            {
                visit
                    .record_denial(&row.policy, activity, &row.object, denial)
                    .await;
            }
        }
    }
    visit.site.step_up_ended.send_replace(());
    // A clean address: neither code nor state stays in the history.
    Ok(see_other(&format!("{}/{}/done", paths::STEP_UP, row.id)))
}
