//! May it happen? Decides every part of an attempt, records what came of it, and says whether to go on.

use crate::browser::extension;
use crate::browser::ui::notice;
use crate::facts::Facts;
use crate::hold::{self, Resume};
use crate::{report, session};
use stepgate_policy::{Action, ActivityType, Decision};
use stepgate_protocol::Outcome;

/// An attempt and what was decided about it.
#[derive(Clone, Debug)]
pub struct Ruled {
    /// The attempt.
    pub facts: Facts,
    /// The decision.
    pub decision: Decision,
}

/// Asks about one attempt. `true`: go on, it is recorded. `false`: stop it now; the person is told, and
/// where a step-up can help, `resume` is what will be done once it is satisfied.
pub fn pass(facts: Facts, resume: impl FnOnce() -> Resume) -> bool {
    pass_all(vec![facts], resume)
}

/// Asks about everything that one act of the person would do; it happens whole or not at all.
pub fn pass_all(all: Vec<Facts>, resume: impl FnOnce() -> Resume) -> bool {
    settle(rule_all(all), resume)
}

/// Decides without carrying out.
#[inline(never)]
#[must_use]
pub fn rule(facts: Facts) -> Ruled {
    let decision = session::ask(&facts);
    Ruled { facts, decision }
}

/// Decides about each.
#[inline(never)]
#[must_use]
pub fn rule_all(all: Vec<Facts>) -> Vec<Ruled> {
    all.into_iter().map(rule).collect()
}

/// The strictest action among them.
#[inline(never)]
#[must_use]
pub fn strictest(ruled: &[Ruled]) -> Action {
    ruled
        .iter()
        .map(|one| one.decision.action)
        .max()
        .unwrap_or(Action::Allow)
}

/// Carries out what was decided. What is needed to go on is only gathered where a step-up may help.
pub fn settle(ruled: Vec<Ruled>, resume: impl FnOnce() -> Resume) -> bool {
    if strictest(&ruled) == Action::RequireStepUp {
        hold::begin(only(ruled, Action::RequireStepUp), resume());
        return false;
    }
    settle_at_once(ruled)
}

#[inline(never)]
fn settle_at_once(ruled: Vec<Ruled>) -> bool {
    let action = strictest(&ruled);
    match action {
        Action::Allow => {}
        Action::Audit => performed(&ruled),
        Action::RequireStepUp | Action::Block => {
            for one in only(ruled, action) {
                report::record(&one, Outcome::Stopped);
                notice::blocked(&one);
            }
        }
    }
    action.lets_go()
}

#[inline(never)]
fn only(ruled: Vec<Ruled>, action: Action) -> Vec<Ruled> {
    ruled
        .into_iter()
        .filter(|one| one.decision.action == action)
        .collect()
}

/// It goes ahead: `once` grants are used up, and the browser's own download of it is no second attempt.
fn done(facts: &Facts) {
    session::spend(facts);
    announce(facts);
}

/// The browser's own download of it, which comes next, is no second attempt.
pub fn announce(facts: &Facts) {
    if facts.activity == ActivityType::Download {
        extension::passed(facts.object());
    }
}

/// Records what went ahead.
pub fn performed(ruled: &[Ruled]) {
    for one in ruled {
        done(&one.facts);
        match one.decision.action {
            Action::Allow => {}
            Action::Audit | Action::RequireStepUp | Action::Block => {
                report::record(one, Outcome::Performed);
            }
        }
    }
}

/// After a redirect: the step-up was satisfied and the person clicked on.
pub fn resume_after_redirect(facts: Facts, resume: Resume) {
    let ruled = vec![rule(facts)];
    let resumes = strictest(&ruled).lets_go();
    if resumes {
        for one in &ruled {
            report::record(one, Outcome::Resumed);
            done(&one.facts);
        }
        resume.go();
    } else {
        settle(ruled, || resume);
    }
}
