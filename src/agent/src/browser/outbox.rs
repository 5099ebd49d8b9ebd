//! Reports on their way to the gateway: kept in local storage until it answers 204, also across pages.

use super::{clock, net};
use crate::host::{Arg, Handle, call};
use crate::natives::Native;
use crate::report::Queue;
use crate::wake::Wake;
use core::cell::{Cell, RefCell};
use stepgate_protocol::{MAX_BATCH, paths};

const PREFIX: &str = "stepgate:";
const BATCH_BYTES: usize = 56_000;
const SOON: u32 = 150;
const LONGEST_PAUSE: u32 = 60_000;

thread_local! {
    static QUEUE: RefCell<Queue> = const { RefCell::new(Queue::new()) };
    static KEY: RefCell<String> = const { RefCell::new(String::new()) };
    static DUE: Cell<bool> = const { Cell::new(false) };
    static PAUSE: Cell<u32> = const { Cell::new(2_000) };
}

fn key() -> String {
    let key = KEY.with_borrow(String::clone);
    if !key.is_empty() {
        return key;
    }
    let made = [PREFIX, &clock::random_id()].concat();
    KEY.set(made.clone());
    made
}

/// Takes one report.
pub fn put(json: String) {
    QUEUE.with_borrow_mut(|queue| queue.push(json));
    keep();
    if !DUE.replace(true) {
        clock::later(SOON, Wake::Flush, 0);
    }
}

fn keep() {
    let kept = QUEUE.with_borrow(Queue::kept);
    if kept.is_empty() {
        call(
            Native::StorageRemove,
            Native::LocalStorage,
            &[(&key()).into()],
        );
    } else {
        call(
            Native::StorageSet,
            Native::LocalStorage,
            &[(&key()).into(), (&kept).into()],
        );
    }
}

/// Takes over what earlier pages could not send. Two pages may both do so: the gateway keeps each once.
pub fn adopt() {
    let count = call(Native::StorageLength, Native::LocalStorage, &[]).number() as u32;
    let mine = key();
    let keys: Vec<String> = (0..count)
        .map(|at| {
            call(
                Native::StorageKey,
                Native::LocalStorage,
                &[f64::from(at).into()],
            )
            .text()
        })
        .filter(|name| name.starts_with(PREFIX) && *name != mine)
        .collect();
    for name in &keys {
        let kept = call(Native::StorageGet, Native::LocalStorage, &[name.into()]).text();
        QUEUE.with_borrow_mut(|queue| queue.adopt(&kept));
    }
    if keys.is_empty() {
        return;
    }
    keep();
    for name in &keys {
        call(Native::StorageRemove, Native::LocalStorage, &[name.into()]);
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
pub fn answered(response: Handle) {
    if response.get(Native::ResponseStatus).number() as u32 != 204 {
        return unanswered();
    }
    PAUSE.set(2_000);
    QUEUE.with_borrow_mut(Queue::acknowledged);
    keep();
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
