//! What can go wrong with an issuer, and what can come back from one.

use stepgate_policy::AuthenticationContext;

/// Why no round trip can begin.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// Nothing answers, or not with discovery.
    #[error(
        "the identity provider `{issuer}` cannot be reached ({cause}): check `identity.issuer`, and that \
         `{issuer}/.well-known/openid-configuration` opens from this machine"
    )]
    Unreachable {
        /// The configured issuer.
        issuer: String,
        /// What the connection said.
        cause: String,
    },
    /// Something answers, but it is not an OpenID Connect issuer.
    #[error(
        "`{issuer}` does not answer as an OpenID Connect issuer ({cause}): check `identity.issuer` for a \
         missing or extra path"
    )]
    NotAnIssuer {
        /// The configured issuer.
        issuer: String,
        /// What was wrong with the answer.
        cause: String,
    },
    /// Discovery names another issuer than the one that was asked.
    #[error(
        "the identity provider calls itself `{found}`, not `{issuer}`: write it exactly so in `identity.issuer`"
    )]
    IssuerMismatch {
        /// The configured issuer.
        issuer: String,
        /// The issuer its discovery document names.
        found: String,
    },
    /// The configuration cannot work with any issuer.
    #[error("identity: {0}")]
    Config(String),
    /// The person signed in with another issuer than the one that is configured now.
    #[error(
        "this session was signed in with another identity provider than `{issuer}`: sign in again"
    )]
    OtherIssuer {
        /// The configured issuer.
        issuer: String,
    },
}

/// Why a round trip did not end with a person who proved what was asked. Always final: the same round trip
/// cannot be finished again.
#[derive(Debug, thiserror::Error)]
pub enum FinishError {
    /// The person said no at the issuer.
    #[error("the check was cancelled")]
    Cancelled,
    /// They came back without the context: they may not satisfy it, or no rule at the issuer grants it.
    #[error(
        "`{context}` was not satisfied: the identity provider did not confirm it for this person; an \
         administrator can check its rules for `{context}`"
    )]
    NotSatisfied {
        /// The context that was asked for.
        context: AuthenticationContext,
    },
    /// The context is there, but from an earlier proof, and this time a new one was asked for.
    #[error(
        "`{context}` was not proved anew: the identity provider must ask again when `max_age=0` is sent, and \
         say when it did in `auth_time`"
    )]
    NotFresh {
        /// The context that was asked for.
        context: AuthenticationContext,
    },
    /// Another person came back than the one whose session it is.
    #[error("another person came back than the one who is signed in: do the check as `{expected}`")]
    WrongUser {
        /// The sign-in name of the session.
        expected: String,
    },
    /// It took too long.
    #[error("the check took too long: start again")]
    Expired,
    /// What came back does not belong to this round trip, or its token cannot be believed.
    #[error("the identity provider's answer was refused: {0}")]
    Invalid(String),
    /// The issuer reported an error of its own.
    #[error("the identity provider answered `{error}`: {description}")]
    Refused {
        /// The OAuth error code.
        error: String,
        /// Its words.
        description: String,
    },
    /// The issuer could not be asked.
    #[error(transparent)]
    Identity(#[from] IdentityError),
}

impl FinishError {
    /// The reason as the page is told: `cancelled` `notSatisfied` `wrongUser` `expired` `failed`.
    #[must_use]
    pub const fn keyword(&self) -> &'static str {
        match self {
            Self::Cancelled => "cancelled",
            Self::NotSatisfied { .. } | Self::NotFresh { .. } => "notSatisfied",
            Self::WrongUser { .. } => "wrongUser",
            Self::Expired => "expired",
            Self::Invalid(_) | Self::Refused { .. } | Self::Identity(_) => "failed",
        }
    }
}
