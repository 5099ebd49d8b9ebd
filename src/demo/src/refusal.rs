//! How does an app say no?

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

/// A request the app will not carry out, in words its page can show.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    reason: &'static str,
}

impl Refusal {
    /// What was sent cannot be used.
    pub(crate) const fn unusable(reason: &'static str) -> Self {
        Self {
            status: StatusCode::UNPROCESSABLE_ENTITY,
            reason,
        }
    }

    /// There is nothing of that name.
    pub(crate) const fn missing(reason: &'static str) -> Self {
        Self {
            status: StatusCode::NOT_FOUND,
            reason,
        }
    }

    /// The app could not keep or read what it should: the cause goes to the log, not to the page.
    pub(crate) fn failed(reason: &'static str, cause: &dyn std::error::Error) -> Self {
        tracing::error!(%cause, reason, "a demo app failed");
        Self {
            status: StatusCode::INTERNAL_SERVER_ERROR,
            reason,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        (self.status, self.reason).into_response()
    }
}
