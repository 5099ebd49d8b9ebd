//! `navigator.sendBeacon`.

use super::held_call::{HeldCall, Otherwise};
use super::{blobs, body, files};
use crate::gate::{self, Ruled, Way};
use crate::hold::Resume;
use crate::hooks::{Hook, Verdict};
use crate::host::{Handle, Value};

/// `navigator.sendBeacon(url, data)`: `false` if it is stopped, as when the browser's own limit is met.
#[must_use]
pub fn sending(this: Handle, list: Handle, native: Handle) -> Verdict {
    let parts = body::parts(list.element(1), "", &list.element(0).text());
    let ruled: Vec<Ruled> = gate::rule_all(parts.facts);
    let way = gate::way(&ruled);
    if let Some(body) = body::masked(list.element(1), parts.fixed, &ruled) {
        files::decided(&parts.files);
        let list = files::list(&[list.element(0).as_arg(), body.as_arg()]);
        return blobs::answer(native.apply(this, list));
    }
    gate::settle(ruled, || {
        let body = body::kept(list.element(1), parts.fixed).unwrap_or(list.element(1));
        let list = files::list(&[list.element(0).as_arg(), body.as_arg()]);
        let call = HeldCall::new(native, this, list, Otherwise::Silence);
        Resume::Call(call.asking(Hook::SendBeacon))
    });
    match way {
        Way::Go => {
            files::decided(&parts.files);
            Verdict::GoOn
        }
        Way::Hold => Verdict::Return(Value::Bool(true)),
        Way::Stop => Verdict::Return(Value::Bool(false)),
    }
}
