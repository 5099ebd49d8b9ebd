//! What is kept of a stopped attempt, so that it can be finished exactly once?

use crate::browser::ui::notice;
use crate::browser::{
    async_clipboard, clipboard_item, drop, extension, form, held_call, held_copy, held_save, paste,
    print, upload,
};
use crate::facts::Facts;
use crate::gate::{self, Ruled, Way};
use crate::{report, session, step_up, text, warning};
use core::cell::{Cell, RefCell};
use stepgate_policy::{Action, ActivityType};
use stepgate_protocol::Outcome;

/// How a stopped attempt goes on. Each is used up by going on or giving up.
#[derive(Debug)]
pub enum Resume {
    /// There is nothing to repeat; the person does it again.
    Nothing,
    /// A function call of the page.
    Call(held_call::HeldCall),
    /// Printing.
    Print(print::HeldPrint),
    /// Copying or cutting what was selected.
    Copy(held_copy::HeldCopy),
    /// Writing to the clipboard by script.
    Write(async_clipboard::HeldWrite),
    /// Reading the clipboard by script.
    Read(clipboard_item::HeldRead),
    /// Pasting, or dropping text.
    Paste(paste::HeldPaste),
    /// Files chosen in a file input.
    Files(upload::HeldFiles),
    /// Files dropped on the page.
    Drop(drop::HeldDrop),
    /// A link that saves.
    Save(held_save::HeldSave),
    /// A form.
    Submit(form::HeldForm),
    /// A download the browser began, which the extension begins again.
    Download(extension::HeldDownload),
}

impl Resume {
    /// In the click that answers, before any window opens: takes what only a gesture gives.
    pub fn prepare(&mut self) {
        match self {
            Self::Copy(copy) => copy.prepare(),
            Self::Nothing
            | Self::Call(_)
            | Self::Print(_)
            | Self::Write(_)
            | Self::Read(_)
            | Self::Paste(_)
            | Self::Files(_)
            | Self::Drop(_)
            | Self::Save(_)
            | Self::Submit(_)
            | Self::Download(_) => {}
        }
    }

    /// Does it.
    pub fn go(self) {
        match self {
            Self::Nothing => {}
            Self::Call(call) => call.go(),
            Self::Print(print) => print.go(),
            Self::Copy(copy) => copy.go(),
            Self::Write(write) => write.go(),
            Self::Read(read) => read.go(),
            Self::Paste(paste) => paste.go(),
            Self::Files(files) => files.go(),
            Self::Drop(drop) => drop.go(),
            Self::Save(save) => save.go(),
            Self::Submit(form) => form.go(),
            Self::Download(download) => download.go(),
        }
    }

    /// What it is about was read: decides about it, and does it or not.
    pub fn was_read(self, facts: Vec<Facts>) {
        match self {
            Self::Call(call) => call.ask_again(),
            Self::Submit(form) => form.ask_again(),
            Self::Save(save) => save.was_read(facts),
            Self::Nothing
            | Self::Print(_)
            | Self::Copy(_)
            | Self::Write(_)
            | Self::Read(_)
            | Self::Paste(_)
            | Self::Files(_)
            | Self::Drop(_)
            | Self::Download(_) => gate::finish(gate::rule_all(facts), self),
        }
    }

    /// Whether it is the same done over again: then the earlier is not meant any more.
    #[must_use]
    pub fn replaces(&self, earlier: &Self) -> bool {
        if let (Self::Files(files), Self::Files(earlier)) = (self, earlier) {
            return files.are_for_input_of(earlier);
        }
        false
    }

    /// Does not do it, and lets a waiting page know.
    pub fn give_up(self) {
        match self {
            Self::Call(call) => call.give_up(),
            Self::Copy(copy) => copy.give_up(),
            Self::Write(write) => write.give_up(),
            Self::Read(read) => read.give_up(),
            Self::Nothing
            | Self::Print(_)
            | Self::Paste(_)
            | Self::Files(_)
            | Self::Drop(_)
            | Self::Save(_)
            | Self::Submit(_)
            | Self::Download(_) => {}
        }
    }

