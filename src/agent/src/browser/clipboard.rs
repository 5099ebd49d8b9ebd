//! Copying and cutting by keys, menus and `execCommand`: the `copy` and `cut` events.

use super::deferred::Deferred;
use super::selection::{self, Spot};
use super::ui::dialog::{self, Dialog, Press};
use super::ui::notice;
use super::{event, files, net};
use crate::facts::{Facts, MOST_TEXT, Material};
use crate::hold::Resume;
use crate::host::{Arg, Handle, Kept, call, dictionary, make};
use crate::natives::Native;
use crate::wake::Wake;
use crate::{gate, session, text};
use core::cell::RefCell;
use stepgate_policy::{Action, ActivityType, CannotScan};

/// What would be on the clipboard.
#[derive(Debug, Default)]
struct Data {
    plain: String,
    html: String,
    /// What the page itself put there instead of the selection.
    transfer: Option<Kept>,
}

impl Data {
    fn material(&self) -> Material {
        let text = [self.plain.as_str(), "\n", &self.html].concat();
        if text.len() > MOST_TEXT as usize {
            return Material::NotScanned(CannotScan::TooLarge);
        }
        Material::Text(text)
    }
}

/// A copy that waits.
#[derive(Debug)]
pub struct HeldCopy {
    data: Data,
    cut: bool,
    spot: Option<Spot>,
    /// Promises the clipboard already waits for, so that no second gesture is needed.
    promised: Vec<(&'static str, Deferred)>,
}

thread_local! {
    /// The copy the person was allowed to make and that still has to reach the clipboard.
    static ALLOWED: RefCell<Option<HeldCopy>> = const { RefCell::new(None) };
    static NOW: RefCell<bool> = const { RefCell::new(false) };
}

/// `copy` or `cut`.
pub fn copying(event: Handle, activity: ActivityType) {
    if NOW.take() {
        return write_allowed(event);
    }
    if !event::is_trusted(event) {
        return; // made by script: it reaches no clipboard
    }
    let facts = Facts::new(activity);
    if session::asks_for_content(&facts) {
        return inspected(event, facts);
    }
    let ruled = gate::rule(facts);
    if ruled.decision.action.lets_go() {
        gate::settle(vec![ruled], || Resume::Nothing);
        return;
    }
    let data = match ruled.decision.action {
        Action::RequireStepUp => take(event, &ruled.facts.activity),
        Action::Allow | Action::Audit | Action::Block => Data::default(),
    };
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
    let content = data.material();
    let ruled = gate::rule(facts.with(content));
    if !ruled.decision.action.lets_go() {
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

/// Lets the page's handlers answer an event of ours, and reads what they wrote.
fn take(event: Handle, activity: &ActivityType) -> Data {
    let Some(target) = event::innermost(event) else {
        return Data::default();
    };
    let asked = ask_page(target).filter(|fake| fake.get(Native::DefaultPrevented).truthy());
    let transfer = asked.and_then(|fake| fake.get_object(Native::ClipboardData));
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

/// Always `copy`: a page that answers `cut` removes what it cut.
fn ask_page(target: Handle) -> Option<Handle> {
    let transfer = make(Native::NewDataTransfer, &[])?;
    let init = dictionary(&[
        ("bubbles", true.into()),
        ("cancelable", true.into()),
        ("composed", true.into()),
        ("clipboardData", transfer.into()),
    ]);
    let fake = make(Native::NewClipboardEvent, &["copy".into(), init.into()])?;
    target.call(Native::Dispatch, &[fake.into()]);
    Some(fake)
}

fn pour(from: Handle, to: Handle) {
    let Some(types) = from.get_object(Native::DataTypes) else {
        return;
    };
    for at in 0..types.length() {
        let kind = types.element(at).text();
        let data = from.call(Native::GetData, &[(&kind).into()]);
        to.call(Native::SetData, &[(&kind).into(), data.as_arg()]);
    }
}

impl HeldCopy {
    fn new(event: Handle, data: Data, cut: bool) -> Self {
        let spot = event::innermost(event).map(Spot::at);
        Self {
            data,
            cut,
            spot,
            promised: Vec::new(),
        }
    }

    fn parts(&self) -> [(&'static str, &str); 2] {
        [
            ("text/plain", &self.data.plain),
            ("text/html", &self.data.html),
        ]
    }

    /// Writes promises to the clipboard while the click allows it.
    pub fn prepare(&mut self) {
        if !self.promised.is_empty() {
            return;
        }
        let filled = self
            .parts()
            .into_iter()
            .filter(|(_, text)| !text.is_empty());
        let promised: Vec<(&str, Deferred)> = filled
            .filter_map(|(kind, _)| Some((kind, Deferred::new()?)))
            .collect();
        let item = dictionary(&[]);
        for (kind, promise) in &promised {
            item.put(kind, promise.promise().as_arg());
        }
        let item = make(Native::NewClipboardItem, &[item.into()]);
        let written = item.and_then(|item| {
            call(
                Native::ClipboardWrite,
                Native::Clipboard,
                &[files::list(&[item.into()]).into()],
            )
            .object()
        });
        if let Some(written) = written {
            net::settle(
                written,
                (Wake::ClipboardWritten, 0),
                (Wake::ClipboardRefused, 0),
            );
            self.promised = promised;
        }
    }

    /// Fulfils the promises; without any, or if they came too late, the person clicks once more.
    pub fn go(self) {
        if self.promised.is_empty() {
            ALLOWED.set(Some(self));
            return offer();
        }
        for (kind, promise) in &self.promised {
            let text = self.parts().into_iter().find(|(name, _)| name == kind);
            promise.resolve(blob(kind, text.map_or("", |(_, text)| text).into()));
        }
        ALLOWED.set(Some(self));
    }

    /// Writes nothing.
    pub fn give_up(self) {
        for (_, promise) in &self.promised {
            promise.reject(Arg::Undefined);
        }
    }
}

/// A blob of text.
#[must_use]
pub fn blob(kind: &str, text: Arg<'_>) -> Arg<'static> {
    let options = dictionary(&[("type", kind.into())]);
    make(
        Native::NewBlob,
        &[files::list(&[text]).into(), options.into()],
    )
    .map_or(Arg::Undefined, Arg::Handle)
}

/// The promised data is on the clipboard.
pub fn written() {
    if let Some(copy) = ALLOWED.take() {
        copied(copy);
    }
}

fn copied(copy: HeldCopy) {
    if let Some(spot) = copy.spot {
        spot.restore();
        if copy.cut {
            call(
                Native::ExecCommand,
                event::document_of(spot.element()),
                &["delete".into()],
            );
        }
    }
    notice::done(text::COPIED);
}

/// It is not: one more click, if the person may.
pub fn refused() {
    if ALLOWED.with_borrow(Option::is_some) {
        offer();
    }
}

fn offer() {
    dialog::show(&Dialog {
        title: text::CHECK_PASSED,
        what: text::COPY_NEEDS_CLICK,
        why: "",
        status: "",
        buttons: &[
            (Press::Close, text::CANCEL),
            (Press::CopyNow, text::COPY_NOW),
        ],
    });
}

/// The click on "Copy now".
pub fn copy_now() {
    NOW.set(true);
    call(Native::ExecCommand, Native::Document, &["copy".into()]);
    NOW.set(false);
    dialog::close();
    written();
}

fn write_allowed(event: Handle) {
    event::stop(event);
    let Some(to) = event.get_object(Native::ClipboardData) else {
        return;
    };
    ALLOWED.with_borrow(|allowed| {
        let Some(copy) = allowed else { return };
        match &copy.data.transfer {
            Some(transfer) => pour(transfer.handle(), to),
            None => {
                for (kind, text) in copy
                    .parts()
                    .into_iter()
                    .filter(|(_, text)| !text.is_empty())
                {
                    to.call(Native::SetData, &[kind.into(), text.into()]);
                }
            }
        }
    });
}
