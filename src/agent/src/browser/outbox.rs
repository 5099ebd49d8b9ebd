//! Reports on their way to the gateway: kept in local storage until it answers 204, also across pages. The
//! extension keeps and sends them itself.

use super::net::Answer;
use super::{clock, net};
use crate::host::{Arg, Handle, call};
use crate::natives::Native;
use crate::report::{Queue, Report};
use crate::wake::Wake;
use core::cell::{Cell, RefCell};
use stepgate_protocol::{MAX_BATCH, paths};

const PREFIX: &str = "stepgate:";
const BATCH_BYTES: usize = 56_000;
const SOON: u32 = 150;
const SHORTEST_PAUSE: u32 = 2_000;
const LONGEST_PAUSE: u32 = 60_000;

thread_local! {
    static QUEUE: RefCell<Queue> = const { RefCell::new(Queue::new()) };
    static DUE: Cell<bool> = const { Cell::new(false) };
    static PAUSE: Cell<u32> = const { Cell::new(SHORTEST_PAUSE) };
}

/// Whether something else keeps and sends the reports: an extension.
#[must_use]
pub fn is_carried() -> bool {
    call(Native::Report, Arg::Undefined, &[]).truthy()
}

/// Takes one report, an activity with its `id`.
pub fn put(id: &str, json: String) {
    let report = [id.into(), (&json).into()];
    if call(Native::Report, Arg::Undefined, &report).truthy() {
        return;
    }
    let key = [PREFIX, id].concat();
    let kept = [(&key).into(), (&json).into()];
    call(Native::StorageSet, Native::LocalStorage, &kept);
    QUEUE.with_borrow_mut(|queue| queue.push(Report { key, json }));
    if !DUE.replace(true) {
        clock::later(SOON, Wake::Flush, 0);
    }
}

/// Takes over what earlier pages could not send. Two pages may both do so: the gateway keeps each once.
pub fn adopt() {
    let count = call(Native::StorageLength, Native::LocalStorage, &[]).number() as u32;
    let keys: Vec<String> = (0..count)
        .map(|at| {
            call(
                Native::StorageKey,
                Native::LocalStorage,
                &[f64::from(at).into()],
            )
            .text()
        })
        .filter(|key| key.starts_with(PREFIX))
        .collect();
    for key in keys {
        let json = call(Native::StorageGet, Native::LocalStorage, &[(&key).into()]).text();
        QUEUE.with_borrow_mut(|queue| {
            if !json.is_empty() && !queue.has(&key) {
                queue.push(Report { key, json });
            }
        });
    }
    flush();
}

/// Sends what there is.
pub fn flush() {
    DUE.set(false);
    let batch = QUEUE.with_borrow_mut(|queue| queue.batch(MAX_BATCH, BATCH_BYTES));
    if let Some(batch) = batch {
        net::post(
            paths::ACTIVITIES,
            &batch,
            (Wake::Acknowledged, 0),
            (Wake::NotAcknowledged, 0),
        );
    }
}

/// The gateway answered.
pub fn answered(answer: Handle) {
    if Answer::of(answer).status != 204 {
        return unanswered();
    }
    PAUSE.set(SHORTEST_PAUSE);
    for report in QUEUE.with_borrow_mut(Queue::acknowledged) {
        call(
            Native::StorageRemove,
            Native::LocalStorage,
            &[(&report.key).into()],
        );
    }
    flush();
}

/// It did not, or not as it should: again later.
pub fn unanswered() {
    QUEUE.with_borrow_mut(Queue::not_acknowledged);
    let pause = PAUSE.get();
    PAUSE.set((pause * 2).min(LONGEST_PAUSE));
    clock::later(pause, Wake::FlushAgain, 0);
}

/// What could not be hooked, one name after the other, as the script found it.
#[must_use]
pub fn gaps() -> String {
    let Some(gaps) = call(Native::Gaps, Arg::Undefined, &[]).object() else {
        return String::new();
    };
    let names: Vec<String> = (0..gaps.length())
        .map(|at| gaps.element(at).text())
        .collect();
    names.join(" ")
}
