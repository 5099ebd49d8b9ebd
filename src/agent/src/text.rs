//! What is said to people? All of it, in English.

use crate::facts::Facts;
use crate::session::{self, PolicyWords, Words};
use stepgate_policy::{Action, ActivityType, Inspected, Placeholder, PolicyTrace, fill, shown};
use stepgate_protocol::Denial;

/// The language of this file, for `lang`.
pub const LANGUAGE: &str = "en";

/// Heading of the step-up dialog.
pub const CHECK_REQUIRED: &str = "Security check required";
/// Its button.
pub const VERIFY: &str = "Verify it's you";
/// While the other window is open.
pub const WAITING: &str = "Waiting for you to finish in the other window…";
/// While the transaction is made.
pub const PREPARING: &str = "Preparing the check…";
/// What comes next.
pub const WHAT_NEXT: &str =
    "A sign-in window opens. When you have finished there, you come back to exactly this place.";
/// Another window, please.
pub const OPEN_AGAIN: &str = "Open it again";
/// In this tab instead.
pub const IN_THIS_TAB: &str = "Use this tab";
/// Gives up.
pub const CANCEL: &str = "Cancel";
/// Heading of a warning.
pub const WARNING: &str = "Please think twice";
/// Its button.
pub const GO_ON: &str = "Go on";
/// Label of the field for the person's reason.
pub const REASON: &str = "Your reason";
/// It was too short.
pub const REASON_TOO_SHORT: &str =
    "This is too short. Please say in a few words why you need to do this.";
/// Heading where an answer did not help.
pub const NOT_DONE: &str = "This did not go ahead";
/// Heading where some of it was masked.
pub const MASKED: &str = "Some of it was masked";
/// Heading where a copy stays within the apps it may be pasted in.
pub const KEPT: &str = "Copied for use inside only";
/// What that means.
pub const KEPT_MEANS: &str = "You can paste it where your organization allows. Anywhere else, a notice is pasted in its place.";
/// What other programs paste, where the policy has no words for it.
pub const ON_CLIPBOARD: &str =
    "What was copied here can be pasted only where the organization it belongs to allows.";
/// Leads to a page that says more.
pub const LEARN_MORE: &str = "Learn more";
/// Opens why it was decided so.
pub const DETAILS: &str = "Details";
/// Closes a notice.
pub const CLOSE: &str = "Close";
/// Goes on.
pub const CONTINUE: &str = "Continue";
/// Copies.
pub const COPY_NOW: &str = "Copy now";
/// Heading after the step-up.
pub const CHECK_PASSED: &str = "Security check passed";
/// Heading when it came to nothing.
pub const CHECK_FAILED: &str = "Security check not passed";
/// Heading when the person gave up.
pub const CHECK_CANCELLED: &str = "Security check cancelled";
/// The browser wants one more click for the clipboard.
pub const COPY_NEEDS_CLICK: &str =
    "Your browser needs one more click to put the text on the clipboard.";
/// Copying worked.
pub const COPIED: &str = "Copied to the clipboard";
/// Label of the region of notices.
pub const NOTICES: &str = "Security notices";
/// Nothing could be decided.
pub const NO_DECISION: &str = "The security policies of this page could not be read. Reload the page; if that does not help, contact your administrator.";
/// The policies are too old to decide by.
pub const STALE: &str = "The security policies of this page have run out and could not be renewed. Check your connection and sign in again; if that does not help, contact your administrator.";
/// The policies are not here yet.
pub const NO_POLICY: &str = "Your organization controls this site, but its security policies are not here yet. Sign in with the Stepgate button of your browser, then try again; if that does not help, contact your administrator.";

/// It cannot be read, for the page would have to wait for it.
pub const CANNOT_WAIT: &str = "Your organization looks into files before they are sent, and this page sent the file in a way that leaves no time for it. Try another way to send it; if there is none, contact your administrator.";
/// What is recorded of an attempt that was given up while its files were read.
pub const GIVEN_UP: &str = "given up while its files were read";

/// What is said while files are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// "Checking a.pdf"
    pub title: String,
    /// What comes next.
    pub line: String,
}

/// What is said while a file is read, the one with this number of so many.
#[must_use]
pub fn reading(activity: &ActivityType, name: &str, number: usize, of: usize) -> Reading {
    let Said { doing, .. } = words(activity);
    let title = if name.is_empty() {
        "what is sent"
    } else {
        name
    };
    let place = [" File ", &number.to_string(), " of ", &of.to_string(), "."].concat();
    Reading {
        title: ["Checking ", title].concat(),
        line: [
            doing,
            " goes on by itself when your organization's policy allows it.",
            if of > 1 { &place } else { "" },
        ]
        .concat(),
    }
}

