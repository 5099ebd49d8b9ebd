//! Forms: submitted by the person, by script with or without the event.

use super::held_call::{HeldCall, Otherwise};
use super::upload::is_file_input;
use super::{clock, event, files, sides};
use crate::facts::{Facts, MOST_TEXT, Material};
use crate::gate::{self, Ruled, Way};
use crate::hold::Resume;
use crate::hooks::{Hook, Verdict};
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
    let submitter = event.get_object(Native::Submitter);
    let (facts, chosen) = described(form, submitter);
    let ruled: Vec<Ruled> = gate::rule_all(facts);
    if gate::way(&ruled) == Way::Go || mask(form, &ruled) {
        files::decided(&chosen);
        let pending = Pending {
            event: event.keep(),
            ruled,
        };
        let number = PENDING.with_borrow_mut(|all| all.put(pending));
        return clock::later(0, Wake::Submitted, number);
    }
    event::stop(event);
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
        gate::masked(&sent.ruled);
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
    let (facts, chosen) = described(this, None);
    let ruled = gate::rule_all(facts);
    let masked = mask(this, &ruled);
    if masked {
        gate::masked(&ruled);
    }
    let held = || {
        let call = HeldCall::new(native, this, list, Otherwise::Silence);
        Resume::Call(call.asking(Hook::FormSubmit))
    };
    if masked || gate::settle(ruled, held) {
        files::decided(&chosen);
        Verdict::GoOn
    } else {
        Verdict::Return(Value::Undefined)
    }
}

fn posts(form: Handle) -> bool {
    form.get_text(Native::FormMethod) == "post"
}

/// What the form would send, and where to.
fn described(form: Handle, submitter: Option<Handle>) -> (Vec<Facts>, Vec<Handle>) {
    let there = sides::of_form(form, submitter);
    sides::at(form, || sides::toward(there, || parts(form)))
}

/// What the form would send: its text as one item, each file as an upload.
fn parts(form: Handle) -> (Vec<Facts>, Vec<Handle>) {
    let (mut text, mut chosen) = (String::new(), Vec::new());
    for element in elements(form) {
        if is_file_input(element) {
            let files = element.get_object(Native::InputFiles);
            chosen.extend(files.map(files::undecided).unwrap_or_default());
        } else if let Some((_, value)) = written(element) {
            text.push_str(&value);
            text.push('\n');
        }
    }
    let mut facts: Vec<Facts> = chosen.iter().map(|file| files::upload(*file)).collect();
    if !text.trim().is_empty() {
        facts.push(text_item(text));
    }
    (facts, chosen)
}

fn elements(form: Handle) -> Vec<Handle> {
    let Some(elements) = form.get_object(Native::FormElements) else {
        return Vec::new();
    };
    let count = elements.get(Native::CollectionLength).number() as u32;
    let item = |at| {
        let item = elements.call(Native::CollectionItem, &[f64::from(at).into()]);
        item.object()
    };
    (0..count).filter_map(item).collect()
}

/// Puts what was found masked into the form's own fields, if that lets it go ahead.
fn mask(form: Handle, ruled: &[Ruled]) -> bool {
    let fields: Vec<_> = elements(form)
        .into_iter()
        .filter_map(|element| Some((element, written(element)?)))
        .collect();
    let values = || fields.iter().map(|(_, (_, value))| value.clone()).collect();
    let Some(masked) = gate::mask(ruled, values) else {
        return false;
    };
    let changed = || {
        let both = fields.iter().zip(&masked);
        both.filter(|((_, (_, value)), masked)| value != *masked)
    };
    if changed().any(|((_, (set, _)), _)| set.is_none()) {
        return false; // a choice has no other value
    }
    for ((element, (set, _)), masked) in changed() {
        if let Some(set) = set {
            element.set(*set, masked);
        }
    }
    true
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

/// What a field says, and how it is written to where that is possible.
fn written(element: Handle) -> Option<(Option<Native>, String)> {
    let (set, value) = match element.get_text(Native::NodeName).as_str() {
        "input" => match element.get_text(Native::InputType).as_str() {
            // Never a secret that is not meant for people: passwords are not a message.
            "password" | "submit" | "button" | "reset" | "image" | "checkbox" | "radio"
            | "file" => return None,
            _ => (Some(Native::SetInputValue), Native::InputValue),
        },
        "textarea" => (Some(Native::SetAreaValue), Native::AreaValue),
        "select" => (None, Native::SelectValue),
        _ => return None,
    };
    let text = element.get_text(value);
    (!text.is_empty()).then_some((set, text))
}

impl HeldForm {
    /// Submits it, the page's own handlers first.
    pub fn go(self) {
        let chosen = parts(self.form.handle()).1;
        files::decided(&chosen);
        REPEATING.set(true);
        self.ask_again();
        REPEATING.set(false);
    }

    /// Submits it as if it was submitted now: what it is about can be decided by now, and it may be another.
    pub fn ask_again(self) {
        let submitter = self.submitter.as_ref().map_or(Arg::Undefined, Arg::from);
        self.form.handle().call(Native::RequestSubmit, &[submitter]);
    }
}
