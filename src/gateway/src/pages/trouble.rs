//! What went wrong, and what to do.

use super::layout::{Page, Tone, plain};
use super::sign_in::sentence;
use axum::body::Body;
use http::{Response, StatusCode};
use stepgate_protocol::paths;

/// A page for people, a sentence for programs.
fn say(
    navigates: bool,
    status: StatusCode,
    heading: &str,
    text: &str,
    link: Option<(&str, &str)>,
) -> Response<Body> {
    if !navigates {
        return plain(status, text);
    }
    let page = Page::new(Tone::Stop, heading).say(text);
    match link {
        Some((address, words)) => page.link(address, words, true),
        None => page,
    }
    .answer(status)
}

/// No app has this host name.
pub fn unknown_host(host: &str) -> Response<Body> {
    let text = format!(
        "No app is set up for “{host}” here. Check the address, or ask your administrator to add the host to the \
         gateway's apps."
    );
    say(
        true,
        StatusCode::MISDIRECTED_REQUEST,
        "There is no app at this address",
        &text,
        None,
    )
}

/// An extension speaks for a site that is not configured.
pub fn unknown_site(name: &str) -> Response<Body> {
    plain(
        StatusCode::BAD_REQUEST,
        &format!(
            "`{}: {name}` names none of the extension's sites here: fetch the policies again, or ask your administrator \
             to add it to `[[extension.sites]]`.",
            paths::APP_HEADER
        ),
    )
}

/// The app does not answer.
pub fn app_down(navigates: bool, title: &str, path: &str, timed_out: bool) -> Response<Body> {
    let (status, what) = if timed_out {
        (StatusCode::GATEWAY_TIMEOUT, "takes too long to answer")
    } else {
        (StatusCode::BAD_GATEWAY, "does not answer")
    };
    let text = format!(
        "{title} {what} right now. You are signed in; nothing is lost. Try again in a moment."
    );
    say(
        navigates,
        status,
        &format!("{title} is not available"),
        &text,
        Some((path, "Try again")),
    )
}

/// The app sent a page the agent cannot be put into.
pub fn unreadable_page(navigates: bool, title: &str, cause: &str) -> Response<Body> {
    let text = format!(
        "This page of {title} cannot be protected, so it is not shown. {}",
        sentence(cause)
    );
    say(
        navigates,
        StatusCode::BAD_GATEWAY,
        "This page cannot be shown",
        &text,
        None,
    )
}

/// The identity provider does not answer.
pub fn identity_down(navigates: bool, cause: &str) -> Response<Body> {
    let text = format!("You cannot be signed in right now. {}", sentence(cause));
    say(
        navigates,
        StatusCode::BAD_GATEWAY,
        "Sign-in is not available",
        &text,
        None,
    )
}

/// The gateway's own state cannot be read.
pub fn state_unreadable(navigates: bool) -> Response<Body> {
    let text = "The gateway cannot read its state right now, so nothing can be decided. Try again in a moment; if it \
                stays so, tell your administrator.";
    say(
        navigates,
        StatusCode::SERVICE_UNAVAILABLE,
        "Nothing can be decided right now",
        text,
        None,
    )
}

/// A request's body broke off or cannot be read.
pub fn refused_body(navigates: bool, cause: &str) -> Response<Body> {
    let text = format!(
        "What was sent cannot be read, so it was not passed on. {}",
        sentence(cause)
    );
    say(
        navigates,
        StatusCode::BAD_REQUEST,
        "This could not be sent",
        &text,
        None,
    )
}

/// There is nothing at this address of the gateway's own.
pub fn not_found(navigates: bool) -> Response<Body> {
    say(
        navigates,
        StatusCode::NOT_FOUND,
        "Nothing is here",
        "This address does not exist.",
        Some(("/", "Go to the start")),
    )
}

/// The console, for somebody else.
pub fn not_an_administrator(navigates: bool, user: &str) -> Response<Body> {
    let text = format!(
        "{user} is not in a group that may open it. Ask your administrator, or sign out and sign in as somebody else."
    );
    if !navigates {
        return plain(
            StatusCode::FORBIDDEN,
            &format!("The console is for administrators. {text}"),
        );
    }
    Page::new(Tone::Stop, "The console is for administrators")
        .say(&text)
        .link("/", "Go to the app", true)
        .link(paths::SIGN_OUT, "Sign out", false)
        .answer(StatusCode::FORBIDDEN)
}

/// Not from there.
pub fn forbidden(navigates: bool, heading: &str, text: &str) -> Response<Body> {
    say(
        navigates,
        StatusCode::FORBIDDEN,
        heading,
        text,
        Some(("/", "Go to the start")),
    )
}

/// A program asks without a session.
pub fn sign_in_first(title: &str, address: &str) -> Response<Body> {
    plain(
        StatusCode::UNAUTHORIZED,
        &format!(
            "You are not signed in to {title}, or your session is over: open {address} in a browser and sign in."
        ),
    )
}

/// Service workers are off.
pub fn service_worker_refused(title: &str) -> Response<Body> {
    plain(
        StatusCode::FORBIDDEN,
        &format!(
            "Service workers are switched off for {title}, because they answer requests out of the gateway's sight; \
             an administrator can allow them with `service_workers = true`."
        ),
    )
}