    /// The address to go to after a redirect, where that is how it goes on.
    #[must_use]
    pub fn address(&self) -> String {
        match self {
            Self::Save(save) => save.address(),
            Self::Nothing
            | Self::Call(_)
            | Self::Print(_)
            | Self::Copy(_)
            | Self::Write(_)
            | Self::Read(_)
            | Self::Paste(_)
            | Self::Files(_)
            | Self::Drop(_)
            | Self::Submit(_)
            | Self::Download(_) => String::new(),
        }
    }
}

/// One stopped attempt.
#[derive(Debug)]
pub struct Hold {
    /// Its number; numbers are not used again.
    pub number: u32,
    /// Everything about it that needs an answer. Empty where the gateway asked for it.
    pub ruled: Vec<Ruled>,
    /// What the person is asked for: a step-up, or to heed a warning.
    pub asked: Action,
    /// How it goes on.
    pub resume: Resume,
    /// The policy that asks.
    pub policy: session::PolicyWords,
    /// What is attempted.
    pub activity: ActivityType,
    /// What a `once` grant is bound to.
    pub object: String,
}

thread_local! {
    static HOLDS: RefCell<Vec<Hold>> = const { RefCell::new(Vec::new()) };
    static NEXT: Cell<u32> = const { Cell::new(1) };
}

/// Holds what a policy in the page stopped, and asks the person.
pub fn begin(ruled: Vec<Ruled>, resume: Resume) {
    for one in &ruled {
        let step_up = one.decision.action == Action::RequireStepUp;
        report::record(
            one,
            if step_up {
                Outcome::StepUpStarted
            } else {
                Outcome::Warned
            },
        );
    }
    let Some(mut hold) = ruled.first().map(|first| Hold::about(first, resume)) else {
        return;
    };
    hold.ruled = ruled;
    push(hold);
}

/// Holds what the gateway stopped.
pub fn begin_for_gateway(
    asked: Action,
    policy: session::PolicyWords,
    activity: ActivityType,
    object: String,
    resume: Resume,
) {
    push(Hold {
        number: 0,
        ruled: Vec::new(),
        asked,
        resume,
        policy,
        activity,
        object,
    });
}

impl Hold {
    fn about(first: &Ruled, resume: Resume) -> Self {
        Self {
            number: 0,
            ruled: Vec::new(),
            asked: first.decision.action,
            resume,
            policy: session::policy_words(first.decision.policy),
            activity: first.facts.activity.clone(),
            object: first.facts.object().into(),
        }
    }

    /// Every part of it that the policy asks the same about, as decided now.
    #[must_use]
    pub fn in_question(&mut self) -> Vec<&mut Ruled> {
        let (asked, policy) = (self.asked, &self.policy.id);
        let all = self.ruled.iter_mut();
        all.filter(|one| {
            let now = session::ask(&one.facts);
            now.action == asked && session::policy_id(now.policy) == *policy
        })
        .collect()
    }

    /// Turns to what is asked about `missing`, as another answer was given.
    fn turn_to(&mut self, missing: &Ruled) {
        self.asked = missing.decision.action;
        self.policy = session::policy_words(missing.decision.policy);
        self.object = missing.facts.object().into();
        self.activity = missing.facts.activity.clone();
    }

    /// What is still to be answered, by what holds now.
    fn missing(&self) -> Option<Ruled> {
        let again = self.ruled.iter().map(|one| gate::rule(one.facts.clone()));
        again
            .filter(|one| one.way() != Way::Go)
            .max_by_key(Ruled::way)
    }
}

/// Other policies hold now: what waits is decided by them, so that what is said of it is said of them.
pub fn renew() {
    HOLDS.with_borrow_mut(|holds| {
        for one in holds.iter_mut().flat_map(|hold| &mut hold.ruled) {
            one.decision = session::ask(&one.facts);
        }
    });
}

