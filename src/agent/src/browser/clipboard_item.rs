//! `navigator.clipboard` where copies can stay within the person's apps: text is read out of a `ClipboardItem` before
//! it is decided what is written, or what the page gets.

use super::boundary::{self, Notice};
use super::deferred::{self, Deferred};
use super::held_call::{HeldCall, Otherwise};
use super::item_texts::{self, HTML, PLAIN, string};
use super::{blobs, files, held_copy, net};
use crate::facts::{Facts, Material};
use crate::gate::{self, Ruled, Way};
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{self, Arg, Handle, Kept, Value, dictionary, make};
use crate::natives::Native;
use crate::session;
use crate::waiting::Waiting;
use crate::wake::Wake;
use core::cell::RefCell;
use stepgate_policy::{ActivityType, CannotScan};

/// What is done once an item's text is there.
#[derive(Debug)]
pub enum Then {
    /// It is written, by this function on this clipboard.
    Write(Kept, Kept),
    /// The page gets the text.
    ReadText,
    /// The page gets the items it was read from: these.
    Read(Kept),
}

/// What was read from the clipboard and waits for an answer before the page gets it.
#[derive(Debug)]
pub struct HeldRead {
    promise: Deferred,
    value: Kept,
}

thread_local! {
    static READS: RefCell<Waiting<(Deferred, bool)>> = const { RefCell::new(Waiting::new()) };
}

impl HeldRead {
    /// The page gets it.
    pub fn go(self) {
        self.promise.resolve((&self.value).into());
    }

    /// The page's promise is rejected.
    pub fn give_up(self) {
        refuse(&self.promise);
    }
}

/// The page may not.
pub fn refuse(promise: &Deferred) {
    promise.reject(deferred::not_allowed().map_or(Arg::Undefined, Arg::Handle));
}

/// A promise of what stands on the clipboard in place of a copy: written by `clipboard`. `None` where it cannot be.
#[must_use]
pub fn write(clipboard: Handle, notice: &Notice) -> Option<Value> {
    let item = made(&notice.plain, &notice.html)?;
    let items = files::list(&[item.into()]);
    Some(clipboard.call(Native::ClipboardWrite, &[items.into()]))
}

/// An item of text and HTML, as far as there is either.
fn made(plain: &str, html: &str) -> Option<Handle> {
    let parts = dictionary(&[]);
    for (kind, text) in [(PLAIN, plain), (HTML, html)] {
        if !text.is_empty() {
            parts.put(kind, held_copy::blob(kind, text.into()));
        }
    }
    make(Native::NewClipboardItem, &[parts.into()])
}

/// `clipboard.write(items)`, if what it writes is text that may have to stay inside. `None` for all else.
#[must_use]
pub fn writing(this: Handle, list: Handle, native: Handle) -> Option<Verdict> {
    let facts = Facts::new(ActivityType::Copy);
    if !boundary::is_on()
        || !session::asks_for_content(&facts) && gate::rule(facts).way() != Way::Stop
    {
        return None;
    }
    let item = list.element(0).object()?.element(0).object()?;
    if !item_texts::kinds(item).1 {
        return None;
    }
    let promise = Deferred::new()?;
    let given = promise.promise();
    let then = Then::Write(native.keep(), this.keep());
    item_texts::read(Some(item), promise, then);
    Some(Verdict::Return(given))
}

/// `clipboard.readText()`, or `clipboard.read()` for the `whole` of it. `None` where no copy can be inside.
#[must_use]
pub fn reading(this: Handle, list: Handle, native: Handle, whole: bool) -> Option<Verdict> {
    if !boundary::is_on() || !host::has(Native::ClipboardRead) {
        return None;
    }
    let items = if whole {
        native.apply(this, list)
    } else {
        this.call(Native::ClipboardRead, &[])
    };
    let Value::Object(items) = items else {
        return Some(blobs::answer(items));
    };
    let promise = Deferred::new()?;
    let given = promise.promise();
    let number = READS.with_borrow_mut(|reads| reads.put((promise, whole)));
    net::settle(
        items,
        (Wake::ItemsRead, number),
        (Wake::ItemsUnread, number),
    );
    Some(Verdict::Return(given))
}

