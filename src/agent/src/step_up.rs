//! How does the person prove who they are, and come back? The dialog, the window, the waiting.

use crate::browser::net::Answer;
use crate::browser::ui::dialog::{self, Dialog, Press};
use crate::browser::ui::notice;
use crate::browser::{channel, net, place, redirect, windows};
use crate::hold;
use crate::host::Handle;
use crate::wake::Wake;
use crate::{session, text, warning};
use core::cell::RefCell;
use stepgate_policy::Grant;
use stepgate_protocol::{Denial, Outcome, StepUpMode, StepUpRequest, StepUpStatus, paths};

/// How far the step-up of the first hold has come.
#[derive(Debug, Default)]
struct Progress {
    transaction: String,
    /// The button was pressed before there was a transaction.
    pressed: bool,
    /// The other window is open.
    away: bool,
    /// Granted, but the page waits for the focus.
    grant: Option<Grant>,
    /// Questions in a row that had no answer.
    unanswered: u32,
    channel: Option<channel::Channel>,
}

/// Answers that may fail to come before the step-up is given up.
const PATIENCE: u32 = 20;

thread_local! {
    static PROGRESS: RefCell<Progress> = RefCell::new(Progress::default());
}

/// Shows the dialog for the first hold and asks the gateway for a transaction.
pub fn ask() {
    PROGRESS.take();
    show(
        text::WHAT_NEXT,
        &[(Press::Cancel, text::CANCEL), (Press::Verify, text::VERIFY)],
    );
    post(StepUpMode::Popup, Wake::TransactionNamed);
}

fn show(status: &str, buttons: &[(Press, &str)]) {
    let words = hold::with_first(|hold| {
        (
            text::check_required(&hold.activity, &hold.object),
            text::filled(&hold.policy, &hold.activity, &hold.object),
        )
    });
    let Some((what, why)) = words else { return };
    dialog::show(&Dialog {
        title: text::CHECK_REQUIRED,
        what: &what,
        why: Some(&why),
        status,
        field: None,
        buttons,
    });
}

fn post(mode: StepUpMode, wake: Wake) {
    let request = hold::with_first(|hold| {
        let request = StepUpRequest {
            policy: hold.policy.id.clone(),
            activity: activity_word(&hold.activity),
            object: hold.object.clone(),
            url: place::full_address(),
            mode,
        };
        (hold.number, request)
    });
    let Some((number, request)) = request else {
        return;
    };
    let mut body = String::new();
    request.write_json(&mut body);
    net::post(
        paths::STEP_UP,
        &body,
        (wake, number),
        (Wake::TransactionFailed, number),
    );
}

/// The activity's wire name.
#[must_use]
pub fn activity_word(activity: &stepgate_policy::ActivityType) -> String {
    match activity {
        stepgate_policy::ActivityType::Custom(name) => ["custom:", name].concat(),
        stepgate_policy::ActivityType::Copy
        | stepgate_policy::ActivityType::Cut
        | stepgate_policy::ActivityType::Paste
        | stepgate_policy::ActivityType::Print
        | stepgate_policy::ActivityType::Download
        | stepgate_policy::ActivityType::Upload
        | stepgate_policy::ActivityType::SendItem => activity.keyword().into(),
    }
}

fn is_current(number: u32) -> bool {
    hold::first_number() == Some(number)
}

/// The gateway answered the wish for a transaction.
pub fn named(number: u32, answer: Handle) {
    let Some(transaction) = transaction(number, answer) else {
        return failed(number);
    };
    let pressed = PROGRESS.with_borrow_mut(|progress| {
        progress.transaction = transaction;
        progress.pressed
    });
    if pressed {
        open_window();
    }
}

fn transaction(number: u32, answer: Handle) -> Option<String> {
    Answer::good(answer).filter(|text| is_current(number) && is_transaction(text))
}

