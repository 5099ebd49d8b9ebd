//! Do other policies hold by now? Asked of the gateway while the page is open; the extension is told by its worker.
//!
//! A page that is visible and used asks every two seconds, one that is left alone every twenty, a hidden one not at all
//! and at once when it is looked at again. Each question is answered at once and is over: an answer held back until there
//! is one would come no sooner for a person, but would keep a connection of the six a browser has for the site, keep
//! the page from the back/forward cache, and let no test that waits for a quiet network go on.

use crate::browser::net::Answer;
use crate::browser::{clock, net};
use crate::entry;
use crate::host::{Arg, Handle, call};
use crate::natives::Native;
use crate::session;
use crate::wake::Wake;
use core::cell::Cell;
use stepgate_policy::{Bundle, DefaultBehavior};
use stepgate_protocol::{Boot, paths};

/// How often a page that is used asks, in milliseconds; also how often it is looked whether it is time.
const PACE: u32 = 2_000;
/// How often one asks that is left alone.
const SLOW_PACE: u32 = 20_000;
/// For how long after its last event a page counts as used.
const USED: u64 = 60_000;
/// The longest pause after failures.
const LONGEST_PAUSE: u32 = 60_000;

thread_local! {
    static BEGUN: Cell<bool> = const { Cell::new(false) };
    /// A timer runs.
    static TICKING: Cell<bool> = const { Cell::new(false) };
    /// A question is open; there is never a second.
    static OPEN: Cell<bool> = const { Cell::new(false) };
    /// When the page was used last, and when it last asked, in milliseconds of its life.
    static LAST_USED: Cell<u64> = const { Cell::new(0) };
    static LAST_ASKED: Cell<u64> = const { Cell::new(0) };
    /// What to wait after failures; 0 where there was none.
    static PAUSE: Cell<u32> = const { Cell::new(0) };
}

/// In the first free moment.
pub fn begin() {
    let now = clock::since_page_began();
    LAST_ASKED.set(now); // the page was just made
    BEGUN.set(true);
    used();
}

/// The page is used: something was heard.
pub fn used() {
    if !BEGUN.get() {
        return;
    }
    LAST_USED.set(clock::since_page_began());
    if !TICKING.get() {
        due();
    }
}

/// Asks, if it is time.
pub fn due() {
    TICKING.set(false);
    if call(Native::Hidden, Native::Document, &[]).truthy() {
        return;
    }
    TICKING.set(true);
    clock::later(PACE, Wake::PoliciesDue, 0);
    let now = clock::since_page_began();
    let waited = now.saturating_sub(LAST_ASKED.get());
    if !OPEN.get() && waited >= u64::from(pause(now)) {
        LAST_ASKED.set(now);
        ask();
    }
}

fn pause(now: u64) -> u32 {
    let pace = if now.saturating_sub(LAST_USED.get()) < USED {
        PACE
    } else {
        SLOW_PACE
    };
    pace.max(PAUSE.get())
}

fn ask() {
    OPEN.set(true);
    let question = [paths::POLICIES, "?revision=", &session::revision_digits()].concat();
    net::get(
        &question,
        (Wake::PoliciesNamed, 0),
        (Wake::PoliciesFailed, 0),
    );
}

/// The gateway answered: 200 with a new boot, 204 where nothing is newer.
pub fn answered(answer: Handle) {
    let answer = Answer::of(answer);
    let fine = match answer.status {
        200 => take(answer.text.trim()),
        204 => true,
        _ => false, // a number from the other side
    };
    if !fine {
        return unanswered();
    }
    OPEN.set(false);
    PAUSE.set(0);
}

/// It did not, or not as it should.
pub fn unanswered() {
    OPEN.set(false);
    PAUSE.set(PAUSE.get().saturating_mul(2).clamp(PACE * 2, LONGEST_PAUSE));
}

/// Lets the new boot hold, if it is whole; else the old one goes on to.
fn take(attribute: &str) -> bool {
    let Ok(boot) = Boot::attribute_bytes(attribute) else {
        return false;
    };
    if !Boot::decode(&boot).is_ok_and(|boot| Bundle::read(boot.bundle).is_ok()) {
        return false;
    }
    // An old one stays where it lies: policies change seldom.
    let allow = entry::start(boot.leak()) == DefaultBehavior::Allow;
    let renewed = [attribute.into(), allow.into()];
    call(Native::Renew, Arg::Undefined, &renewed);
    true
}
