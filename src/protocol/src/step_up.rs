//! Beginning a step-up from the page, and learning how it stands.

use crate::json::Object;
use core::fmt;
use stepgate_policy::{AuthenticationContext, GrantScope, words};

words! {
    /// How the person gets to the identity provider.
    pub enum StepUpMode: "a mode" {
        /// In a window of its own; the page stays as it is.
        Popup = 0 "popup",
        /// In place of the page, which is come back to.
        Redirect = 1 "redirect",
    }
}

/// What the page posts to [`paths::STEP_UP`](crate::paths::STEP_UP). What must be proved is the
/// policy's, and the gateway looks it up itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "camelCase")
)]
pub struct StepUpRequest {
    /// Id of the policy that asked.
    pub policy: String,
    /// The activity's wire name.
    pub activity: String,
    /// The file's name, or empty.
    pub object: String,
    /// Full address of the page, to come back to.
    pub url: String,
    /// How the person gets there.
    pub mode: StepUpMode,
}

impl StepUpRequest {
    /// Appends it to `out` as JSON.
    pub fn write_json(&self, out: &mut String) {
        let mut object = Object::begin(out);
        object.string("policy", &self.policy);
        object.string("activity", &self.activity);
        object.string("object", &self.object);
        object.string("url", &self.url);
        object.string("mode", self.mode.keyword());
        object.end();
    }
}

words! {
    /// Why a step-up came to nothing.
    pub enum Denial: "a reason" {
        /// The person gave up.
        Cancelled = 0 "cancelled",
        /// Another person proved themselves.
        WrongUser = 1 "wrongUser",
        /// The identity provider did not grant the context.
        NotSatisfied = 2 "notSatisfied",
        /// It took too long.
        Expired = 3 "expired",
        /// Something did not work.
        Failed = 4 "failed",
    }
}

/// How a step-up stands: `pending`, `granted c1 action 1700000000` or `denied cancelled`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepUpStatus {
    /// The person is on the way.
    Pending,
    /// The person proved it.
    Granted {
        /// The context that was satisfied.
        context: AuthenticationContext,
        /// How far the grant reaches.
        scope: GrantScope,
        /// Unix time in seconds after which it is void.
        expires: u64,
    },
    /// It came to nothing, for good.
    Denied(Denial),
}

impl StepUpStatus {
    /// Reads a status; `None` if it is not one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.trim().split(' ');
        let status = match words.next()? {
            "pending" => Self::Pending,
            "granted" => Self::Granted {
                context: AuthenticationContext::parse(words.next()?)?,
                scope: GrantScope::parse(words.next()?)?,
                expires: words.next()?.parse().ok()?,
            },
            "denied" => Self::Denied(Denial::parse(words.next()?)?),
            _ => return None,
        };
        words.next().is_none().then_some(status)
    }
}

impl fmt::Display for StepUpStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pending => f.write_str("pending"),
            Self::Granted {
                context,
                scope,
                expires,
            } => {
                write!(f, "granted {context} {} {expires}", scope.keyword())
            }
            Self::Denied(denial) => write!(f, "denied {}", denial.keyword()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Denial, StepUpStatus};
    use stepgate_policy::{AuthenticationContext, GrantScope};

    #[test]
    fn a_status_reads_back_as_it_was_written() {
        let context = AuthenticationContext::new(1).unwrap();
        let granted = StepUpStatus::Granted {
            context,
            scope: GrantScope::Action,
            expires: 1_700_000_000,
        };
        assert_eq!(granted.to_string(), "granted c1 action 1700000000");
        let denied = Denial::ALL.map(StepUpStatus::Denied);
        for status in denied.into_iter().chain([StepUpStatus::Pending, granted]) {
            assert_eq!(StepUpStatus::parse(&status.to_string()), Some(status));
        }
    }

    #[test]
    fn anything_else_is_no_status() {
        for text in [
            "",
            "granted",
            "granted c0 action 1",
            "granted c1 action",
            "denied",
            "pending x",
        ] {
            assert_eq!(StepUpStatus::parse(text), None, "{text}");
        }
    }
}
