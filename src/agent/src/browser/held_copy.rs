//! A copy that waits: it reaches the clipboard by a promise made in the click that began the step-up, or by
//! one more click.

use super::deferred::Deferred;
use super::selection::Spot;
use super::ui::dialog::{self, Dialog, Press};
use super::ui::notice;
use super::{event, files, net};
use crate::facts::{MOST_TEXT, Material};
use crate::host::{Arg, Handle, Kept, call, dictionary, make};
use crate::natives::Native;
use crate::text;
use crate::wake::Wake;
use core::cell::RefCell;
use stepgate_policy::CannotScan;

/// What would be on the clipboard.
#[derive(Debug, Default)]
pub(super) struct Data {
    pub(super) plain: String,
    pub(super) html: String,
    /// What the page itself put there instead of the selection.
    pub(super) transfer: Option<Kept>,
}

impl Data {
    /// As a decision takes it.
    pub(super) fn material(&self) -> Material {
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

impl HeldCopy {
    /// Holds what a copy would take.
    pub(super) fn new(event: Handle, data: Data, cut: bool) -> Self {
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
        why: None,
        status: "",
        field: None,
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

/// Puts what was allowed on the clipboard, in the event our own command fired.
pub(super) fn write_allowed(event: Handle) {
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

/// Whether the event at hand is our own command's.
pub(super) fn is_now() -> bool {
    NOW.take()
}

/// Copies everything from one `DataTransfer` to another.
pub(super) fn pour(from: Handle, to: Handle) {
    let Some(types) = from.get_object(Native::DataTypes) else {
        return;
    };
    for at in 0..types.length() {
        let kind = types.element(at).text();
        let data = from.call(Native::GetData, &[(&kind).into()]);
        to.call(Native::SetData, &[(&kind).into(), data.as_arg()]);
    }
}
