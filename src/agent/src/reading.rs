//! Which attempts wait until their files were read? They are stopped first, read one file after the other, and then
//! decided and finished exactly once.

use crate::browser::file_reader::Reading;
use crate::browser::ui::{notice, progress};
use crate::browser::{blobs, clock, document};
use crate::facts::{Facts, Unread};
use crate::gate;
use crate::hold::Resume;
use crate::host::Handle;
use crate::wake::Wake;
use crate::{report, session, text};
use core::cell::{Cell, RefCell};
use stepgate_policy::CannotScan;
use stepgate_protocol::Outcome;

/// How long reading may take before the person is told, in milliseconds.
const PATIENCE: u64 = 300;
/// How long the reader may take to be there.
const LOADING: u64 = 15_000;
/// How much later than the reader itself the time is up here.
const SLACK: u64 = 2_000;

/// One stopped attempt.
struct Waiting {
    facts: Vec<Facts>,
    resume: Resume,
    /// When it was stopped, in milliseconds of the page's life.
    since: u64,
    /// What was read for it.
    read: Vec<Unread>,
}

/// The file that is being read, for the first of those that wait.
struct Current {
    number: u32,
    file: Unread,
    reading: Reading,
    began: u64,
    /// How many bytes were looked at; none while the reader is not there.
    looked: Option<u64>,
}

thread_local! {
    static WAITING: RefCell<Vec<Waiting>> = const { RefCell::new(Vec::new()) };
    static CURRENT: RefCell<Option<Current>> = const { RefCell::new(None) };
    static NEXT: Cell<u32> = const { Cell::new(1) };
}

/// Lets an attempt wait until its files were read.
pub fn begin(facts: Vec<Facts>, resume: Resume) {
    let waiting = Waiting {
        facts,
        resume,
        since: clock::since_page_began(),
        read: Vec::new(),
    };
    give_way(&waiting.resume);
    WAITING.with_borrow_mut(|all| all.push(waiting));
    go_on();
}

/// Whoever chooses files anew does not want those chosen before.
fn give_way(newer: &Resume) {
    let earlier = |one: &Waiting| newer.replaces(&one.resume);
    let Some(at) = WAITING.with_borrow(|all| all.iter().position(earlier)) else {
        return;
    };
    if at == 0
        && let Some(current) = CURRENT.take()
    {
        current.reading.stop();
    }
    let gone = WAITING.with_borrow_mut(|all| all.remove(at));
    give_up(gone);
}

/// What is to be done next.
enum Step {
    Nothing,
    /// This file, called so.
    Read(Unread, String),
    Decide(Waiting),
}

/// Reads on, or decides what was read.
fn go_on() {
    while CURRENT.with_borrow(Option::is_none) {
        match WAITING.with_borrow_mut(next_step) {
            Step::Nothing => return progress::close(),
            Step::Read(file, name) => read(file, &name),
            Step::Decide(waiting) => {
                progress::close();
                let Waiting {
                    facts,
                    resume,
                    read,
                    ..
                } = waiting;
                resume.was_read(facts);
                for file in read {
                    document::forget_failure(file.blob());
                }
            }
        }
    }
}

fn next_step(all: &mut Vec<Waiting>) -> Step {
    let Some(first) = all.first_mut() else {
        return Step::Nothing;
    };
    for facts in &mut first.facts {
        let Some(file) = facts.unread.clone() else {
            continue;
        };
        if document::known(file.blob()).is_none() {
            return Step::Read(file, facts.object().into());
        }
        let blob = file.blob();
        first.read.push(file);
        *facts = document::told(facts.clone(), blob);
    }
    Step::Decide(all.remove(0))
}

fn read(file: Unread, name: &str) {
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    let reading = Reading::begin(file.blob(), name, number);
    let began = clock::since_page_began();
    let current = Current {
        number,
        file,
        reading,
        began,
        looked: None,
    };
    CURRENT.set(Some(current));
    clock::later(LOADING as u32, Wake::FileLate, number);
    let since = WAITING.with_borrow(|all| all.first().map_or(began, |first| first.since));
    let left = (since + PATIENCE).saturating_sub(began);
    clock::later(left as u32, Wake::ReadingSlow, number);
}

fn is_current(number: u32) -> bool {
    CURRENT.with_borrow(|current| current.as_ref().is_some_and(|one| one.number == number))
}

/// The person has waited long enough to be told.
pub fn slow(number: u32) {
    if is_current(number) {
        show();
    }
}

fn show() {
    let words = WAITING.with_borrow(|all| {
        let first = all.first()?;
        let unread = |one: &&Facts| one.unread.is_some();
        let file = first.facts.iter().find(unread)?;
        let left = first.facts.iter().filter(unread).count();
        let of = left + first.read.len();
        Some(text::reading(
            &file.activity,
            file.object(),
            first.read.len() + 1,
            of,
        ))
    });
    if let Some(words) = words {
        progress::show(&words);
        come();
    }
}

fn come() {
    let far = CURRENT.with_borrow(|current| {
        let current = current.as_ref()?;
        Some((current.looked?, blobs::size(current.file.blob())?))
    });
    if let Some((bytes, size)) = far {
        progress::come(bytes, size);
    }
}

/// So many bytes of the file were looked at.
pub fn looked(number: u32, bytes: Handle) {
    let bytes: u64 = bytes.to_text().parse().unwrap_or_default();
    CURRENT.with_borrow_mut(|current| {
        let Some(current) = current.as_mut().filter(|one| one.number == number) else {
            return;
        };
        if current.looked.replace(bytes).is_none() {
            current.began = clock::since_page_began();
            clock::later(time() as u32, Wake::FileLate, number);
        }
    });
    come();
}

/// How long the reader may take once it is there.
fn time() -> u64 {
    u64::from(session::limits().seconds) * 1000 + SLACK
}

/// The file was read.
pub fn was_read(number: u32, result: Handle) {
    if let Some(current) = take(number) {
        document::remember(current.file.blob(), result);
        drop(current);
        go_on();
    }
}

/// It may have taken too long.
pub fn late(number: u32) {
    let now = clock::since_page_began();
    let is_late = CURRENT.with_borrow(|current| {
        current.as_ref().is_some_and(|one| {
            let time = if one.looked.is_some() {
                time()
            } else {
                LOADING
            };
            one.number == number && now.saturating_sub(one.began) + 50 >= time
        })
    });
    if is_late && let Some(current) = take(number) {
        document::unreadable(current.file.blob(), CannotScan::TimedOut);
        current.reading.stop();
        go_on();
    }
}

fn take(number: u32) -> Option<Current> {
    CURRENT.with_borrow_mut(|current| current.take_if(|one| one.number == number))
}

/// The person does not want to wait: the attempt is given up.
pub fn cancel() {
    let Some(current) = CURRENT.take() else {
        return;
    };
    current.reading.stop();
    let first = WAITING.with_borrow_mut(|all| (!all.is_empty()).then(|| all.remove(0)));
    progress::close();
    if let Some(first) = first {
        if let Some(facts) = first.facts.first() {
            notice::done(&text::given_up(&facts.activity, facts.object()));
        }
        give_up(first);
    }
    go_on();
}

fn give_up(waiting: Waiting) {
    for one in waiting.facts {
        let said = Some(text::GIVEN_UP);
        report::record_with(&gate::rule(one), Outcome::Cancelled, said);
    }
    waiting.resume.give_up();
}
