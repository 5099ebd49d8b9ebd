//! Blobs and their addresses: which bytes a `blob:` address stands for, what they say, what label they carry.

use super::label::{self, Origin};
use super::weak::WeakMemory;
use super::{net, xhr};
use crate::facts::{MOST_TEXT, Material};
use crate::hooks::Verdict;
use crate::host::{Arg, Handle, Kept, Value, call, make};
use crate::natives::Native;
use crate::waiting::Waiting;
use crate::wake::Wake;
use core::cell::RefCell;
use stepgate_policy::CannotScan;

thread_local! {
    /// Addresses in use. The browser itself keeps the blob as long as its address.
    static ADDRESSES: RefCell<Vec<(String, Kept)>> = const { RefCell::new(Vec::new()) };
    /// What is known of blobs that are still being made.
    static ORIGINS: RefCell<Waiting<Origin>> = const { RefCell::new(Waiting::new()) };
    /// Responses a step-up has released, with the object it was for.
    static RELEASED: WeakMemory = const { WeakMemory::new() };
}

/// The size, if it is a blob.
#[must_use]
pub fn size(value: Handle) -> Option<u64> {
    let size = value.get(Native::BlobSize).number_if();
    size.map(|size| size as u64)
}

/// `URL.createObjectURL`: remembers which blob the address is of.
#[must_use]
pub fn addressing(this: Handle, list: Handle, native: Handle) -> Verdict {
    let made = native.apply(this, list);
    let blob = list
        .element(0)
        .object()
        .filter(|blob| size(*blob).is_some());
    if let (Some(url), Some(blob)) = (made.text_if(), blob) {
        let kept = blob.keep();
        ADDRESSES.with_borrow_mut(|addresses| addresses.push((url, kept)));
    }
    answer(made)
}

/// `URL.revokeObjectURL`: forgets it.
pub fn revoking(list: Handle) {
    let url = list.element(0).text();
    let gone = ADDRESSES.with_borrow_mut(|addresses| {
        let at = addresses.iter().position(|(known, _)| *known == url)?;
        Some(addresses.swap_remove(at))
    });
    drop(gone);
}

/// The blob an address stands for.
#[must_use]
pub fn of_url(url: &str) -> Option<Handle> {
    let bare = url.split('#').next().unwrap_or_default();
    ADDRESSES.with_borrow(|addresses| {
        let found = addresses.iter().rev().find(|(known, _)| known == bare);
        found.map(|(_, blob)| blob.handle())
    })
}

/// The text of a blob, read at once.
#[must_use]
pub fn read(blob: Handle) -> Material {
    if size(blob).is_none_or(|size| size > u64::from(MOST_TEXT)) {
        return Material::NotScanned(CannotScan::TooLarge);
    }
    at_address(blob, read_url)
}

/// What `read` makes of an address that the blob has meanwhile.
pub fn at_address<T>(blob: Handle, read: impl FnOnce(&str) -> T) -> T {
    let url = call(Native::CreateObjectUrl, Arg::Undefined, &[blob.into()]).text();
    let done = read(&url);
    call(Native::RevokeObjectUrl, Arg::Undefined, &[(&url).into()]);
    done
}

/// The text behind a `blob:` or `data:` address.
#[must_use]
pub fn read_url(url: &str) -> Material {
    match fetched(url, "text/plain; charset=utf-8") {
        Value::Text(_, units) if units > MOST_TEXT => Material::NotScanned(CannotScan::TooLarge),
        Value::Text(text, units) => readable(crate::abi::text(text, units)),
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Object(_)
        | Value::Thrown(_) => Material::NotScanned(CannotScan::Unsupported),
    }
}

/// What is at a `blob:` or `data:` address, read as `kind`; no text if it cannot be read.
#[must_use]
pub fn fetched(url: &str, kind: &str) -> Value {
    let Some(request) = make(Native::NewRequest, &[]) else {
        return Value::Undefined;
    };
    request.call(Native::XhrOpen, &["GET".into(), url.into(), false.into()]);
    request.call(Native::XhrMime, &[kind.into()]);
    let sent = request.call(Native::XhrSend, &[]);
    if sent.threw() {
        return sent;
    }
    request.get(Native::XhrText)
}

/// Text, unless it has a byte no text has.
#[must_use]
pub fn readable(text: String) -> Material {
    if text.as_bytes().contains(&0) {
        Material::NotScanned(CannotScan::Unsupported)
    } else {
        Material::Text(text)
    }
}

/// A step-up has released a response.
pub fn released(response: Handle, object: &str) {
    RELEASED.with(|memory| memory.set(response, object.into()));
}

/// `Response.blob()`: the blob remembers where it comes from.
#[must_use]
pub fn of_response(this: Handle, list: Handle, native: Handle) -> Verdict {
    let headers = this.get_object(Native::ResponseHeaders);
    let label = headers.and_then(|headers| {
        let header = |name: &&str| headers.call(Native::HeaderGet, &[(*name).into()]).text_if();
        label::HEADERS.iter().find_map(header)
    });
    let released = RELEASED.with(|memory| memory.get(this)).text_if();
    if label.is_none() && released.is_none() {
        return Verdict::GoOn;
    }
    let promise = native.apply(this, list);
    if let Some(promise) = promise.object() {
        let number = ORIGINS.with_borrow_mut(|origins| origins.put(Origin { label, released }));
        net::settle(promise, (Wake::BlobMade, number), (Wake::Nothing, 0));
    }
    Verdict::Return(promise)
}

/// The blob is there.
pub fn made(number: u32, blob: Handle) {
    let origin = ORIGINS.with_borrow_mut(|origins| origins.take(number));
    if let Some(origin) = origin {
        label::put_on_blob(blob, &origin);
    }
}

/// `XMLHttpRequest.response`: the same for a request that answers with a blob.
#[must_use]
pub fn of_request(this: Handle, list: Handle, native: Handle) -> Verdict {
    let response = native.apply(this, list);
    if let Some(blob) = response.object().filter(|blob| size(*blob).is_some()) {
        let label = label::HEADERS
            .iter()
            .find_map(|name| xhr::header(this, name));
        if label.is_some() {
            label::put_on_blob(
                blob,
                &Origin {
                    label,
                    released: None,
                },
            );
        }
    }
    answer(response)
}

/// What a native came to, for the page.
#[must_use]
pub fn answer(result: Value) -> Verdict {
    match result {
        Value::Thrown(_) => Verdict::Throw(result),
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Text(..)
        | Value::Object(_) => Verdict::Return(result),
    }
}
