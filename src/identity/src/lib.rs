//! Who is this, and what have they proved?
//!
//! [`RelyingParty`] signs people in with any OpenID Connect issuer and sends them back there to prove
//! more (an [authentication context](stepgate_policy::AuthenticationContext)). It keeps nothing between
//! the two halves of a round trip: [`RelyingParty::begin`] gives the caller a [`Pending`] to keep, and
//! [`RelyingParty::finish`] takes it back with what the browser brought.
//!
//! [`provider`] is an issuer for the demo and the tests. It is not for production.

mod answer;
mod config;
mod error;
mod issuer;
mod person;
pub mod provider;
mod relying_party;
mod request;
mod round_trip;
mod token;

pub use config::{ClaimNames, RelyingPartyConfig};
pub use error::{FinishError, IdentityError};
pub use person::Person;
pub use relying_party::RelyingParty;
pub use round_trip::{Callback, Challenge, PENDING_LIFETIME, Pending, Started, state_hash};
