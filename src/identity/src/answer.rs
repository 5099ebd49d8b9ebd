//! What does the browser bring back, and does it prove what was asked?

use crate::issuer::Metadata;
use crate::token::SKEW;
use crate::{Callback, Challenge, FinishError, PENDING_LIFETIME, Pending, Person, state_hash};

/// Is this the answer to this round trip, in time, from this issuer?
pub fn belongs(
    pending: &Pending,
    callback: &Callback,
    metadata: &Metadata,
    now: u64,
) -> Result<(), FinishError> {
    let state = callback
        .state
        .as_deref()
        .ok_or_else(|| invalid("it carries no `state`"))?;
    if state_hash(state) != pending.state_hash {
        return Err(invalid("its `state` is another round trip's"));
    }
    if now >= pending.started + PENDING_LIFETIME {
        return Err(FinishError::Expired);
    }
    let promised = metadata
        .additional_metadata()
        .authorization_response_iss_parameter_supported;
    match callback.iss.as_deref() {
        Some(iss) if iss == metadata.issuer().as_str() => Ok(()),
        Some(_) => Err(invalid("its `iss` is another identity provider's")),
        None if promised => Err(invalid(
            "it carries no `iss`, which this identity provider promises",
        )),
        None => Ok(()),
    }
}

/// An OAuth error as what it means here (OpenID Connect Core 3.1.2.6, RFC 9470 section 5).
pub fn refused(error: &str, callback: &Callback, challenge: Option<&Challenge>) -> FinishError {
    let description = callback.error_description.clone().unwrap_or_default();
    // Entra says `access_denied` for both; AADSTS53003 is "blocked by Conditional Access".
    let blocked = description.starts_with("AADSTS53003");
    match (error, challenge) {
        ("unmet_authentication_requirements" | "interaction_required", Some(challenge)) => {
            FinishError::NotSatisfied {
                context: challenge.context,
            }
        }
        ("access_denied", Some(challenge)) if blocked => FinishError::NotSatisfied {
            context: challenge.context,
        },
        ("access_denied", _) if !blocked => FinishError::Cancelled,
        // The one person who was asked for is not the one who is signed in there.
        ("login_required" | "account_selection_required", Some(challenge)) => {
            FinishError::WrongUser {
                expected: challenge.user.clone(),
            }
        }
        _ => FinishError::Refused {
            error: error.to_owned(),
            description,
        },
    }
}

/// Did the right person prove the right thing, now if it must be now?
pub fn proved(person: Person, challenge: &Challenge, started: u64) -> Result<Person, FinishError> {
    if person.subject != challenge.subject {
        return Err(FinishError::WrongUser {
            expected: challenge.user.clone(),
        });
    }
    if !person.contexts.contains(&challenge.context) {
        return Err(FinishError::NotSatisfied {
            context: challenge.context,
        });
    }
    let recent = person.auth_time.is_some_and(|at| at + SKEW >= started);
    if challenge.fresh && !recent {
        return Err(FinishError::NotFresh {
            context: challenge.context,
        });
    }
    Ok(person)
}

/// An answer that is no answer.
pub fn invalid(why: &str) -> FinishError {
    FinishError::Invalid(why.to_owned())
}
