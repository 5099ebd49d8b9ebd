//! Notices: what was stopped, why, and what to do. They do not take the focus.

use super::{progress, root};
use crate::browser::clock;
use crate::facts::{Facts, File};
use crate::gate::Ruled;
use crate::host::{Handle, Kept};
use crate::natives::Native;
use crate::session::{self, PolicyWords, Words};
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

/// What a notice says.
struct Notice<'a> {
    role: &'a str,
    class: &'a str,
    title: &'a str,
    /// The first stands before the policy's message, the others after it.
    lines: &'a [&'a str],
    message: Words,
    details: Vec<String>,
    stay: u32,
}

/// An attempt was stopped by a policy, or because none could decide.
pub fn blocked(ruled: &Ruled) {
    let Ruled {
        facts, decision, ..
    } = ruled;
    let policy = session::policy_words(decision.policy);
    let mut message = text::filled(&policy, &facts.activity, facts.object());
    match decision.failure {
        Some(Failure::CorruptBundle) => message.body = text::NO_DECISION.into(),
        Some(Failure::StalePolicy) => message.body = text::STALE.into(),
        Some(Failure::NoPolicy) => message.body = text::NO_POLICY.into(),
        Some(Failure::NotScanned) if decision.policy.is_none() => {
            message.body = text::CANNOT_WAIT.into();
        }
        Some(Failure::NotScanned) | None => {}
    }
    let lacking = text::lacking(decision.action);
    let details = text::details(&decision.trace);
    say_blocked(facts, message, lacking, &policy.name, details);
}

/// The gateway stopped a request.
pub fn stopped_by_gateway(activity: &ActivityType, object: &str, policy: &PolicyWords) {
    let mut facts = Facts::new(activity.clone());
    if !object.is_empty() {
        facts.file = Some(File::named(object));
    }
    let message = text::filled(policy, activity, object);
    say_blocked(&facts, message, "", &policy.name, text::details(&[]));
}

fn say_blocked(
    facts: &Facts,
    message: Words,
    lacking: &str,
    policy_name: &str,
    details: Vec<String>,
) {
    show(&Notice {
        role: "alert",
        class: "blocked",
        title: text::blocked_title(&facts.activity),
        lines: &[
            &text::blocked(facts),
            lacking,
            &text::what_to_do(policy_name),
        ],
        message,
        details,
        stay: STAY,
    });
}

/// What was found was masked, and the rest went ahead.
pub fn masked(ruled: &Ruled) {
    let line = text::masked(&ruled.facts.activity);
    went_otherwise(ruled, "blocked", text::MASKED, &line);
}

/// A copy stays within the apps it may be pasted in.
pub fn kept(ruled: &Ruled) {
    went_otherwise(ruled, "done", text::KEPT, text::KEPT_MEANS);
}

fn went_otherwise(ruled: &Ruled, class: &str, title: &str, line: &str) {
    let facts = &ruled.facts;
    let policy = session::policy_words(ruled.decision.policy);
    show(&Notice {
        role: "status",
        class,
        title,
        lines: &[line],
        message: text::filled(&policy, &facts.activity, facts.object()),
        details: text::details(&ruled.decision.trace),
        stay: STAY,
    });
}

/// A notice of its own.
pub fn plain(title: &str, line: &str) {
    show(&Notice {
        role: "alert",
        class: "blocked",
        title,
        lines: &[line],
        message: Words::default(),
        details: Vec::new(),
        stay: STAY,
    });
}

/// A word that it worked.
pub fn done(title: &str) {
    show(&Notice {
        role: "status",
        class: "done",
        title,
        lines: &[],
        message: Words::default(),
        details: Vec::new(),
        stay: STAY_SHORT,
    });
}

fn show(notice: &Notice<'_>) {
    let words = [&[notice.title, &notice.message.body], notice.lines]
        .concat()
        .join("\n");
    if SHOWN.with_borrow(|all| all.iter().any(|one| one.words == words)) {
        return;
    }
    let number = NEXT.get();
    NEXT.set(number.wrapping_add(1));
    let Some((element, close)) = build(notice) else {
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
    clock::later(notice.stay, Wake::NoticeOver, number);
}

fn build(notice: &Notice<'_>) -> Option<(Handle, Handle)> {
    let class = ["notice ", notice.class].concat();
    let card = root::element("section", &class, "")?;
    root::append(card, root::shield()?);
    let body = root::element("div", "text", "")?;
    root::attribute(body, "role", notice.role);
    root::append(card, body);
    let close = root::button("", "close")?;
    root::attribute(close, "aria-label", text::CLOSE);
    root::append(card, close);
    put(card)?;
    // Filled after it is there, so that it is read out.
    fill(body, notice)?;
    Some((card, close))
}

/// Puts a card among the notices.
pub(super) fn put(card: Handle) -> Option<()> {
    let region = region()?;
    root::append(region, card);
    region.call(Native::HidePopover, &[]);
    region.call(Native::ShowPopover, &[]); // above everything, also above a later dialog of the page
    Some(())
}

fn fill(body: Handle, notice: &Notice<'_>) -> Option<()> {
    let Words {
        title, language, ..
    } = &notice.message;
    let heading = if title.is_empty() {
        root::element("h2", "", notice.title)?
    } else {
        let heading = root::element("h2", "", title)?;
        root::attribute(heading, "lang", language);
        heading
    };
    root::append(body, heading);
    for (at, line) in notice.lines.iter().enumerate() {
        if !line.is_empty() {
            root::append(body, root::element("p", "what", line)?);
        }
        if at == 0 {
            root::append_message(body, &notice.message)?;
        }
    }
    if !notice.details.is_empty() {
        let details = root::element("details", "", "")?;
        root::append(details, root::element("summary", "", text::DETAILS)?);
        for line in &notice.details {
            root::append(details, root::element("p", "detail", line)?);
        }
        root::append(body, details);
    }
    Some(())
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
    hide_if_empty();
}

/// Where nothing is said, nothing lies above the page.
pub(super) fn hide_if_empty() {
    if SHOWN.with_borrow(Vec::is_empty)
        && !progress::is_open()
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
