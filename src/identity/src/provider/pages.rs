//! The pages people see. Each is one form; its first button is what Enter presses.

use crate::provider::account::{ACCOUNTS, Account};
use crate::provider::authorize::Place;
use crate::provider::layout::page;
use crate::provider::second_factor::SecondFactor;
use axum::http::header::REFRESH;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use maud::{Markup, html};
use url::Url;

/// `GET /`: what this is.
pub async fn about() -> Response {
    let body = html! {
        h1 { "Demo identity provider" }
        p { "Apps send people here to sign in. There is nothing to do on this page: open the app instead." }
    };
    page(StatusCode::OK, "About", None, &body)
}

/// Who is it?
pub fn choose_account(place: &Place, id: &str) -> Response {
    let ask = &place.interaction.ask;
    let first = |account: &Account| ask.login_hint.as_deref() == Some(account.email);
    let focused = ACCOUNTS
        .iter()
        .find(|account| first(account))
        .or(ACCOUNTS.first());
    let body = form(
        place,
        id,
        &html! {
            h1 { "Choose an account" }
            p class="to" { "to continue to " strong { (app(place)) } }
            @if let (Some(_), Some(hint)) = (&ask.sub, &ask.login_hint) {
                p class="notice" { "This check is for " strong { (hint) } "." }
            }
            ul class="accounts" {
                @for account in &ACCOUNTS {
                    li { (choice(account, focused == Some(account))) }
                }
            }
            (cancel())
        },
    );
    page(
        StatusCode::OK,
        "Choose an account",
        Some(&ask.back.redirect_uri),
        &body,
    )
}

/// The name alone is the button's accessible name; the rest describes it.
fn choice(account: &Account, focused: bool) -> Markup {
    let (name, about) = (
        format!("{}-name", account.id),
        format!("{}-about", account.id),
    );
    html! {
        button class="account" name="answer" value=(account.id) autofocus[focused]
            aria-labelledby=(name) aria-describedby=(about) {
            (picture(account))
            span class="who" {
                span class="name" id=(name) { (account.name) }
                span class="about" id=(about) { (account.email) span class="more" { (account.about) } }
            }
        }
    }
}

/// A code, please.
pub fn second_factor(place: &Place, id: &str, code: Option<&str>, now: u64) -> Response {
    let notice = place.interaction.notice.as_deref();
    let body = form(
        place,
        id,
        &html! {
            @if let Some(person) = place.person { (identity(person.account)) }
            h1 { "Verify it is you" }
            p class="to" { "Enter the code from your authenticator app to continue to " strong { (app(place)) } "." }
            label for="code" { "Verification code" }
            input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code"
                maxlength="9" placeholder="000000" required autofocus
                aria-invalid=[notice.map(|_| "true")] aria-describedby=[notice.map(|_| "wrong")];
            @if let Some(notice) = notice {
                p id="wrong" class="wrong" role="alert" { (notice) }
            }
            (demo_code(code, now))
            div class="actions" {
                button class="main" name="answer" value="verify" { "Verify" }
                (cancel())
            }
        },
    );
    let target = &place.interaction.ask.back.redirect_uri;
    let mut response = page(StatusCode::OK, "Verify it is you", Some(target), &body);
    if code.is_none() {
        let wait = HeaderValue::from(SecondFactor::next_code(now) + 1);
        response.headers_mut().insert(REFRESH, wait);
    }
    response
}

/// What a phone would show. Where every code of this moment is used up, the page asks again when there is
/// a new one.
fn demo_code(code: Option<&str>, now: u64) -> Markup {
    html! {
        aside class="phone" aria-label="Demo authenticator app" {
            p { "In this demo, this box stands for the app on your phone." }
            @if let Some(code) = code {
                p { "Current code " output id="demo-code" { (code) } }
            } @else {
                @let wait = SecondFactor::next_code(now);
                p role="status" { "The current codes are used. A new one appears in " (wait) " seconds." }
            }
        }
    }
}

