//! The last page of a step-up.

use super::status::standing;
use crate::endpoints::{In, Trouble};
use crate::pages;
use crate::session::see_other;
use axum::body::Body;
use axum::extract::Path;
use http::Response;
use stepgate_protocol::{Denial, StepUpStatus};

/// A popup says that it is done and closes. A redirect goes back where it began; the agent there asks how it ended. To a
/// site that a browser extension holds a page leads back: browsers count redirects after a form to the `form-action` of
/// the identity provider's page, which knows nothing of that site. On the gateway's own page what was stopped goes on,
/// or the person is told why not.
pub async fn done(In(visit): In, Path(id): Path<String>) -> Result<Response<Body>, Trouble> {
    let Some(row) = visit.step_up(&id).await? else {
        return Ok(pages::check_over(&visit.app.title));
    };
    let title = visit.title_of(&row);
    Ok(match row.mode.as_str() {
        "popup" => pages::check_popup_done(&row.id, title),
        "redirect" if row.return_to.starts_with('/') => see_other(&row.return_to),
        "redirect" => pages::check_return(title, &row.return_to),
        _ => match standing(&row) {
            StepUpStatus::Granted { .. } => {
                pages::check_done(title, &row.object, &row.return_to, &row.back)
            }
            StepUpStatus::Denied(denial) => pages::check_denied(title, denial, &row.back),
            StepUpStatus::Pending => pages::check_denied(title, Denial::Failed, &row.back),
        },
    })
}
