//! The clipboard by script: `navigator.clipboard`.

use super::deferred::{self, Deferred};
use super::held_call::{HeldCall, Otherwise};
use super::{blobs, boundary, clipboard_item, files, held_copy, net};
use crate::facts::{Facts, Material};
use crate::gate::{self, Ruled, Way};
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{Arg, Handle, Kept, Value, dictionary, make};
use crate::natives::Native;
use crate::session;
use crate::waiting::Waiting;
use crate::wake::Wake;
use core::cell::RefCell;
use stepgate_policy::{ActivityType, CannotScan};

/// A write whose promise the clipboard already waits for: no gesture is needed later.
#[derive(Debug)]
pub struct HeldWrite {
    promised: Deferred,
    /// Text, or the blob it came as.
    content: Kept,
}

impl HeldWrite {
    /// Writes it.
    pub fn go(self) {
        let content = self.content.handle();
        match blobs::size(content) {
            Some(_) => self.promised.resolve(content.into()),
            None => self
                .promised
                .resolve(held_copy::blob("text/plain", content.into())),
        }
    }

    /// Writes nothing: the page's promise is rejected.
    pub fn give_up(self) {
        let error = deferred::not_allowed();
        self.promised
            .reject(error.map_or(Arg::Undefined, Arg::Handle));
    }
}

fn refused() -> Verdict {
    Verdict::Return(deferred::rejected(deferred::not_allowed()))
}

/// `clipboard.writeText(text)`.
#[must_use]
pub fn writing_text(this: Handle, list: Handle, native: Handle) -> Verdict {
    if list.length() == 0 {
        return Verdict::GoOn; // the browser says what it says
    }
    // Turned into text once: an object may turn into another one the next time.
    let text = list.element(0).converted();
    let Value::Text(content, _) = text else {
        return blobs::answer(text);
    };
    let ruled = gate::rule(Facts::new(ActivityType::Copy).with(Material::of(text)));
    if let Some(masked) = masked(&ruled) {
        return blobs::answer(native.apply(this, files::list(&[(&masked).into()])));
    }
    match ruled.way() {
        Way::Go => {
            gate::settle(vec![ruled], || Resume::Nothing);
            blobs::answer(native.apply(this, files::list(&[content.into()])))
        }
        Way::Stop => {
            let notice = boundary::keep(&ruled, ruled.facts.material.text(), String::new());
            if let Some(written) = notice.and_then(|notice| clipboard_item::write(this, &notice)) {
                gate::kept(&ruled);
                return blobs::answer(written);
            }
            gate::settle(vec![ruled], || Resume::Nothing);
            refused()
        }
        Way::Hold => {
            let Some((promised, written)) = promise_write(this) else {
                return refused();
            };
            gate::settle(vec![ruled], || {
                let content = content.keep();
                Resume::Write(HeldWrite { promised, content })
            });
            Verdict::Return(written)
        }
    }
}

/// The text with what was found masked, if that lets it go ahead; then it is recorded.
fn masked(ruled: &Ruled) -> Option<String> {
    let ruled = core::slice::from_ref(ruled);
    let all = || ruled.iter().map(|one| one.facts.material.text()).collect();
    let masked = gate::mask(ruled, all)?.pop()?;
    gate::masked(ruled);
    Some(masked)
}

/// Lets the clipboard wait for a promise while there is a gesture.
fn promise_write(clipboard: Handle) -> Option<(Deferred, Value)> {
    let promised = Deferred::new()?;
    let item = dictionary(&[("text/plain", promised.promise().as_arg())]);
    let item = make(Native::NewClipboardItem, &[item.into()])?;
    let written = clipboard.call(
        Native::ClipboardWrite,
        &[files::list(&[item.into()]).into()],
    );
    Some((promised, written))
}

/// `clipboard.write(items)`.
#[must_use]
pub fn writing(this: Handle, list: Handle, native: Handle) -> Verdict {
    if let Some(verdict) = clipboard_item::writing(this, list, native) {
        return verdict;
    }
    let facts = Facts::new(ActivityType::Copy);
    if session::asks_for_content(&facts) {
        return inspect(this, list, native);
    }
    hold_call(facts, this, list, native)
}

fn hold_call(facts: Facts, this: Handle, list: Handle, native: Handle) -> Verdict {
    let Some(promise) = Deferred::new() else {
        return refused();
    };
    let given = promise.promise();
    let ruled = gate::rule(facts);
    let way = ruled.way();
    gate::settle(vec![ruled], || {
        Resume::Call(HeldCall::new(
            native,
            this,
            list,
            Otherwise::NotAllowed(promise),
        ))
    });
    match way {
        Way::Go => Verdict::GoOn,
        Way::Hold => Verdict::Return(given),
        Way::Stop => refused(),
    }
}

/// One part of a written item, on its way to be inspected.
#[derive(Debug)]
struct Part {
    promised: Deferred,
}

thread_local! {
    static PARTS: RefCell<Waiting<Part>> = const { RefCell::new(Waiting::new()) };
    static READS: RefCell<Waiting<Read>> = const { RefCell::new(Waiting::new()) };
}

