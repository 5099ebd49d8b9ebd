//! Notices: what was stopped, why, and what to do. They do not take the focus.

use super::root;
use crate::browser::clock;
use crate::facts::{Facts, File};
use crate::gate::Ruled;
use crate::host::{Handle, Kept};
use crate::natives::Native;
use crate::session::{self, PolicyWords};
use crate::text;
use crate::wake::Wake;
use core::cell::{Cell, RefCell};
use stepgate_policy::{ActivityType, Failure};

struct Shown {
    number: u32,
    /// What it says, so that the same is not said twice at once.
    words: String,
    element: Kept,
    close: Kept,
}

/// How many are shown at once.
const MOST: usize = 2;
/// How long a notice stays, in milliseconds: long enough to read it twice.
const STAY: u32 = 30_000;
/// How long a word of success stays.
const STAY_SHORT: u32 = 4_000;

thread_local! {
    static SHOWN: RefCell<Vec<Shown>> = const { RefCell::new(Vec::new()) };
    static REGION: RefCell<Option<Kept>> = const { RefCell::new(None) };
    static NEXT: Cell<u32> = const { Cell::new(0) };
}

/// An attempt was stopped by a policy, or because none could decide.
pub fn blocked(ruled: &Ruled) {
    let policy = session::policy_words(ruled.decision.policy);
    let why = match ruled.decision.failure {
        Some(Failure::CorruptBundle) => text::NO_DECISION,
        Some(Failure::StalePolicy) => text::STALE,
        Some(Failure::NoPolicy) => text::NO_POLICY,
        Some(Failure::NotScanned) | None => &policy.message,
    };
    let lacking = text::lacking(ruled.decision.action);
    say_blocked(&ruled.facts, why, lacking, &policy.name);
}

/// The gateway stopped a request.
pub fn stopped_by_gateway(activity: &ActivityType, object: &str, policy: &PolicyWords) {
    let mut facts = Facts::new(activity.clone());
    if !object.is_empty() {
        facts.file = Some(File::named(object));
    }
    say_blocked(&facts, &policy.message, "", &policy.name);
}

fn say_blocked(facts: &Facts, why: &str, lacking: &str, policy_name: &str) {
    let lines = [
        &text::blocked(facts),
        why,
        lacking,
        &text::what_to_do(policy_name),
    ];
    show(
        "alert",
        "blocked",
        text::blocked_title(&facts.activity),
        &lines,
        STAY,
    );
}

/// What was found was masked, and the rest went ahead.
pub fn masked(ruled: &Ruled) {
    let policy = session::policy_words(ruled.decision.policy);
    show(
        "status",
        "blocked",
        text::MASKED,
        &[&text::masked(&ruled.facts.activity), &policy.message],
        STAY,
    );
}

/// A notice of its own.
pub fn plain(title: &str, line: &str) {
    show("alert", "blocked", title, &[line], STAY);
}

/// A word that it worked.
pub fn done(title: &str) {
    show("status", "done", title, &[], STAY_SHORT);
}

fn show(role: &str, class: &str, title: &str, lines: &[&str], stay: u32) {
    let words = [&[title], lines].concat().join("\n");
    if SHOWN.with_borrow(|all| all.iter().any(|one| one.words == words)) {
        return;
    }
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    let Some((element, close)) = build(role, class, title, lines) else {
        return;
    };
    let (element, close) = (element.keep(), close.keep());
    let oldest = SHOWN.with_borrow_mut(|all| {
        all.push(Shown {
            number,
            words,
            element,
            close,
        });
        (all.len() > MOST).then(|| all.remove(0))
    });
    if let Some(oldest) = oldest {
        remove(&oldest);
    }
    clock::later(stay, Wake::NoticeOver, number);
}

fn build(role: &str, class: &str, title: &str, lines: &[&str]) -> Option<(Handle, Handle)> {
    let region = region()?;
    let card = root::element("section", ["notice ", class].concat().as_str(), "")?;
    root::append(card, root::shield()?);
    let body = root::element("div", "text", "")?;
    root::attribute(body, "role", role);
    root::append(card, body);
    let close = root::button("", "close")?;
    root::attribute(close, "aria-label", text::CLOSE);
    root::append(card, close);
    root::append(region, card);
    // Filled after it is there, so that it is read out.
    root::append(body, root::element("h2", "", title)?);
    for (at, line) in lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.is_empty())
    {
        let class = if at == 1 { "why" } else { "what" };
        root::append(body, root::element("p", class, line)?);
    }
    region.call(Native::HidePopover, &[]);
    region.call(Native::ShowPopover, &[]); // above everything, also above a later dialog of the page
    Some((card, close))
}

fn region() -> Option<Handle> {
    let shadow = root::shadow()?;
    if let Some(region) = REGION.with_borrow(|region| region.as_ref().map(Kept::handle)) {
        return Some(region);
    }
    let region = root::element("div", "notices", "")?;
    for (name, value) in [
        ("popover", "manual"),
        ("role", "region"),
        ("aria-label", text::NOTICES),
    ] {
        root::attribute(region, name, value);
    }
    root::append(shadow, region);
    let kept = region.keep();
    REGION.set(Some(kept));
    Some(region)
}

fn remove(shown: &Shown) {
    shown.element.handle().call(Native::RemoveElement, &[]);
    if SHOWN.with_borrow(Vec::is_empty)
        && let Some(region) = region()
    {
        region.call(Native::HidePopover, &[]);
    }
}

fn take(which: impl Fn(&Shown) -> bool) {
    let found = SHOWN.with_borrow_mut(|all| {
        let at = all.iter().position(which)?;
        Some(all.remove(at))
    });
    if let Some(found) = found {
        remove(&found);
    }
}

/// It has been there long enough.
pub fn over(number: u32) {
    take(|one| one.number == number);
}

/// A button was clicked: one of ours?
pub fn pressed(button: Handle) {
    take(|one| one.close.handle().is(button));
}

/// Escape: the newest goes.
pub fn escape() {
    let newest = SHOWN.with_borrow(|all| all.last().map(|one| one.number));
    if let Some(number) = newest {
        over(number);
    }
}
