//! The end of a security check.

use super::layout::{Page, Tone};
use axum::body::Body;
use http::{Response, StatusCode};
use stepgate_protocol::Denial;

/// The popup's last page: tells the page that opened it, and closes. The message carries no authority; the page asks
/// the gateway how the check ended.
pub fn check_popup_done(id: &str, title: &str) -> Response<Body> {
    // The id is hex digits from the database.
    let script = format!(
        "const c=new BroadcastChannel('stepgate-{id}');c.postMessage('done');c.close();window.close();"
    );
    Page::new(Tone::Good, "You can close this window")
        .app(title)
        .say(&format!("Go back to {title} to finish what you began."))
        .script(&script)
        .answer(StatusCode::OK)
}

/// The check is over, and the person goes back to a site that is not behind the gateway.
pub fn check_return(title: &str, to: &str) -> Response<Body> {
    Page::new(Tone::Good, &format!("Back to {title}"))
        .say("If nothing happens, use the button.")
        .go_on_to(to)
        .link(to, "Continue", true)
        .answer(StatusCode::OK)
}

/// The check was passed on the gateway's own page: what was stopped goes on by itself.
pub fn check_done(title: &str, object: &str, to: &str, back: &str) -> Response<Body> {
    let what = if object.is_empty() {
        "What you began"
    } else {
        object
    };
    Page::new(Tone::Good, "Security check passed")
        .app(title)
        .say(&format!(
            "{what} is on its way. If nothing happens, use the button."
        ))
        .go_on_to(to)
        .link(to, "Continue", true)
        .link(back, &format!("Back to {title}"), false)
        .answer(StatusCode::OK)
}

/// The check was not passed, for good.
pub fn check_denied(title: &str, denial: Denial, back: &str) -> Response<Body> {
    let (heading, text) = match denial {
        Denial::Cancelled => (
            "Security check cancelled",
            "Nothing was done. You can start it again when you need it.",
        ),
        Denial::WrongUser => (
            "Another person did the check",
            "The security check has to be done by the person who is signed in here. Nothing was done.",
        ),
        Denial::NotSatisfied => (
            "Security check not passed",
            "Your organization does not let you do this, even with a security check. Ask your support desk if you need it.",
        ),
        Denial::Expired => (
            "Security check took too long",
            "It has to be finished within five minutes. Nothing was done.",
        ),
        Denial::Failed => (
            "Security check failed",
            "Something went wrong on the way. Nothing was done. Try again later.",
        ),
    };
    Page::new(Tone::Stop, heading)
        .app(title)
        .say(text)
        .link(back, &format!("Back to {title}"), true)
        .answer(StatusCode::FORBIDDEN)
}

/// There is no such check, or it is over.
pub fn check_over(title: &str) -> Response<Body> {
    Page::new(Tone::Stop, "This security check is over")
        .app(title)
        .say("It was used already, took longer than five minutes, or belongs to another session.")
        .link("/", &format!("Back to {title}"), true)
        .answer(StatusCode::NOT_FOUND)
}