/// The items are there.
pub fn items_read(number: u32, items: Handle) {
    let Some((promise, whole)) = READS.with_borrow_mut(|reads| reads.take(number)) else {
        return;
    };
    let then = if whole {
        Then::Read(items.keep())
    } else {
        Then::ReadText
    };
    item_texts::read(items.element(0).object(), promise, then);
}

/// They cannot be read.
pub fn items_unread(number: u32, error: Handle) {
    if let Some((promise, _)) = READS.with_borrow_mut(|reads| reads.take(number)) {
        promise.reject(error.into());
    }
}

impl Then {
    /// The text is there.
    pub fn go(self, promise: Deferred, plain: Value, html: &str) {
        match self {
            Self::Write(native, this) => Write {
                promise,
                native,
                this,
            }
            .decide(plain.text(), html.into()),
            Self::ReadText => read_decided(promise, None, plain, html),
            Self::Read(items) => read_decided(promise, Some(items.handle()), plain, html),
        }
    }
}

/// A write whose content is known.
struct Write {
    promise: Deferred,
    native: Kept,
    this: Kept,
}

impl Write {
    /// Writes, writes a notice, or does not.
    fn decide(self, plain: String, html: String) {
        let item = made(&plain, &html);
        let material = boundary::material(&plain, &html);
        let ruled = gate::rule(Facts::new(ActivityType::Copy).with(material));
        let one = core::slice::from_ref(&ruled);
        let masked = gate::mask(one, || vec![plain.clone()]).and_then(|mut parts| parts.pop());
        if let Some(masked) = masked {
            gate::masked(one);
            return self.held(made(&masked, "")).go();
        }
        if let Some(notice) = boundary::keep(&ruled, plain, html) {
            gate::kept(&ruled);
            return self.held(made(&notice.plain, &notice.html)).go();
        }
        settle(ruled, Resume::Call(self.held(item)));
    }

    /// The call that writes `item`.
    fn held(self, item: Option<Handle>) -> HeldCall {
        let items = item.map(|item| files::list(&[item.into()]));
        let list = files::list(&[items.map_or(Arg::Undefined, Arg::Handle)]);
        let otherwise = Otherwise::NotAllowed(self.promise);
        HeldCall::new(self.native.handle(), self.this.handle(), list, otherwise)
    }
}

/// Hands the page what was read, or what was sealed in it, if it may have it.
fn read_decided(promise: Deferred, items: Option<Handle>, plain: Value, html: &str) {
    let (facts, value) = match boundary::opened(html) {
        Some(copied) => (
            boundary::facts(&copied),
            in_place(items, &copied.plain, &copied.html),
        ),
        None => (as_read(items, plain), items.map_or(plain, Value::Object)),
    };
    let ruled = gate::rule(facts);
    let text = || vec![ruled.facts.material.text()];
    let masked = gate::mask(core::slice::from_ref(&ruled), text).and_then(|mut parts| parts.pop());
    if let Some(masked) = masked {
        gate::masked(core::slice::from_ref(&ruled));
        return promise.resolve(in_place(items, &masked, "").as_arg());
    }
    let Some(value) = value.handle() else {
        return refuse(&promise);
    };
    let value = value.keep();
    settle(ruled, Resume::Read(HeldRead { promise, value }));
}

/// The attempt to paste what no seal hides. Of items, the text is not all there is.
fn as_read(items: Option<Handle>, plain: Value) -> Facts {
    let facts = Facts::new(ActivityType::Paste);
    if !session::asks_for_content(&facts) {
        return facts;
    }
    facts.with(match items {
        Some(_) => Material::NotScanned(CannotScan::Unsupported),
        None => Material::of(plain),
    })
}

/// What the page gets in place of what was read.
fn in_place(items: Option<Handle>, plain: &str, html: &str) -> Value {
    let Some(items) = items else {
        return string(plain.into());
    };
    if let Some(item) = made(plain, html) {
        items.put("0", item); // the browser's own list, which no script has seen yet
    }
    Value::Object(items)
}

/// Carries out what was decided about one call.
fn settle(ruled: Ruled, resume: Resume) {
    match ruled.way() {
        Way::Go => {
            gate::settle(vec![ruled], || Resume::Nothing);
            resume.go();
        }
        Way::Stop => {
            gate::settle(vec![ruled], || Resume::Nothing);
            resume.give_up();
        }
        Way::Hold => {
            gate::settle(vec![ruled], || resume);
        }
    }
}