/// A transaction goes into an address: only what the gateway makes.
fn is_transaction(text: &str) -> bool {
    text.len() >= 32 && text.len() <= 128 && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// No transaction could be had, or the status could not be asked.
pub fn failed(number: u32) {
    if is_current(number) {
        end(Denial::Failed);
    }
}

/// A button of the dialog was pressed by the person.
pub fn pressed(press: Press) {
    match press {
        Press::Verify => verify(),
        Press::OpenAgain => open_window(),
        Press::Here => post(StepUpMode::Redirect, Wake::RedirectNamed),
        Press::Cancel => cancel(),
        Press::GoOn => warning::go_on(),
        Press::Refuse => warning::refuse(),
        Press::Close => dialog::close(),
        Press::CopyNow => crate::browser::held_copy::copy_now(),
        Press::Continue => redirect::go_on(),
    }
}

fn verify() {
    hold::with_first(|hold| hold.resume.prepare());
    let ready = PROGRESS.with_borrow_mut(|progress| {
        progress.pressed = true;
        !progress.transaction.is_empty()
    });
    if ready {
        open_window();
    } else {
        show(text::PREPARING, &[(Press::Cancel, text::CANCEL)]);
    }
}

fn address(transaction: &str, end: &str) -> String {
    [paths::STEP_UP, "/", transaction, end].concat()
}

fn open_window() {
    let transaction = PROGRESS.with_borrow(|progress| progress.transaction.clone());
    let carried = windows::open_by_carrier(&address(&transaction, ""));
    if !carried && !windows::open(&address(&transaction, "")) {
        return post(StepUpMode::Redirect, Wake::RedirectNamed);
    }
    let first = PROGRESS.with_borrow_mut(|progress| !core::mem::replace(&mut progress.away, true));
    let (cancel, again) = (
        (Press::Cancel, text::CANCEL),
        (Press::OpenAgain, text::OPEN_AGAIN),
    );
    if carried {
        show(text::WAITING, &[cancel, again]);
    } else {
        show(
            text::WAITING,
            &[cancel, (Press::Here, text::IN_THIS_TAB), again],
        );
    }
    let Some(number) = hold::first_number().filter(|_| first) else {
        return;
    };
    if !carried {
        let name = ["stepgate-", &transaction].concat();
        let channel = channel::listen(&name, (Wake::Done, number));
        PROGRESS.with_borrow_mut(|progress| progress.channel = channel);
    }
    poll(number);
}

/// A transaction for a redirect: leaves the page, and comes back to it.
pub fn redirect_named(number: u32, answer: Handle) {
    let Some(transaction) = transaction(number, answer) else {
        return failed(number);
    };
    hold::with_first(|hold| redirect::leave(hold, &transaction, &address(&transaction, "")));
}

/// Asks how the step-up stands.
pub fn poll(number: u32) {
    if !is_current(number) {
        return;
    }
    let transaction = PROGRESS.with_borrow(|progress| progress.transaction.clone());
    let status = address(&transaction, "/status");
    net::get(
        &status,
        (Wake::StatusNamed, number),
        (Wake::StatusFailed, number),
    );
}

/// The question had no answer: the network, most likely.
pub fn unanswered(number: u32) {
    let count = PROGRESS.with_borrow_mut(|progress| {
        progress.unanswered += 1;
        progress.unanswered
    });
    if count > PATIENCE {
        failed(number);
    } else {
        crate::browser::clock::later(2000, Wake::StatusDue, number);
    }
}

/// The gateway said how it stands.
pub fn status(number: u32, answer: Handle) {
    if !is_current(number) || PROGRESS.with_borrow(|progress| progress.grant.is_some()) {
        return;
    }
    match Answer::good(answer).and_then(|text| StepUpStatus::parse(&text)) {
        Some(StepUpStatus::Pending) => crate::browser::clock::later(250, Wake::StatusDue, number),
        Some(StepUpStatus::Denied(denial)) => end(denial),
        None => unanswered(number),
        Some(StepUpStatus::Granted {
            context,
            scope,
            expires,
        }) => {
            let grant = hold::with_first(|hold| Grant {
                context,
                scope,
                activity: hold.activity.clone(),
                object: hold.object.clone(),
                expires,
            });
            PROGRESS.with_borrow_mut(|progress| progress.grant = grant);
            if windows::has_focus() {
                finish(number);
            } else {
                crate::browser::clock::later(1500, Wake::Unfocused, number);
            }
        }
    }
}

/// The page has the focus again.
pub fn focused() {
    if let Some(number) = hold::first_number() {
        finish(number);
    }
}

/// Goes on, if the step-up was satisfied.
pub fn finish(number: u32) {
    if !is_current(number) {
        return;
    }
    let Some(grant) = PROGRESS.with_borrow_mut(|progress| progress.grant.take()) else {
        return;
    };
    session::add_grant(grant);
    PROGRESS.take();
    dialog::close();
    let words = hold::with_first(|hold| (hold.activity.clone(), hold.object.clone()));
    if hold::granted(None) {
        if hold::first_number().is_some_and(|next| next != number) {
            hold::next();
        }
    } else if let Some((activity, object)) = words {
        notice::plain(
            text::CHECK_FAILED,
            &text::denied(Denial::NotSatisfied, &activity, &object),
        );
        hold::next();
    }
}

fn cancel() {
    let transaction = PROGRESS.with_borrow(|progress| progress.transaction.clone());
    if !transaction.is_empty() {
        net::tell(&address(&transaction, "/cancel"));
    }
    end(Denial::Cancelled);
}

/// It came to nothing: says so, once, and goes to the next.
fn end(denial: Denial) {
    PROGRESS.take();
    dialog::close();
    let (title, outcome) = match denial {
        Denial::Cancelled => (text::CHECK_CANCELLED, Outcome::Cancelled),
        Denial::WrongUser | Denial::NotSatisfied | Denial::Expired | Denial::Failed => {
            (text::CHECK_FAILED, Outcome::Denied)
        }
    };
    if let Some(hold) = hold::refused(outcome) {
        notice::plain(title, &text::denied(denial, &hold.activity, &hold.object));
        hold.resume.give_up();
    }
    hold::next();
}
