//! Coming and going.

use super::layout::{Page, Tone, escape};
use axum::body::Body;
use http::{Response, StatusCode};
use stepgate_identity::FinishError;
use stepgate_protocol::paths;
use url::Url;

/// The person came back from the identity provider, but not signed in.
pub fn sign_in_failed(title: &str, error: &FinishError) -> Response<Body> {
    let (heading, text) = match error {
        FinishError::Cancelled => (
            "Sign-in was cancelled",
            "You are not signed in. Nothing was opened.".to_owned(),
        ),
        FinishError::Expired => (
            "Sign-in took too long",
            "For your safety a sign-in has to be finished within five minutes.".to_owned(),
        ),
        FinishError::NotSatisfied { .. }
        | FinishError::NotFresh { .. }
        | FinishError::WrongUser { .. }
        | FinishError::Invalid(_)
        | FinishError::Refused { .. }
        | FinishError::Identity(_) => ("You could not be signed in", sentence(&error.to_string())),
    };
    Page::new(Tone::Stop, heading)
        .app(title)
        .say(&text)
        .link("/", "Sign in again", true)
        .answer(StatusCode::FORBIDDEN)
}

/// A sign-in came back that this browser did not begin, or that is over.
pub fn sign_in_lost(title: &str) -> Response<Body> {
    Page::new(Tone::Stop, "This sign-in is not open any more")
        .app(title)
        .say("It was used already, took longer than five minutes, or was begun in another browser.")
        .link("/", &format!("Go to {title}"), true)
        .answer(StatusCode::BAD_REQUEST)
}

/// Asks before signing out.
pub fn sign_out_question(title: &str, name: &str, user: &str) -> Response<Body> {
    let form = format!(
        "<form method=\"post\" action=\"{}\"><button class=\"button primary\" type=\"submit\">Sign out of {}</button></form>",
        paths::SIGN_OUT,
        escape(title)
    );
    Page::new(Tone::Note, "Sign out?")
        .app(title)
        .say(&format!(
            "You are signed in as {name} ({user}). Security checks you have passed will not count any more."
        ))
        .form(&form)
        .answer(StatusCode::OK)
}

/// The session is over; `provider` is where the session at the identity provider ends, if it says so.
pub fn signed_out(title: &str, provider: Option<&Url>) -> Response<Body> {
    let page = Page::new(Tone::Good, "You are signed out")
        .app(title)
        .say("Your identity provider may still know you. On a shared computer sign out there, too, and close the browser.");
    let page = match provider {
        Some(address) => page.link(address.as_str(), "Sign out everywhere", true),
        None => page,
    };
    page.link("/", "Sign in again", provider.is_none())
        .answer(StatusCode::OK)
}

/// A cause as a sentence.
pub fn sentence(cause: &str) -> String {
    let mut characters = cause.chars();
    let first = characters.next().map(char::to_uppercase);
    let text: String = first.into_iter().flatten().chain(characters).collect();
    if text.ends_with('.') {
        text
    } else {
        format!("{text}.")
    }
}
