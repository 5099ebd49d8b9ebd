//! Something was stopped at the gateway: what, why, and what to do.

use super::layout::{Page, Tone, escape, plain};
use super::question::question_form;
use crate::control::Stopped;
use axum::body::Body;
use http::{Response, StatusCode};
use stepgate_policy::{Action, ActivityType, Failure};

/// What would let it go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// Nothing the person can do here.
    None,
    /// A security check that begins at this address.
    Check(String),
    /// An answer given at this address.
    Answer(String),
}

/// The page, or the sentence for a program.
pub fn stopped(
    title: &str,
    stopped: &Stopped,
    navigates: bool,
    way: &Way,
    back: &str,
) -> Response<Body> {
    let action = stopped.decision.action;
    let status = if action == Action::RequireStepUp {
        StatusCode::UNAUTHORIZED
    } else {
        StatusCode::FORBIDDEN
    };
    if !navigates {
        return plain(status, &one_sentence(stopped));
    }
    let (tone, heading) = heading(stopped);
    let message = &stopped.message;
    let page = Page::new(tone, &heading)
        .app(title)
        .say_html(&why(stopped))
        .quote(&message.body);
    let page = match message.learn_more.as_str() {
        "" => page,
        address => page.say_html(&format!(
            "<a href=\"{}\" rel=\"noreferrer\">Learn more</a>",
            escape(address)
        )),
    };
    let back_to = format!("Back to {title}");
    let page = match way {
        Way::Check(address) => page
            .link(address, "Start security check", true)
            .link(back, &back_to, false),
        Way::Answer(address) => page.form(&question_form(
            address,
            action == Action::WarnWithJustification,
        )),
        Way::None => page.link(back, &back_to, true),
    };
    match &stopped.policy_name {
        Some(name) => page.foot(&format!("Policy: {name}")),
        None => page,
    }
    .answer(status)
}

/// The policy's own heading, or what was stopped.
fn heading(stopped: &Stopped) -> (Tone, String) {
    let noun = noun(&stopped.activity);
    let (tone, heading) = match stopped.decision.action {
        Action::RequireStepUp => (Tone::Check, "Security check required".to_owned()),
        Action::Warn => (Tone::Check, format!("{noun}: go on?")),
        Action::WarnWithJustification => (Tone::Check, format!("{noun}: a reason is needed")),
        Action::RequestApproval => (Tone::Stop, format!("{noun} needs approval")),
        Action::Allow | Action::Audit | Action::Redact | Action::Protect | Action::Block => {
            (Tone::Stop, format!("{noun} blocked"))
        }
    };
    match stopped.message.title.as_str() {
        "" => (tone, heading),
        title => (tone, title.to_owned()),
    }
}

/// As one sentence of text, with the policy's own words behind it.
fn one_sentence(stopped: &Stopped) -> String {
    let text = why(stopped).replace("<b>", "").replace("</b>", "");
    let text = unescape(&text);
    if stopped.message.body.is_empty() {
        text
    } else {
        format!("{text} {}", stopped.message.body)
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
        (Action::Warn, _) => {
            format!("{what} is something your organization's security policy warns about.")
        }
        (Action::WarnWithJustification, _) => format!(
            "{what} is something your organization's security policy warns about, and asks for a reason."
        ),
        (Action::RequestApproval, _) => format!(
            "{what} needs somebody's approval by your organization's security policy. Approval cannot be asked for here yet, so nothing was done: ask your support desk."
        ),
        (Action::Protect, _) => format!(
            "{what} is allowed only as a protected file by your organization's security policy. Files cannot be protected here yet, so nothing was done."
        ),
        (Action::Redact, _) => format!(
            "{what} was stopped because it contains something that your organization's security policy masks."
        ),
        (Action::Allow | Action::Audit | Action::Block, failure) => why_blocked(&what, failure),
    }
}

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
