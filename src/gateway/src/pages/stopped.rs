//! Something was stopped at the gateway: what, why, and what to do.

use super::layout::{Page, Tone, escape, plain};
use crate::control::Stopped;
use axum::body::Body;
use http::{Response, StatusCode};
use stepgate_policy::{Action, ActivityType, Failure};

/// The page, or the sentence for a program. `check` is where a security check begins, where one would help.
pub fn stopped(
    title: &str,
    stopped: &Stopped,
    navigates: bool,
    check: Option<&str>,
    back: &str,
) -> Response<Body> {
    let needs_check = stopped.decision.action == Action::RequireStepUp;
    let status = if needs_check {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::FORBIDDEN
    };
    if !navigates {
        return plain(status, &one_sentence(stopped));
    }
    let page = if needs_check {
        Page::new(Tone::Check, "Security check required")
    } else {
        Page::new(Tone::Stop, &format!("{} blocked", noun(&stopped.activity)))
    };
    let page = page
        .app(title)
        .say_html(&why(stopped))
        .quote(&stopped.message);
    let page = match check {
        Some(address) => page.link(address, "Start security check", true),
        None => page,
    };
    let page = page.link(back, &format!("Back to {title}"), check.is_none());
    match &stopped.policy_name {
        Some(name) => page.foot(&format!("Policy: {name}")),
        None => page,
    }
    .answer(status)
}

/// As one sentence of text, with the policy's own words behind it.
fn one_sentence(stopped: &Stopped) -> String {
    let text = why(stopped).replace("<b>", "").replace("</b>", "");
    let text = unescape(&text);
    if stopped.message.is_empty() {
        text
    } else {
        format!("{text} {}", stopped.message)
    }
}

fn unescape(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&")
}

fn why(stopped: &Stopped) -> String {
    let what = doing(&stopped.activity, &stopped.object);
    match (stopped.decision.action, stopped.decision.failure) {
        (Action::RequireStepUp, _) => {
            format!("{what} requires a security check by your organization's security policy.")
        }
        (
            Action::Allow
            | Action::Audit
            | Action::Redact
            | Action::Protect
            | Action::Warn
            | Action::WarnWithJustification
            | Action::RequestApproval
            | Action::Block,
            failure,
        ) => why_blocked(&what, failure),
    }
}

/// Also for what this version cannot carry out at the gateway: that stops.
fn why_blocked(what: &str, failure: Option<Failure>) -> String {
    match failure {
        Some(Failure::NotScanned) => format!(
            "{what} is blocked by your organization's security policy because its content could not be checked."
        ),
        Some(Failure::CorruptBundle | Failure::StalePolicy | Failure::NoPolicy) | None => {
            format!("{what} is blocked by your organization's security policy.")
        }
    }
}

fn noun(activity: &ActivityType) -> &'static str {
    match activity {
        ActivityType::Copy => "Copy",
        ActivityType::Cut => "Cut",
        ActivityType::Paste => "Paste",
        ActivityType::Print => "Print",
        ActivityType::Download => "Download",
        ActivityType::Upload => "Upload",
        ActivityType::SendItem => "Message",
        ActivityType::Custom(_) => "Activity",
    }
}

fn doing(activity: &ActivityType, object: &str) -> String {
    let verb = match activity {
        ActivityType::Copy => "Copying",
        ActivityType::Cut => "Cutting",
        ActivityType::Paste => "Pasting",
        ActivityType::Print => "Printing",
        ActivityType::Download => "Downloading",
        ActivityType::Upload => "Uploading",
        ActivityType::SendItem => return "Sending this".to_owned(),
        ActivityType::Custom(_) => return "This".to_owned(),
    };
    if object.is_empty() {
        format!("{verb} this")
    } else {
        format!("{verb} <b>{}</b>", escape(object))
    }
}
