//! May it happen? Decides every part of an attempt, records what came of it, and says whether to go on.

use crate::browser::extension;
use crate::browser::ui::notice;
use crate::facts::{Facts, Material};
use crate::hold::{self, Resume};
use crate::{reading, report, session};
use stepgate_policy::{Action, ActivityType, Decision, Failure};
use stepgate_protocol::Outcome;

/// An attempt and what was decided about it.
#[derive(Clone, Debug)]
pub struct Ruled {
    /// The attempt.
    pub facts: Facts,
    /// The decision.
    pub decision: Decision,
    /// What it is recorded as once it goes on, where the gateway was told so already.
    pub answered_as: Option<String>,
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
    Ruled {
        facts,
        decision,
        answered_as: None,
    }
}

/// Decides about each.
#[inline(never)]
#[must_use]
pub fn rule_all(all: Vec<Facts>) -> Vec<Ruled> {
    all.into_iter().map(rule).collect()
}

/// What a hook does with what was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Lets it go.
    Go,
    /// Holds it until the person has answered.
    Hold,
    /// Stops it.
    Stop,
}

impl Way {
    const fn of(action: Action) -> Self {
        match action {
            Action::Allow | Action::Audit => Self::Go,
            Action::Warn | Action::WarnWithJustification | Action::RequireStepUp => Self::Hold,
            // Nobody masks, protects or approves here: it stops, and says so.
            Action::Redact | Action::Protect | Action::RequestApproval | Action::Block => {
                Self::Stop
            }
        }
    }
}

impl Ruled {
    /// What a hook does about it.
    #[must_use]
    pub const fn way(&self) -> Way {
        // What nobody has read yet cannot be decided.
        if self.facts.unread.is_some() {
            return Way::Hold;
        }
        Way::of(self.decision.action)
    }
}

/// What a hook does about all of it: stopped where an answer would help only some of it. Whether some can be masked shows
/// when the rest was read.
#[inline(never)]
#[must_use]
pub fn way(ruled: &[Ruled]) -> Way {
    let reads = is_unread(ruled);
    let ways = ruled.iter().map(|one| {
        let masks = reads && one.decision.action == Action::Redact;
        if masks { Way::Hold } else { one.way() }
    });
    ways.max().unwrap_or(Way::Go)
}

/// Whether some of it has to be read first.
#[must_use]
pub fn is_unread(ruled: &[Ruled]) -> bool {
    ruled.iter().any(|one| one.facts.unread.is_some())
}

/// Carries out what was decided. What is needed to go on is only gathered where an answer may help.
pub fn settle(ruled: Vec<Ruled>, resume: impl FnOnce() -> Resume) -> bool {
    match way(&ruled) {
        Way::Go => {
            if ruled.iter().any(|one| one.decision.action != Action::Allow) {
                performed(&ruled);
            }
            true
        }
        Way::Hold => {
            ask(ruled, resume());
            false
        }
        Way::Stop => {
            stopped(ruled);
            false
        }
    }
}

/// Asks the person; but reads first what nobody has read yet.
fn ask(ruled: Vec<Ruled>, resume: Resume) {
    if is_unread(&ruled) {
        let facts = ruled.into_iter().map(|one| one.facts);
        return reading::begin(facts.collect(), resume);
    }
    hold::begin(only(ruled, Way::Hold), resume);
}

/// Decides what was stopped until its files were read, and finishes it.
pub fn finish(ruled: Vec<Ruled>, resume: Resume) {
    match way(&ruled) {
        Way::Go => {
            performed(&ruled);
            resume.go();
        }
        Way::Hold => ask(ruled, resume),
        Way::Stop => {
            resume.give_up();
            stopped(ruled);
        }
    }
}

/// Stops what the page does not give time to read: it would have to wait for it.
pub fn cannot_wait(ruled: Vec<Ruled>) {
    for mut one in ruled {
        if one.facts.unread.is_some() {
            one.decision.action = Action::Block;
            one.decision.policy = None;
            one.decision.failure = Some(Failure::NotScanned);
            report::record(&one, Outcome::Stopped);
            notice::blocked(&one);
        }
    }
}

/// `parts` with what policies found masked, if it then goes ahead: `None` where that is not what is asked for, or
/// where it cannot be done. Nothing is recorded.
#[inline(never)]
#[must_use]
pub fn mask(ruled: &[Ruled], parts: impl FnOnce() -> Vec<String>) -> Option<Vec<String>> {
    let asks = |one: &&Ruled| one.decision.action == Action::Redact;
    let can = |one: &Ruled| {
        one.way() == Way::Go || asks(&one) && matches!(one.facts.material, Material::Text(_))
    };
    let first = ruled.iter().find(asks)?;
    if !ruled.iter().all(can)
        || ruled
            .iter()
            .filter(asks)
            .any(|one| one.facts.file.is_some())
    {
        return None;
    }
    let masked: Vec<String> = parts()
        .iter()
        .map(|part| session::mask(&first.decision, part))
        .collect();
    let facts = first.facts.clone().with(Material::Text(masked.join("\n")));
    (rule(facts).way() == Way::Go).then_some(masked)
}

/// It went ahead masked.
pub fn masked(ruled: &[Ruled]) {
    performed(ruled);
    for one in ruled
        .iter()
        .filter(|one| one.decision.action == Action::Redact)
    {
        notice::masked(one);
    }
}

/// It went no further than the person's apps: the clipboard holds a notice.
pub fn kept(ruled: &Ruled) {
    report::record(ruled, Outcome::Kept);
    notice::kept(ruled);
}

#[inline(never)]
fn stopped(ruled: Vec<Ruled>) {
    for one in only(ruled, Way::Stop) {
        report::record(&one, Outcome::Stopped);
        notice::blocked(&one);
    }
}

#[inline(never)]
fn only(ruled: Vec<Ruled>, way: Way) -> Vec<Ruled> {
    ruled.into_iter().filter(|one| one.way() == way).collect()
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
        if one.decision.action != Action::Allow {
            report::record(one, Outcome::Performed);
        }
    }
}

/// After a redirect: the step-up was satisfied and the person clicked on.
pub fn resume_after_redirect(facts: Facts, resume: Resume) {
    let ruled = vec![rule(facts)];
    if way(&ruled) == Way::Go {
        for one in &ruled {
            report::record(one, Outcome::Resumed);
            done(&one.facts);
        }
        resume.go();
    } else {
        settle(ruled, || resume);
    }
}
