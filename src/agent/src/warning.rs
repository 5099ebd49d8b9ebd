//! Does the person want to go on, knowing what the policy says, and why? The dialog and its answer.

use crate::browser::ui::dialog::{self, Dialog, Field, Press};
use crate::browser::ui::notice;
use crate::browser::{clock, net, outbox};
use crate::hold::{self, Hold};
use crate::wake::Wake;
use crate::{session, step_up, text};
use core::cell::Cell;
use stepgate_policy::{Action, ActivityType};
use stepgate_protocol::{AnswerReport, Outcome, paths};

/// The shortest reason that is taken, in letters and digits.
const SHORTEST: usize = 10;
/// The longest, in UTF-16 code units: what an activity may carry.
const LONGEST: u32 = 500;

thread_local! {
    /// How many answers are on their way to the gateway, and the reason that was given.
    static LEFT: Cell<(usize, Option<String>)> = const { Cell::new((0, None)) };
}

/// Shows the dialog for the first hold.
pub fn ask() {
    let words = hold::with_first(|hold| {
        let reason = hold.asked == Action::WarnWithJustification;
        let why = text::filled(&hold.policy, &hold.activity, &hold.object);
        (reason, what(hold), why)
    });
    let Some((reason, what, why)) = words else {
        return;
    };
    let hint = text::reason_hint(SHORTEST);
    let field = Field {
        label: text::REASON,
        hint: &hint,
        longest: LONGEST,
    };
    dialog::show(&Dialog {
        title: text::WARNING,
        what: &what,
        why: Some(&why),
        status: "",
        field: reason.then_some(field),
        buttons: &[(Press::Refuse, text::CANCEL), (Press::GoOn, text::GO_ON)],
    });
}

/// What the answer is about: everything of this act that the same policy warns of.
fn what(hold: &mut Hold) -> String {
    let object = hold.object.clone();
    let asked = hold.in_question();
    let others = asked.iter().filter(|one| one.facts.object() != object);
    let count = others.count();
    text::warned(&hold.activity, &object, count)
}

/// The person goes on.
pub fn go_on() {
    let Some(asked) = hold::with_first(|hold| hold.asked) else {
        return;
    };
    let reason = (asked == Action::WarnWithJustification).then(dialog::entered);
    if reason.as_deref().is_some_and(is_too_short) {
        return dialog::complain(text::REASON_TOO_SHORT);
    }
    let told = hold::with_first(|hold| {
        hold.resume.prepare();
        (hold.number, crosses(hold), answer(hold, reason.as_deref()))
    });
    dialog::close();
    let Some((number, crosses, told)) = told else {
        return;
    };
    let waits = crosses && !told.is_empty();
    let kept = if waits {
        Wake::AnswerKept
    } else {
        Wake::Nothing
    };
    for one in &told {
        net::post(
            paths::ANSWERS,
            &one.to_json(),
            (kept, number),
            (kept, number),
        );
    }
    if waits {
        LEFT.set((told.len(), reason));
    } else {
        finish(reason.as_deref());
    }
}

/// Whether the gateway decides about it once more: then it has to have the answer first. What stays in the page does not
/// wait, for the browser may want the click that answered.
fn crosses(hold: &Hold) -> bool {
    hold.ruled.is_empty()
        || match hold.activity {
            ActivityType::Copy | ActivityType::Cut | ActivityType::Paste | ActivityType::Print => {
                false
            }
            ActivityType::Download
            | ActivityType::Upload
            | ActivityType::SendItem
            | ActivityType::Custom(_) => true,
        }
}

/// Lets the answer count for everything it is about, and says what the gateway is told. An extension keeps its answers
/// in the page.
fn answer(hold: &mut Hold, reason: Option<&str>) -> Vec<AnswerReport> {
    let (carried, policy) = (outbox::is_carried(), hold.policy.id.clone());
    let report = |id, activity, object: &str| AnswerReport {
        id: Some(id),
        policy: policy.clone(),
        activity: step_up::activity_word(activity),
        object: object.into(),
        justification: reason.map(Into::into),
    };
    if hold.ruled.is_empty() {
        // What comes of the request, such as a file, is not asked about again.
        session::answer(&policy, &hold.activity, &hold.object);
        return vec![report(clock::random_id(), &hold.activity, &hold.object)];
    }
    let mut told = Vec::new();
    for one in hold.in_question() {
        session::answer(&policy, &one.facts.activity, one.facts.object());
        if !carried {
            let id = clock::random_id();
            told.push(report(id.clone(), &one.facts.activity, one.facts.object()));
            one.answered_as = Some(id);
        }
    }
    told
}

/// The gateway has an answer, or will not have it: then it decides without it.
pub fn kept(number: u32) {
    if hold::first_number() != Some(number) {
        return;
    }
    let (left, reason) = LEFT.take();
    if left > 1 {
        LEFT.set((left - 1, reason));
    } else {
        finish(reason.as_deref());
    }
}

/// Everybody who has to know has the answer.
fn finish(reason: Option<&str>) {
    let number = hold::first_number();
    let words = hold::with_first(|hold| (hold.activity.clone(), hold.object.clone()));
    if hold::granted(reason) {
        if hold::first_number() != number {
            hold::next();
        }
    } else if let Some((activity, object)) = words {
        notice::plain(text::NOT_DONE, &text::not_done(&activity, &object));
        hold::next();
    }
}

/// Without Unicode's tables: blanks and ASCII signs are no letters, everything else is.
fn is_too_short(reason: &str) -> bool {
    let signs = |letter: &char| letter.is_ascii_punctuation() || letter.is_whitespace();
    reason.chars().filter(|letter| !signs(letter)).count() < SHORTEST
}

/// The person does not.
pub fn refuse() {
    dialog::close();
    if let Some(hold) = hold::refused(Outcome::Cancelled) {
        hold.resume.give_up();
    }
    hold::next();
}

#[cfg(test)]
mod tests {
    use super::is_too_short;

    #[test]
    fn a_reason_has_enough_letters() {
        assert!(is_too_short(""));
        assert!(is_too_short("a. . . . . . . . . . . ."));
        assert!(!is_too_short("for the auditor"));
        assert!(!is_too_short("für die Prüfung"));
    }
}
