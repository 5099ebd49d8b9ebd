//! How does a step-up stand?

use crate::clock;
use crate::endpoints::{In, Trouble};
use crate::site::Visit;
use crate::store::StepUpRow;
use crate::{extension, pages};
use axum::body::Body;
use axum::extract::Path;
use http::{Response, StatusCode};
use std::time::Duration;
use stepgate_policy::{AuthenticationContext, GrantScope};
use stepgate_protocol::{Denial, StepUpStatus};

/// How long an answer may be held back while nothing changes.
const PATIENCE: Duration = Duration::from_secs(20);

/// Answers at once when the step-up has ended, and otherwise when it does or after 20 seconds.
pub async fn status(In(visit): In, Path(id): Path<String>) -> Result<Response<Body>, Trouble> {
    let deadline = tokio::time::Instant::now() + PATIENCE;
    // Subscribed before the first look, so that no change falls in between.
    let mut ended = visit.site.step_up_ended.subscribe();
    loop {
        ended.mark_unchanged();
        let row = visit.step_up(&id).await?.ok_or(Trouble::NoSuchStepUp)?;
        let standing = standing(&row);
        if standing != StepUpStatus::Pending {
            return answer(&visit, &row, &standing);
        }
        tokio::select! {
            Ok(()) = ended.changed() => {}
            () = tokio::time::sleep_until(deadline) => return answer(&visit, &row, &standing),
            () = visit.site.stopping.cancelled() => return answer(&visit, &row, &standing),
        }
    }
}

/// As a sentence, or signed where a browser extension asks.
fn answer(
    visit: &Visit,
    row: &StepUpRow,
    standing: &StepUpStatus,
) -> Result<Response<Body>, Trouble> {
    Ok(match extension::signed_status(visit, row, standing)? {
        Some(signed) => signed,
        None => pages::plain(StatusCode::OK, &standing.to_string()),
    })
}

/// The person gave up. What has ended already stays as it ended.
pub async fn cancel(In(visit): In, Path(id): Path<String>) -> Result<Response<Body>, Trouble> {
    let row = visit.step_up(&id).await?.ok_or(Trouble::NoSuchStepUp)?;
    visit
        .site
        .store
        .deny_step_up(&row.id, Denial::Cancelled.keyword())
        .await?;
    visit.site.step_up_ended.send_replace(());
    Ok(pages::plain(
        StatusCode::OK,
        &StepUpStatus::Denied(Denial::Cancelled).to_string(),
    ))
}

/// What a row says. An open one whose time is over has expired.
pub fn standing(row: &StepUpRow) -> StepUpStatus {
    match row.outcome.as_deref() {
        Some("granted") => granted(row).unwrap_or(StepUpStatus::Denied(Denial::Failed)),
        Some(reason) => StepUpStatus::Denied(Denial::parse(reason).unwrap_or(Denial::Failed)),
        None if clock::from_sql(row.expires) <= clock::now() => {
            StepUpStatus::Denied(Denial::Expired)
        }
        None => StepUpStatus::Pending,
    }
}

fn granted(row: &StepUpRow) -> Option<StepUpStatus> {
    Some(StepUpStatus::Granted {
        context: AuthenticationContext::new(u8::try_from(row.context).ok()?)?,
        scope: GrantScope::parse(&row.scope)?,
        expires: clock::from_sql(row.granted_until?),
    })
}
