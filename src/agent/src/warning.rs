//! Does the person want to go on, knowing what the policy says, and why? The dialog and its answer.

use crate::browser::ui::dialog::{self, Dialog, Field, Press};
use crate::browser::ui::notice;
use crate::hold::{self, Hold};
use crate::{session, text};
use stepgate_policy::Action;
use stepgate_protocol::Outcome;

/// The shortest reason that is taken, in letters and digits.
const SHORTEST: usize = 10;
/// The longest, in UTF-16 code units: what an activity may carry.
const LONGEST: u32 = 500;

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
fn what(hold: &Hold) -> String {
    let asked = hold.in_question();
    let others = asked.iter().filter(|one| one.facts.object() != hold.object);
    text::warned(&hold.activity, &hold.object, others.count())
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
    hold::with_first(|hold| {
        hold.resume.prepare();
        for one in hold.in_question() {
            session::answer(&one.facts, one.decision.policy);
        }
    });
    dialog::close();
    let number = hold::first_number();
    let words = hold::with_first(|hold| (hold.activity.clone(), hold.object.clone()));
    if hold::granted(reason.as_deref()) {
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