/// "Uploading a.pdf was cancelled."
#[must_use]
pub fn given_up(activity: &ActivityType, name: &str) -> String {
    let Said { doing, .. } = words(activity);
    [doing, " ", object(activity, name), " was cancelled."].concat()
}

struct Said {
    /// "Download blocked"
    blocked: &'static str,
    /// Begins a sentence: "Downloading"
    doing: &'static str,
    /// What, where there is no file: "from this page"
    what: &'static str,
    /// After "You can now": "download"
    verb: &'static str,
}

fn words(activity: &ActivityType) -> Said {
    let (blocked, doing, what, verb) = match activity {
        ActivityType::Copy => ("Copy blocked", "Copying", "from this page", "copy"),
        ActivityType::Cut => ("Cut blocked", "Cutting", "from this page", "cut"),
        ActivityType::Paste => ("Paste blocked", "Pasting", "into this page", "paste"),
        ActivityType::Print => ("Print blocked", "Printing", "this page", "print"),
        ActivityType::Download => (
            "Download blocked",
            "Downloading",
            "from this page",
            "download",
        ),
        ActivityType::Upload => ("Upload blocked", "Uploading", "to this page", "upload"),
        ActivityType::SendItem => ("Message blocked", "Sending", "this message", "send"),
        ActivityType::Custom(_) => ("Action blocked", "Doing", "this", "do this"),
    };
    Said {
        blocked,
        doing,
        what,
        verb,
    }
}

fn object<'a>(activity: &ActivityType, name: &'a str) -> &'a str {
    if name.is_empty() {
        words(activity).what
    } else {
        name
    }
}

/// "Download blocked"
#[must_use]
pub fn blocked_title(activity: &ActivityType) -> &'static str {
    words(activity).blocked
}

/// "Downloading a.pdf is blocked by your organization's security policy."
#[must_use]
pub fn blocked(facts: &Facts) -> String {
    let Said { doing, .. } = words(&facts.activity);
    let what = object(&facts.activity, facts.object());
    [
        doing,
        " ",
        what,
        " is blocked by your organization's security policy.",
    ]
    .concat()
}

/// "Downloading a.pdf requires a security check. …"
#[must_use]
pub fn check_required(activity: &ActivityType, name: &str) -> String {
    let Said { doing, .. } = words(activity);
    let what = object(activity, name);
    [
        doing,
        " ",
        what,
        " requires you to verify your identity once more.",
    ]
    .concat()
}

/// "Downloading a.pdf and 2 more is possible, …"
#[must_use]
pub fn warned(activity: &ActivityType, name: &str, others: usize) -> String {
    let Said { doing, .. } = words(activity);
    let more = if others == 0 {
        String::new()
    } else {
        [" and ", &others.to_string(), " more"].concat()
    };
    [
        doing,
        " ",
        object(activity, name),
        &more,
        " is allowed, but your organization asks you to think about it first.",
    ]
    .concat()
}

/// How a reason is to be given.
#[must_use]
pub fn reason_hint(shortest: usize) -> String {
    [
        "At least ",
        &shortest.to_string(),
        " letters. Your organization keeps what you write here.",
    ]
    .concat()
}

/// An answer did not help.
#[must_use]
pub fn not_done(activity: &ActivityType, name: &str) -> String {
    let Said { doing, .. } = words(activity);
    [
        doing,
        " ",
        object(activity, name),
        " did not go ahead: another security policy stops it.",
    ]
    .concat()
}

/// "Copying from this page went ahead …"
#[must_use]
pub fn masked(activity: &ActivityType) -> String {
    let Said { doing, what, .. } = words(activity);
    [
        doing,
        " ",
        what,
        " went ahead with X in place of what your organization keeps back.",
    ]
    .concat()
}

/// What stands in the way besides the policy: what cannot be done here.
#[must_use]
pub const fn lacking(action: Action) -> &'static str {
    match action {
        Action::RequestApproval => {
            "Somebody would have to approve of it, and nobody can do that here yet."
        }
        Action::Protect => {
            "The file would have to be protected first, and that cannot be done here yet."
        }
        Action::Redact => {
            "What was found in it cannot be masked here, so none of it was passed on."
        }
        Action::Allow
        | Action::Audit
        | Action::Warn
        | Action::WarnWithJustification
        | Action::RequireStepUp
        | Action::Block => "",
    }
}

