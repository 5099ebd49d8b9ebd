//! Other windows: the step-up's own, and those the page opens.

use super::{blobs, held_save, save};
use crate::facts::Facts;
use crate::file_name;
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{Arg, Handle, Value, call};
use crate::natives::Native;
use stepgate_policy::ActivityType;

const FEATURES: &str = "popup,width=520,height=760";

/// Opens `address` in a window of its own; `false` if the browser did not let it.
#[must_use]
pub fn open(address: &str) -> bool {
    let args = [address.into(), "_blank".into(), FEATURES.into()];
    call(Native::Open, Arg::Undefined, &args).object().is_some()
}

/// Lets what carries the agent open the step-up's window; `false` if that is the page's own business.
#[must_use]
pub fn open_by_carrier(path: &str) -> bool {
    call(Native::OpenStepUp, Arg::Undefined, &[path.into()]).truthy()
}

/// Whether the person's keys go to this page.
#[must_use]
pub fn has_focus() -> bool {
    call(Native::HasFocus, Native::Document, &[]).truthy()
}

/// `window.open`: a blob or data address is saved, other windows are armed before the page has them.
#[must_use]
pub fn opening(this: Handle, list: Handle, native: Handle) -> Verdict {
    let url = match list.element(0) {
        Value::Undefined => String::new(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Thrown(_) => String::new(),
        Value::Text(text, units) => crate::abi::text(text, units),
        Value::Object(object) => object.to_text(),
    };
    if file_name::is_inline(&url) {
        let facts = Facts::on(ActivityType::Download, save::inline_file("", &url, None));
        let held = || Resume::Save(held_save::HeldSave::of_url(&url, blobs::of_url(&url)));
        if !save::pass(facts, &url, held) {
            return Verdict::Return(Value::Null);
        }
        save::let_go(url);
    }
    let opened = native.apply(this, list);
    if let Some(window) = opened.object() {
        call(Native::Arm, Arg::Undefined, &[window.into()]);
    }
    blobs::answer(opened)
}
