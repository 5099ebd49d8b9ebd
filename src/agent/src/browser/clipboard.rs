//! Copying and cutting by keys, menus and `execCommand`: the `copy` and `cut` events.

use super::held_copy::{self, Data, HeldCopy, pour};
use super::selection::Spot;
use super::{boundary, clock, event, selection, sides};
use crate::facts::Facts;
use crate::gate::{self, Ruled, Way};
use crate::hold::Resume;
use crate::host::{Handle, call, dictionary, make};
use crate::natives::Native;
use crate::session;
use crate::wake::Wake;
use core::cell::RefCell;
use stepgate_policy::ActivityType;

thread_local! {
    /// Where something was cut that is still there.
    static CUT: RefCell<Option<Spot>> = const { RefCell::new(None) };
}

/// `copy` or `cut`.
pub fn copying(event: Handle, activity: ActivityType) {
    if held_copy::is_now() {
        return held_copy::write_allowed(event);
    }
    if !event::is_trusted(event) {
        return; // made by script: it reaches no clipboard
    }
    let facts = sides::at(event::innermost(event), || Facts::new(activity));
    if session::asks_for_content(&facts) {
        return inspected(event, facts);
    }
    let ruled = gate::rule(facts);
    if ruled.way() == Way::Go {
        gate::settle(vec![ruled], || Resume::Nothing);
        return;
    }
    let data = match ruled.way() {
        Way::Hold => take(event, &ruled.facts.activity),
        Way::Stop if boundary::is_on() => take(event, &ruled.facts.activity),
        Way::Go | Way::Stop => Data::default(),
    };
    if kept(event, &ruled, &data) {
        return;
    }
    event::stop(event);
    let cut = ruled.facts.activity == ActivityType::Cut;
    gate::settle(vec![ruled], || {
        Resume::Copy(HeldCopy::new(event, data, cut))
    });
}

/// A policy looks at the content, so the page's own handlers have to speak first.
fn inspected(event: Handle, facts: Facts) {
    let cut = facts.activity == ActivityType::Cut;
    let data = take(event, &facts.activity);
    let mut facts = facts.with(data.material());
    facts.place.data_size = Some(data.plain.len() as u64);
    let ruled = gate::rule(facts);
    let masked = gate::mask(core::slice::from_ref(&ruled), || vec![data.plain.clone()]);
    if let Some([text]) = masked.as_deref() {
        return write_masked(event, text, &ruled);
    }
    if kept(event, &ruled, &data) {
        return;
    }
    if ruled.way() != Way::Go {
        event::stop(event);
        gate::settle(vec![ruled], || {
            Resume::Copy(HeldCopy::new(event, data, cut))
        });
        return;
    }
    gate::settle(vec![ruled], || Resume::Nothing);
    if cut {
        return; // the page's handler still has to remove the original
    }
    match data.transfer {
        Some(transfer) => {
            if let Some(to) = event.get_object(Native::ClipboardData) {
                pour(transfer.handle(), to);
            }
            event::stop(event);
        }
        None => {
            event.call(Native::StopImmediate, &[]); // the page has answered; the browser copies the selection
        }
    }
}

/// Puts a notice on the clipboard, and the copy sealed beside it, where it may be pasted inside. What is cut goes all the
/// same.
fn kept(event: Handle, ruled: &Ruled, data: &Data) -> bool {
    if ruled.way() != Way::Stop || !boundary::is_on() {
        return false;
    }
    let (Some(target), Some(to)) = (
        event::innermost(event),
        event.get_object(Native::ClipboardData),
    ) else {
        return false;
    };
    let html = match data.transfer {
        Some(_) => data.html.clone(),
        None => selection::html(target),
    };
    let Some(notice) = boundary::keep(ruled, data.plain.clone(), html) else {
        return false;
    };
    to.call(
        Native::SetData,
        &["text/plain".into(), (&notice.plain).into()],
    );
    to.call(
        Native::SetData,
        &["text/html".into(), (&notice.html).into()],
    );
    event::stop(event);
    if ruled.facts.activity == ActivityType::Cut {
        remove(target);
    }
    gate::kept(ruled);
    true
}

/// Removes what was cut, by the page's own handlers first: what they write goes nowhere. A browser does not run a command
/// within another one, such as the page's own `cut`.
fn remove(target: Handle) {
    if answered(ask_page(target, "cut")).is_none() && !delete(event::document_of(target)) {
        CUT.set(Some(Spot::at(target)));
        clock::later(0, Wake::CutNow, 0);
    }
}

fn delete(document: Handle) -> bool {
    call(Native::ExecCommand, document, &["delete".into()]).truthy()
}

/// The page's own command is over.
pub fn cut_now() {
    if let Some(spot) = CUT.take() {
        spot.restore();
        delete(event::document_of(spot.element()));
    }
}

/// Only plain text: markup could still hold what was masked. What is cut stays, as its copy is not all of it.
fn write_masked(event: Handle, text: &str, ruled: &Ruled) {
    if let Some(to) = event.get_object(Native::ClipboardData) {
        to.call(Native::SetData, &["text/plain".into(), text.into()]);
    }
    event::stop(event);
    gate::masked(core::slice::from_ref(ruled));
}

/// Lets the page's handlers answer an event of ours, and reads what they wrote.
fn take(event: Handle, activity: &ActivityType) -> Data {
    let Some(target) = event::innermost(event) else {
        return Data::default();
    };
    let transfer =
        answered(ask_page(target, "copy")).and_then(|fake| fake.get_object(Native::ClipboardData));
    match transfer {
        Some(transfer) => Data {
            plain: transfer
                .call(Native::GetData, &["text/plain".into()])
                .text(),
            html: transfer.call(Native::GetData, &["text/html".into()]).text(),
            transfer: Some(transfer.keep()),
        },
        None => Data {
            plain: selection::text(target),
            html: if *activity == ActivityType::Cut {
                String::new()
            } else {
                selection::html(target)
            },
            transfer: None,
        },
    }
}

/// The event, if the page did something about it.
fn answered(fake: Option<Handle>) -> Option<Handle> {
    fake.filter(|fake| fake.get(Native::DefaultPrevented).truthy())
}

/// Content is always asked for by `copy`: a page that answers `cut` removes what it cut.
fn ask_page(target: Handle, kind: &str) -> Option<Handle> {
    let transfer = make(Native::NewDataTransfer, &[])?;
    let init = dictionary(&[
        ("bubbles", true.into()),
        ("cancelable", true.into()),
        ("composed", true.into()),
        ("clipboardData", transfer.into()),
    ]);
    let fake = make(Native::NewClipboardEvent, &[kind.into(), init.into()])?;
    target.call(Native::Dispatch, &[fake.into()]);
    Some(fake)
}
