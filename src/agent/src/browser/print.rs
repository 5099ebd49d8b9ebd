//! Printing: the function, the keys, and whatever else the browser prints for.

use super::{event, net, outbox};
use crate::facts::Facts;
use crate::gate::{self, Way};
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{self, Arg, Handle, Kept, Value, call, make};
use crate::natives::Native;
use crate::waiting::Waiting;
use crate::wake::Wake;
use core::cell::{Cell, RefCell};
use stepgate_policy::ActivityType;

/// A call of `print` that waits.
#[derive(Debug)]
pub struct HeldPrint {
    function: Option<Kept>,
    this: Option<Kept>,
    list: Option<Kept>,
}

const BLANK: &str = "@media print{html,body,*{display:none!important}}";
/// How long after an allowed call the browser may take to begin, in milliseconds.
const GRACE: u64 = 1000;

thread_local! {
    static PRINTING: Cell<u32> = const { Cell::new(0) };
    static ALLOWED_UNTIL: Cell<u64> = const { Cell::new(0) };
    /// Whether what carries the agent keeps the page blank for printing.
    static BLANK_BY_CARRIER: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Waiting<HeldPrint>> = const { RefCell::new(Waiting::new()) };
    static SHEET: RefCell<Option<Kept>> = const { RefCell::new(None) };
    static HIDDEN: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

fn facts() -> Facts {
    Facts::new(ActivityType::Print)
}

/// `window.print()`, or `execCommand("print")`.
#[must_use]
pub fn printing(this: Handle, list: Handle, native: Handle) -> Verdict {
    if let Some(full) = host::without_room() {
        return Verdict::Throw(full);
    }
    let held = || {
        Resume::Print(HeldPrint {
            function: Some(native.keep()),
            this: Some(this.keep()),
            list: Some(list.keep()),
        })
    };
    if !gate::pass(facts(), held) {
        return Verdict::Return(Value::Undefined);
    }
    Verdict::Return(print(|| native.apply(this, list)))
}

/// Prints what was decided; the events it fires are not asked about again.
fn print(run: impl FnOnce() -> Value) -> Value {
    PRINTING.set(PRINTING.get() + 1);
    let result = run();
    PRINTING.set(PRINTING.get().saturating_sub(1));
    ALLOWED_UNTIL.set(super::clock::since_page_began() + GRACE);
    result
}

/// Lets the extension keep a page blank that may not be printed now: by a style sheet the page cannot
/// reach, which has to be there before the browser prints.
pub fn prepare() {
    if outbox::is_carried() {
        let blank = gate::rule(facts()).way() != Way::Go;
        if BLANK_BY_CARRIER.replace(blank) != blank {
            blank_by_carrier(blank, (Wake::Nothing, 0));
        }
    }
}

fn blank_by_carrier(blank: bool, (wake, data): net::To) {
    let args = [blank.into(), Arg::Wake(wake, data)];
    call(Native::BlankPrint, Arg::Undefined, &args);
}

/// The page is no longer blank: prints what waited for that.
pub fn printable(number: u32) {
    if let Some(held) = WAITING.with_borrow_mut(|all| all.take(number)) {
        held.go();
        super::clock::later(GRACE as u32, Wake::Printed, 0);
    }
}

impl HeldPrint {
    /// One that prints this page.
    #[must_use]
    pub const fn page() -> Self {
        Self {
            function: None,
            this: None,
            list: None,
        }
    }

    /// Prints, as soon as the page is not kept blank.
    pub fn go(self) {
        if BLANK_BY_CARRIER.replace(false) {
            let number = WAITING.with_borrow_mut(|all| all.put(self));
            return blank_by_carrier(false, (Wake::Printable, number));
        }
        print(|| match (&self.function, &self.this, &self.list) {
            (Some(function), Some(this), Some(list)) => {
                function.handle().apply(this.handle(), list.handle())
            }
            _ => call(Native::Print, Arg::Undefined, &[]),
        });
    }
}

/// Ctrl+P and Cmd+P. What is let go is recorded when the browser really prints.
pub fn key(event: Handle) {
    let key = event.get_text(Native::Key);
    let held = event.get(Native::CtrlKey).truthy() || event.get(Native::MetaKey).truthy();
    if !held || !key.eq_ignore_ascii_case("p") || event.get(Native::AltKey).truthy() {
        return;
    }
    let ruled = gate::rule(facts());
    if ruled.way() != Way::Go {
        event::stop(event);
        gate::settle(vec![ruled], || Resume::Print(HeldPrint::page()));
    }
}

/// `beforeprint`: cannot be cancelled, so a page that may not be printed is printed empty.
pub fn beginning(event: Handle) {
    if PRINTING.get() > 0 || super::clock::since_page_began() < ALLOWED_UNTIL.get() {
        return;
    }
    if !event::is_trusted(event) {
        return;
    }
    if !gate::pass(facts(), || Resume::Print(HeldPrint::page())) {
        event.call(Native::StopImmediate, &[]); // nobody shows again what is hidden now
        blank(event);
    }
}

fn blank(event: Handle) {
    let Some(window) = event.get_object(Native::Target) else {
        return;
    };
    let Some(document) = window.member("document").object() else {
        return;
    };
    if is_top(document) && blank_by_sheet(document) {
        return;
    }
    let Some(root) = document.get_object(Native::DocumentElement) else {
        return;
    };
    if let Some(style) = root.get_object(Native::Style) {
        style.call(
            Native::SetProperty,
            &["display".into(), "none".into(), "important".into()],
        );
        HIDDEN.set(Some(style.keep()));
    }
}

/// A style sheet for print only, so that the page on the screen stays as it is.
fn blank_by_sheet(document: Handle) -> bool {
    let known = SHEET.with_borrow(|sheet| sheet.as_ref().map(Kept::handle));
    if let Some(sheet) = known {
        sheet.set(Native::SheetDisabled, false);
        return true;
    }
    let Some(sheet) = make(Native::NewSheet, &[]) else {
        return false;
    };
    sheet.call(Native::ReplaceSheet, &[BLANK.into()]);
    let sheets = document.get_object(Native::DocumentSheets);
    let added =
        sheets.is_some_and(|sheets| !sheets.call(Native::ArrayPush, &[sheet.into()]).threw());
    if added {
        SHEET.set(Some(sheet.keep()));
    }
    added
}

/// `afterprint`: the page is as it was.
pub fn ended() {
    if let Some(sheet) = SHEET.with_borrow(|sheet| sheet.as_ref().map(Kept::handle)) {
        sheet.set(Native::SheetDisabled, true);
    }
    if let Some(style) = HIDDEN.take() {
        style
            .handle()
            .call(Native::RemoveProperty, &["display".into()]);
    }
}

/// Whether it is the document the agent's own style sheets belong to.
fn is_top(document: Handle) -> bool {
    call(
        Native::Same,
        Arg::Undefined,
        &[document.into(), Native::Document.into()],
    )
    .truthy()
}