/// The policy's message with what it is about filled in.
#[must_use]
pub fn filled(policy: &PolicyWords, activity: &ActivityType, name: &str) -> Words {
    let (file, app) = (shown(name), session::app_title());
    let fill = |text: &str| {
        fill(text, |placeholder| match placeholder {
            Placeholder::File => &file,
            Placeholder::App => &app,
            Placeholder::Policy => &policy.name,
            Placeholder::Activity => activity.keyword(),
        })
    };
    Words {
        title: fill(&policy.message.title),
        body: fill(&policy.message.body),
        ..policy.message.clone()
    }
}

/// What the clipboard says in place of a copy: the policy's words, or our own.
#[must_use]
pub fn on_clipboard(message: &Words) -> String {
    let said = [&message.title, &message.body].map(String::as_str);
    let said = said.join("\n");
    match said.trim() {
        "" => ON_CLIPBOARD.into(),
        said => said.into(),
    }
}

/// One line for each policy that matched: what held, and what was counted, never content; and one that says of when
/// the policies are.
#[must_use]
pub fn details(trace: &[PolicyTrace]) -> Vec<String> {
    let matched = trace.iter().filter(|one| one.matched);
    let revision = session::revision_digits();
    let policies = ["Policies ", revision.get(..8).unwrap_or_default()].concat();
    matched.map(detail).chain([policies]).collect()
}

fn detail(traced: &PolicyTrace) -> String {
    let policy = session::policy_words(Some(traced.policy));
    let mut line = ["“", &policy.name, "” (", &policy.id, ")"].concat();
    for (at, holds) in traced.conditions.iter().enumerate() {
        line.push_str(if at == 0 { ": conditions " } else { ", " });
        line.push_str(if *holds { "met" } else { "not met" });
    }
    match traced.inspection {
        None | Some(Inspected::NotAsked) => {}
        Some(Inspected::Count(count)) => {
            line.push_str("; found ");
            line.push_str(&count.to_string());
        }
        Some(Inspected::Failed(reason)) => {
            line.push_str("; the content could not be read: ");
            line.push_str(reason.keyword());
        }
    }
    if traced.satisfied {
        line.push_str("; already answered");
    }
    line
}

/// What to do about it.
#[must_use]
pub fn what_to_do(policy_name: &str) -> String {
    if policy_name.is_empty() {
        return "If you need this for your work, contact your administrator.".into();
    }
    [
        "If you need this for your work, contact your administrator and mention the policy “",
        policy_name,
        "”.",
    ]
    .concat()
}

/// "You can now download a.pdf."
#[must_use]
pub fn can_now(activity: &ActivityType, name: &str) -> String {
    let Said { verb, what, .. } = words(activity);
    [
        "You can now ",
        verb,
        " ",
        if name.is_empty() { what } else { name },
        ".",
    ]
    .concat()
}

/// Why a step-up came to nothing, and that it is final.
#[must_use]
pub fn denied(denial: Denial, activity: &ActivityType, name: &str) -> String {
    let why = match denial {
        Denial::Cancelled => "You cancelled the security check.",
        Denial::WrongUser => {
            "Someone else signed in. The check has to be passed by the person who is signed in here."
        }
        Denial::NotSatisfied => "Your account does not meet what this security check asks for.",
        Denial::Expired => "The security check took too long and has ended.",
        Denial::Failed => "The security check could not be completed.",
    };
    let Said { doing, .. } = words(activity);
    [
        why,
        " ",
        doing,
        " ",
        object(activity, name),
        " did not go ahead.",
    ]
    .concat()
}

#[cfg(test)]
mod tests {
    use super::{blocked, blocked_title, can_now, denied};
    use crate::facts::{Facts, File};
    use stepgate_policy::ActivityType;
    use stepgate_protocol::Denial;

    #[test]
    fn a_notice_names_the_file() {
        let facts = Facts::on(ActivityType::Download, File::named("Budget.xlsx"));
        assert_eq!(blocked_title(&facts.activity), "Download blocked");
        assert_eq!(
            blocked(&facts),
            "Downloading Budget.xlsx is blocked by your organization's security policy."
        );
    }

    #[test]
    fn a_notice_without_a_file_says_what() {
        let facts = Facts::new(ActivityType::Print);
        assert_eq!(
            blocked(&facts),
            "Printing this page is blocked by your organization's security policy."
        );
        assert_eq!(
            can_now(&ActivityType::Print, ""),
            "You can now print this page."
        );
    }

    #[test]
    fn every_denial_says_that_nothing_went_ahead() {
        for denial in Denial::ALL {
            assert!(
                denied(denial, &ActivityType::Print, "")
                    .ends_with("Printing this page did not go ahead.")
            );
        }
    }
}
