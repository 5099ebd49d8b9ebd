//! `navigator.sendBeacon`.

use super::held_call::{HeldCall, Otherwise};
use super::{body, files};
use crate::gate::{self, Ruled};
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{Handle, Value};
use stepgate_policy::Action;

/// `navigator.sendBeacon(url, data)`: `false` if it is stopped, as when the browser's own limit is met.
#[must_use]
pub fn sending(this: Handle, list: Handle, native: Handle) -> Verdict {
    let parts = body::parts(list.element(1), "", &list.element(0).text());
    let ruled: Vec<Ruled> = gate::rule_all(parts.facts);
    let action = gate::strictest(&ruled);
    gate::settle(ruled, || {
        Resume::Call(HeldCall::new(native, this, list, Otherwise::Silence))
    });
    match action {
        Action::Allow | Action::Audit => {
            files::decided(&parts.files);
            Verdict::GoOn
        }
        Action::RequireStepUp => Verdict::Return(Value::Bool(true)),
        Action::Redact
        | Action::Protect
        | Action::Warn
        | Action::WarnWithJustification
        | Action::RequestApproval
        | Action::Block => Verdict::Return(Value::Bool(false)),
    }
}