fn push(mut hold: Hold) {
    hold.number = NEXT.get();
    NEXT.set(hold.number.wrapping_add(1));
    let waiting = HOLDS.with_borrow_mut(|holds| {
        holds.push(hold);
        holds.len() > 1
    });
    if !waiting {
        ask();
    }
}

/// Asks the person about the first hold.
fn ask() {
    match with_first(|hold| hold.asked) {
        None => {}
        Some(Action::Warn | Action::WarnWithJustification) => warning::ask(),
        Some(
            Action::Allow
            | Action::Audit
            | Action::Redact
            | Action::Protect
            | Action::RequestApproval
            | Action::RequireStepUp
            | Action::Block,
        ) => step_up::ask(),
    }
}

/// Looks at the hold the person is asked about.
pub fn with_first<T>(look: impl FnOnce(&mut Hold) -> T) -> Option<T> {
    HOLDS.with_borrow_mut(|holds| holds.first_mut().map(look))
}

/// The number of the hold the person is asked about.
#[must_use]
pub fn first_number() -> Option<u32> {
    with_first(|hold| hold.number)
}

fn take_first() -> Option<Hold> {
    HOLDS.with_borrow_mut(|holds| {
        if holds.is_empty() {
            None
        } else {
            Some(holds.remove(0))
        }
    })
}

/// The answer was given: finishes the attempt, or asks for what is still missing. `false` if the very same
/// is asked for again: then it can never be satisfied. `remark` is what the person gave as their reason.
pub fn granted(remark: Option<&str>) -> bool {
    let Some(mut hold) = take_first() else {
        return true;
    };
    let Some(missing) = hold.missing() else {
        finish(hold, remark);
        return true;
    };
    let same = missing.facts.object() == hold.object
        && session::policy_id(missing.decision.policy) == hold.policy.id;
    if same || missing.way() == Way::Stop {
        deny(hold);
        return false;
    }
    hold.turn_to(&missing);
    ask_about(hold);
    true
}

fn deny(hold: Hold) {
    hold.resume.give_up();
    record_all(&hold.ruled, Outcome::Denied, None);
}

fn finish(hold: Hold, remark: Option<&str>) {
    record_all(&hold.ruled, Outcome::Resumed, remark);
    for one in &hold.ruled {
        gate::announce(&one.facts);
    }
    if matches!(hold.resume, Resume::Nothing) {
        notice::done(&text::can_now(&hold.activity, &hold.object));
    }
    hold.resume.go();
    for one in &hold.ruled {
        session::spend(&one.facts);
    }
}

fn record_all(ruled: &[Ruled], outcome: Outcome, remark: Option<&str>) {
    for one in ruled {
        report::record_with(one, outcome, remark);
    }
}

/// It came to nothing. Everything else that waits for the same policy shares the answer.
pub fn refused(outcome: Outcome) -> Option<Hold> {
    let first = take_first()?;
    let shared = HOLDS.with_borrow_mut(|holds| {
        let (same, others): (Vec<_>, Vec<_>) = holds
            .drain(..)
            .partition(|hold| hold.policy.id == first.policy.id);
        *holds = others;
        same
    });
    record_all(&first.ruled, outcome, None);
    for hold in shared {
        record_all(&hold.ruled, outcome, None);
        hold.resume.give_up();
    }
    Some(first)
}

/// Turns to the next stopped attempt, if there is one: what was answered meanwhile may be enough.
pub fn next() {
    while let Some(mut hold) = take_first() {
        if hold.ruled.is_empty() {
            return ask_about(hold);
        }
        match hold.missing() {
            None => finish(hold, None),
            Some(missing) if missing.way() == Way::Stop => deny(hold),
            Some(missing) => {
                hold.turn_to(&missing);
                return ask_about(hold);
            }
        }
    }
}

fn ask_about(hold: Hold) {
    HOLDS.with_borrow_mut(|holds| holds.insert(0, hold));
    ask();
}
