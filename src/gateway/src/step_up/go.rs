//! On the way to prove it.

use crate::clock;
use crate::endpoints::{In, Trouble};
use crate::pages;
use crate::session::{redirect_uri, see_other};
use crate::site::Visit;
use crate::store::StepUpRow;
use axum::body::Body;
use axum::extract::Path;
use http::Response;
use stepgate_identity::Challenge;
use stepgate_policy::{AuthenticationContext, GrantScope};
use stepgate_protocol::Denial;

/// Sends the person to the identity provider. Going there twice before coming back is one attempt: the first way back
/// is closed.
pub async fn go(In(visit): In, Path(id): Path<String>) -> Result<Response<Body>, Trouble> {
    let row = visit.step_up(&id).await?;
    let Some((row, challenge)) = row.and_then(|row| {
        let challenge = challenge(&visit, &row)?;
        Some((row, challenge))
    }) else {
        return Ok(pages::check_over(&visit.app.title));
    };
    let now = clock::now();
    let redirect = redirect_uri(&visit.app)?;
    let started = match visit
        .site
        .identity
        .begin(&redirect, Some(challenge), now)
        .await
    {
        Ok(started) => started,
        Err(error) => {
            tracing::error!(%error, "a step-up cannot begin");
            visit
                .site
                .store
                .deny_step_up(&row.id, Denial::Failed.keyword())
                .await?;
            visit.site.step_up_ended.send_replace(());
            return Ok(pages::identity_down(true, &error.to_string()));
        }
    };
    if visit
        .site
        .store
        .start_step_up(&row.id, &started.pending, now)
        .await?
    {
        Ok(see_other(started.authorize_url.as_str()))
    } else {
        Ok(pages::check_over(&visit.app.title))
    }
}

/// What the person is sent to prove. A `once` grant wants a fresh proof: an older one was for something else.
fn challenge(visit: &Visit, row: &StepUpRow) -> Option<Challenge> {
    Some(Challenge {
        context: AuthenticationContext::new(u8::try_from(row.context).ok()?)?,
        subject: visit.session.subject.clone(),
        user: visit.session.user.clone(),
        fresh: GrantScope::parse(&row.scope)? == GrantScope::Once,
    })
}