/// Writes an item whose parts are only promised, and fulfils each after looking at it. Browsers write one
/// item; what cannot be taken apart is decided as content that cannot be read.
fn inspect(this: Handle, list: Handle, native: Handle) -> Verdict {
    let items = list.element(0).object();
    let item = items.and_then(|items| items.element(0).object());
    let types = item.and_then(|item| item.get_object(Native::ItemTypes));
    let (Some(item), Some(types)) = (item, types) else {
        let unread = Material::NotScanned(CannotScan::Unsupported);
        return hold_call(
            Facts::new(ActivityType::Copy).with(unread),
            this,
            list,
            native,
        );
    };
    let made = dictionary(&[]);
    for at in 0..types.length() {
        let kind = types.element(at).text();
        let Some(promised) = Deferred::new() else {
            return refused();
        };
        made.put(&kind, promised.promise().as_arg());
        let number = PARTS.with_borrow_mut(|parts| parts.put(Part { promised }));
        if let Some(part) = item.call(Native::ItemType, &[(&kind).into()]).object() {
            net::settle(part, (Wake::ItemRead, number), (Wake::ItemUnread, number));
        }
    }
    let Some(item) = make(Native::NewClipboardItem, &[made.into()]) else {
        return refused();
    };
    let items = files::list(&[item.into()]);
    blobs::answer(native.apply(this, files::list(&[items.into()])))
}

fn take_part(number: u32) -> Option<Part> {
    PARTS.with_borrow_mut(|parts| parts.take(number))
}

/// A part is there: decide.
pub fn item_read(number: u32, blob: Handle) {
    let Some(part) = take_part(number) else {
        return;
    };
    let facts = Facts::new(ActivityType::Copy).with(blobs::read(blob));
    let ruled = gate::rule(facts);
    let way = ruled.way();
    let promised = part.promised;
    if let Some(masked) = masked(&ruled) {
        let kind = blob.get_text(Native::BlobType);
        return promised.resolve(held_copy::blob(&kind, (&masked).into()));
    }
    match way {
        Way::Go => {
            gate::settle(vec![ruled], || Resume::Nothing);
            promised.resolve(blob.into());
        }
        Way::Stop => {
            gate::settle(vec![ruled], || Resume::Nothing);
            promised.reject(deferred::not_allowed().map_or(Arg::Undefined, Arg::Handle));
        }
        Way::Hold => {
            gate::settle(vec![ruled], || {
                let content = blob.keep();
                Resume::Write(HeldWrite { promised, content })
            });
        }
    }
}

/// A part cannot be had: nothing is written.
pub fn item_unread(number: u32, error: Handle) {
    if let Some(part) = take_part(number) {
        part.promised.reject(error.into());
    }
}

/// What was read from the clipboard and the page does not have yet.
#[derive(Debug)]
struct Read {
    promise: Deferred,
    native: Kept,
    this: Kept,
    list: Kept,
}

/// `clipboard.readText()`, and `clipboard.read()` for the `whole` of it: text is decided on before the page sees it.
#[must_use]
pub fn reading(this: Handle, list: Handle, native: Handle, whole: bool) -> Verdict {
    if let Some(verdict) = clipboard_item::reading(this, list, native, whole) {
        return verdict;
    }
    let facts = Facts::new(ActivityType::Paste);
    if !session::asks_for_content(&facts) {
        return hold_call(facts, this, list, native);
    }
    let (Some(promise), Some(read)) = (Deferred::new(), native.apply(this, list).object()) else {
        return refused();
    };
    let given = promise.promise();
    let waiting = Read {
        promise,
        native: native.keep(),
        this: this.keep(),
        list: list.keep(),
    };
    let number = READS.with_borrow_mut(|reads| reads.put(waiting));
    net::settle(
        read,
        (Wake::ClipboardRead, number),
        (Wake::ClipboardUnread, number),
    );
    Verdict::Return(given)
}

fn take_read(number: u32) -> Option<Read> {
    READS.with_borrow_mut(|reads| reads.take(number))
}

/// The clipboard's content is there.
pub fn was_read(number: u32, value: Handle) {
    let Some(read) = take_read(number) else {
        return;
    };
    let material = if value.kind() == "string" {
        Material::of(Value::Object(value).converted())
    } else {
        Material::NotScanned(CannotScan::Unsupported)
    };
    let ruled = gate::rule(Facts::new(ActivityType::Paste).with(material));
    let way = ruled.way();
    let Read {
        promise,
        native,
        this,
        list,
    } = read;
    if let Some(masked) = masked(&ruled) {
        return promise.resolve((&masked).into());
    }
    match way {
        Way::Go => {
            gate::settle(vec![ruled], || Resume::Nothing);
            promise.resolve(value.into());
        }
        Way::Stop => {
            gate::settle(vec![ruled], || Resume::Nothing);
            promise.reject(deferred::not_allowed().map_or(Arg::Undefined, Arg::Handle));
        }
        Way::Hold => {
            let otherwise = Otherwise::NotAllowed(promise);
            gate::settle(vec![ruled], || {
                Resume::Call(HeldCall::new(
                    native.handle(),
                    this.handle(),
                    list.handle(),
                    otherwise,
                ))
            });
        }
    }
}

/// The clipboard could not be read.
pub fn was_not_read(number: u32, error: Handle) {
    if let Some(read) = take_read(number) {
        read.promise.reject(error.into());
    }
}
