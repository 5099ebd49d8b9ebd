//! What is kept of a stopped attempt, so that it can be finished exactly once?

use crate::browser::{
    async_clipboard, drop, extension, form, held_call, held_copy, held_save, paste, print, upload,
};
use crate::gate::{self, Ruled};
use crate::{report, session, step_up};
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
    /// In the click that starts the step-up, before any window opens: takes what only a gesture gives.
    pub fn prepare(&mut self) {
        match self {
            Self::Copy(copy) => copy.prepare(),
            Self::Nothing
            | Self::Call(_)
            | Self::Print(_)
            | Self::Write(_)
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
            Self::Paste(paste) => paste.go(),
            Self::Files(files) => files.go(),
            Self::Drop(drop) => drop.go(),
            Self::Save(save) => save.go(),
            Self::Submit(form) => form.go(),
            Self::Download(download) => download.go(),
        }
    }

    /// Does not do it, and lets a waiting page know.
    pub fn give_up(self) {
        match self {
            Self::Call(call) => call.give_up(),
            Self::Copy(copy) => copy.give_up(),
            Self::Write(write) => write.give_up(),
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
    /// Everything about it that needs the step-up. Empty where the gateway asked for it.
    pub ruled: Vec<Ruled>,
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
        report::record(one, Outcome::StepUpStarted);
    }
    let Some(first) = ruled.first() else { return };
    let policy = session::policy_words(first.decision.policy);
    let (activity, object) = (first.facts.activity.clone(), first.facts.object().into());
    push(ruled, resume, policy, activity, object);
}

/// Holds what the gateway stopped.
pub fn begin_for_gateway(
    policy: session::PolicyWords,
    activity: ActivityType,
    object: String,
    resume: Resume,
) {
    push(Vec::new(), resume, policy, activity, object);
}

fn push(
    ruled: Vec<Ruled>,
    resume: Resume,
    policy: session::PolicyWords,
    activity: ActivityType,
    object: String,
) {
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    let waiting = HOLDS.with_borrow_mut(|holds| {
        holds.push(Hold {
            number,
            ruled,
            resume,
            policy,
            activity,
            object,
        });
        holds.len() > 1
    });
    if !waiting {
        step_up::ask();
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

/// The step-up was satisfied: finishes the attempt, or asks for what is still missing. `false` if the
/// very same step-up is asked for again: then it can never be satisfied.
pub fn granted() -> bool {
    let Some(mut hold) = take_first() else {
        return true;
    };
    let started = core::mem::take(&mut hold.ruled);
    let again: Vec<Ruled> = started
        .iter()
        .map(|one| gate::rule(one.facts.clone()))
        .collect();
    let missing = again.iter().find(|one| !one.decision.action.lets_go());
    let Some(missing) = missing else {
        finish(hold, &started);
        return true;
    };
    let same = missing.facts.object() == hold.object
        && session::policy_words(missing.decision.policy).id == hold.policy.id;
    if same || missing.decision.action == Action::Block {
        hold.resume.give_up();
        record_all(&started, Outcome::Denied);
        return false;
    }
    hold.policy = session::policy_words(missing.decision.policy);
    hold.object = missing.facts.object().into();
    hold.activity = missing.facts.activity.clone();
    hold.ruled = started;
    HOLDS.with_borrow_mut(|holds| holds.insert(0, hold));
    step_up::ask();
    true
}

fn finish(hold: Hold, started: &[Ruled]) {
    record_all(started, Outcome::Resumed);
    for one in started {
        gate::announce(&one.facts);
    }
    hold.resume.go();
    for one in started {
        session::spend(&one.facts);
    }
}

fn record_all(ruled: &[Ruled], outcome: Outcome) {
    for one in ruled {
        report::record(one, outcome);
    }
}

/// The step-up came to nothing. Everything else that waits for the same policy shares the answer.
pub fn refused(outcome: Outcome) -> Option<Hold> {
    let first = take_first()?;
    let shared = HOLDS.with_borrow_mut(|holds| {
        let (same, others): (Vec<_>, Vec<_>) = holds
            .drain(..)
            .partition(|hold| hold.policy.id == first.policy.id);
        *holds = others;
        same
    });
    record_all(&first.ruled, outcome);
    for hold in shared {
        record_all(&hold.ruled, outcome);
        hold.resume.give_up();
    }
    Some(first)
}

/// Turns to the next stopped attempt, if there is one: what was proved meanwhile may be enough.
pub fn next() {
    while let Some(number) = first_number() {
        let facts = with_first(|hold| {
            hold.ruled
                .iter()
                .map(|one| one.facts.clone())
                .collect::<Vec<_>>()
        });
        let ruled: Vec<Ruled> = facts
            .unwrap_or_default()
            .into_iter()
            .map(gate::rule)
            .collect();
        if ruled.is_empty() || !ruled.iter().all(|one| one.decision.action.lets_go()) {
            step_up::ask();
            return;
        }
        if let Some(mut hold) = take_first().filter(|hold| hold.number == number) {
            let started = core::mem::take(&mut hold.ruled);
            finish(hold, &started);
        }
    }
}
