//! Forms: submitted by the person, by script with or without the event.

use super::held_call::{HeldCall, Otherwise};
use super::{clock, event, files};
use crate::facts::{Facts, MOST_TEXT, Material};
use crate::gate::{self, Ruled, Way};
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{self, Arg, Handle, Kept, Value};
use crate::natives::Native;
use crate::session;
use crate::waiting::Waiting;
use crate::wake::Wake;
use core::cell::{Cell, RefCell};
use stepgate_policy::{ActivityType, CannotScan};

/// A form that waits.
#[derive(Debug)]
pub struct HeldForm {
    form: Kept,
    submitter: Option<Kept>,
}

/// A submission that was let go, until it is known whether the page took it over.
struct Pending {
    event: Kept,
    ruled: Vec<Ruled>,
}

thread_local! {
    static REPEATING: Cell<bool> = const { Cell::new(false) };
    static PENDING: RefCell<Waiting<Pending>> = const { RefCell::new(Waiting::new()) };
}

/// `submit`. What is let go is recorded only if the browser sends it: a page that prevents it sends by
/// other means, and is asked there.
pub fn submitting(event: Handle) {
    if REPEATING.get() {
        return;
    }
    let Some(form) = event::innermost(event).filter(|form| posts(*form)) else {
        return;
    };
    let (facts, chosen) = parts(form);
    let ruled: Vec<Ruled> = gate::rule_all(facts);
    if gate::way(&ruled) == Way::Go {
        files::decided(&chosen);
        let pending = Pending {
            event: event.keep(),
            ruled,
        };
        let number = PENDING.with_borrow_mut(|all| all.put(pending));
        return clock::later(0, Wake::Submitted, number);
    }
    event::stop(event);
    let submitter = event.get_object(Native::Submitter);
    gate::settle(ruled, || {
        Resume::Submit(HeldForm {
            form: form.keep(),
            submitter: submitter.map(Handle::keep),
        })
    });
}

/// Everybody has had the event.
pub fn submitted(number: u32) {
    let pending = PENDING.with_borrow_mut(|all| all.take(number));
    let sent = pending.filter(|one| !one.event.handle().get(Native::DefaultPrevented).truthy());
    if let Some(sent) = sent {
        gate::performed(&sent.ruled);
    }
}

/// `form.requestSubmit()`: the event is heard, if there is room for it.
#[must_use]
pub fn requesting() -> Verdict {
    host::without_room().map_or(Verdict::GoOn, Verdict::Throw)
}

/// `form.submit()`: no event, no validation, straight to the network.
#[must_use]
pub fn submitting_silently(this: Handle, list: Handle, native: Handle) -> Verdict {
    if !posts(this) {
        return Verdict::GoOn;
    }
    let (facts, chosen) = parts(this);
    let held = || Resume::Call(HeldCall::new(native, this, list, Otherwise::Silence));
    if gate::pass_all(facts, held) {
        files::decided(&chosen);
        Verdict::GoOn
    } else {
        Verdict::Return(Value::Undefined)
    }
}

fn posts(form: Handle) -> bool {
    form.get_text(Native::FormMethod) == "post"
}

/// What the form would send: its text as one item, each file as an upload.
fn parts(form: Handle) -> (Vec<Facts>, Vec<Handle>) {
    let (mut text, mut chosen) = (String::new(), Vec::new());
    if let Some(elements) = form.get_object(Native::FormElements) {
        let count = elements.get(Native::CollectionLength).number() as u32;
        for at in 0..count {
            let item = elements.call(Native::CollectionItem, &[f64::from(at).into()]);
            if let Some(element) = item.object() {
                read(element, &mut text, &mut chosen);
            }
        }
    }
    let mut facts: Vec<Facts> = chosen.iter().map(|file| files::upload(*file)).collect();
    if !text.trim().is_empty() {
        facts.push(text_item(text));
    }
    (facts, chosen)
}

/// The attempt to send what a value says.
#[must_use]
pub fn item(text: Value) -> Facts {
    let facts = Facts::new(ActivityType::SendItem);
    if session::asks_for_content(&facts) {
        facts.with(Material::of(text))
    } else {
        facts
    }
}

/// The attempt to send `text`.
#[must_use]
pub fn text_item(text: String) -> Facts {
    let facts = Facts::new(ActivityType::SendItem);
    if !session::asks_for_content(&facts) {
        return facts;
    }
    if text.len() > MOST_TEXT as usize {
        return facts.with(Material::NotScanned(CannotScan::TooLarge));
    }
    facts.with(Material::Text(text))
}

fn read(element: Handle, text: &mut String, chosen: &mut Vec<Handle>) {
    let value = match element.get_text(Native::NodeName).as_str() {
        "input" => match element.get_text(Native::InputType).as_str() {
            "file" => {
                let files = element.get_object(Native::InputFiles);
                chosen.extend(files.map(files::undecided).unwrap_or_default());
                return;
            }
            // Never a secret that is not meant for people: passwords are not a message.
            "password" | "submit" | "button" | "reset" | "image" | "checkbox" | "radio" => return,
            _ => element.get_text(Native::InputValue),
        },
        "textarea" => element.get_text(Native::AreaValue),
        "select" => element.get_text(Native::SelectValue),
        _ => return,
    };
    if !value.is_empty() {
        text.push_str(&value);
        text.push('\n');
    }
}

impl HeldForm {
    /// Submits it, the page's own handlers first.
    pub fn go(self) {
        let form = self.form.handle();
        let submitter = self.submitter.as_ref().map_or(Arg::Undefined, Arg::from);
        let chosen = parts(form).1;
        files::decided(&chosen);
        REPEATING.set(true);
        form.call(Native::RequestSubmit, &[submitter]);
        REPEATING.set(false);
    }
}