/// Something to agree to.
pub fn terms(place: &Place, id: &str) -> Response {
    let body = form(
        place,
        id,
        &html! {
            @if let Some(person) = place.person { (identity(person.account)) }
            h1 { "Terms of use" }
            p class="to" { "Contoso asks you to accept these before you continue to " strong { (app(place)) } "." }
            section class="terms" tabindex="0" aria-label="Terms of use" {
                h2 { "Working with confidential files" }
                ul {
                    li { "Use what you download for your work at Contoso only." }
                    li { "Keep it on this device no longer than the work takes." }
                    li { "Do not pass it on to people outside Contoso." }
                    li { "Tell the service desk at once if this device is lost." }
                }
                p { "What you do with protected files is recorded." }
            }
            div class="actions" {
                button class="main" name="answer" value="accept" autofocus { "Accept" }
                button name="answer" value="decline" { "Decline" }
                (cancel())
            }
        },
    );
    page(
        StatusCode::OK,
        "Terms of use",
        Some(&place.interaction.ask.back.redirect_uri),
        &body,
    )
}

/// This person may not.
pub fn blocked(place: &Place, id: &str) -> Response {
    let body = form(
        place,
        id,
        &html! {
            @if let Some(person) = place.person { (identity(person.account)) }
            h1 { "Access blocked" }
            p { "Your sign-in worked, but your organization does not let you pass this security check." }
            p { "Ask your administrator if you need this for your work." }
            div class="actions" {
                button class="main" name="answer" value="back" autofocus { "Back to the app" }
            }
        },
    );
    page(
        StatusCode::OK,
        "Access blocked",
        Some(&place.interaction.ask.back.redirect_uri),
        &body,
    )
}

/// Really leave?
pub fn sign_out(account: &Account, csrf: &str, return_to: Option<&Url>) -> Response {
    let body = html! {
        form method="post" action="/sign-out" {
            input type="hidden" name="csrf" value=(csrf);
            input type="hidden" name="return_to" value=(return_to.map_or("", Url::as_str));
            (identity(account))
            h1 { "Sign out?" }
            p { "Afterwards, someone else can sign in in this browser." }
            div class="actions" {
                button class="main" name="answer" value="sign-out" autofocus { "Sign out" }
                (cancel())
            }
        }
    };
    page(StatusCode::OK, "Sign out", return_to, &body)
}

/// Gone.
pub fn signed_out() -> Response {
    let body = html! { h1 { "You are signed out" } p { "You can close this page." } };
    page(StatusCode::OK, "Signed out", None, &body)
}

/// The request is over, too old, or of another browser.
pub fn ended() -> Response {
    let body = html! {
        h1 { "This page has ended" }
        p { "It was answered already, or it is too old. Go back to the app and start again." }
    };
    page(StatusCode::BAD_REQUEST, "Ended", None, &body)
}

/// A request that may not even be answered.
pub fn refused(why: &str) -> Response {
    let body = html! {
        h1 { "This sign-in cannot begin" }
        p { (why) }
        p { "Check the client id and the return addresses in the app's configuration." }
    };
    page(StatusCode::BAD_REQUEST, "Cannot begin", None, &body)
}

fn form(place: &Place, id: &str, fields: &Markup) -> Markup {
    html! {
        form method="post" action=(format!("/interaction/{id}")) {
            input type="hidden" name="csrf" value=(place.csrf);
            (fields)
        }
    }
}

fn cancel() -> Markup {
    html! { button class="quiet" name="answer" value="cancel" formnovalidate { "Cancel" } }
}

fn identity(account: &Account) -> Markup {
    html! { p class="identity" { (picture(account)) span { (account.email) } } }
}

fn picture(account: &Account) -> Markup {
    html! { span class={ "picture " (account.id) } aria-hidden="true" { (account.initials()) } }
}

/// The app as people know it: by its host.
fn app(place: &Place) -> &str {
    place
        .interaction
        .ask
        .back
        .redirect_uri
        .host_str()
        .unwrap_or("the app")
}
