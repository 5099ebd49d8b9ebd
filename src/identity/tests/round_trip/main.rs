//! Do the relying party and an issuer hold their round trip, over real HTTP on loopback?
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may panic"
)]

mod answers;
mod browser;
mod demo_provider;
mod discovery;
mod forger;
mod journeys;
mod tokens;

use std::time::SystemTime;
use stepgate_identity::{
    Callback, Challenge, ClaimNames, FinishError, Person, RelyingParty, RelyingPartyConfig, Started,
};
use stepgate_policy::AuthenticationContext;
use url::Url;

/// Where the gateway would wait for the browser.
const REDIRECT_URI: &str = "http://files.localhost:8080/.stepgate/callback";
/// The client both issuers know.
const CLIENT: (&str, &str) = ("stepgate", "a secret: with % and +");

fn redirect_uri() -> Url {
    Url::parse(REDIRECT_URI).unwrap()
}

fn now() -> u64 {
    SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs()
}

fn config(issuer: &Url) -> RelyingPartyConfig {
    let (client_id, client_secret) = (CLIENT.0.to_owned(), CLIENT.1.to_owned());
    RelyingPartyConfig {
        issuer: issuer.clone(),
        client_id,
        client_secret,
        claims: ClaimNames::default(),
    }
}

/// What a policy asks of this person.
fn c1(person: &Person, fresh: bool) -> Challenge {
    let context = AuthenticationContext::parse("c1").unwrap();
    Challenge {
        context,
        subject: person.subject.clone(),
        user: person.user.clone(),
        fresh,
    }
}

/// The parameter of an address.
fn parameter(url: &Url, name: &str) -> String {
    url.query_pairs()
        .find(|(key, _)| key == name)
        .unwrap()
        .1
        .into_owned()
}

/// The end of a round trip, as the gateway calls it.
async fn finish(
    party: &RelyingParty,
    started: Started,
    callback: &Callback,
) -> Result<Person, FinishError> {
    party
        .finish(&redirect_uri(), started.pending, callback, now())
        .await
}
