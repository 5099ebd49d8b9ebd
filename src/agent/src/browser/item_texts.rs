//! The text in a `ClipboardItem`: its parts only come by promises, one after the other.

use super::clipboard_item::{self, Then};
use super::deferred::Deferred;
use super::net;
use crate::host::{Arg, Handle, Kept, Value, call};
use crate::natives::Native;
use crate::waiting::Waiting;
use crate::wake::Wake;
use core::cell::RefCell;

/// The types of text there are.
pub const PLAIN: &str = "text/plain";
/// See [`PLAIN`].
pub const HTML: &str = "text/html";

/// An item that is being read.
#[derive(Debug)]
pub struct Item {
    promise: Deferred,
    then: Then,
    item: Option<Kept>,
    /// What is still to be read.
    kinds: Vec<&'static str>,
    plain: Option<Kept>,
    html: Option<Kept>,
}

thread_local! {
    static ITEMS: RefCell<Waiting<Item>> = const { RefCell::new(Waiting::new()) };
}

/// Which text an item has, and whether it has nothing else.
#[must_use]
pub fn kinds(item: Handle) -> (Vec<&'static str>, bool) {
    let types = item.get_object(Native::ItemTypes);
    let all = types.map_or(0, |types| types.length());
    let has = |kind: &&str| {
        let mut named = (0..all).filter_map(|at| Some(types?.element(at).text()));
        named.any(|name| name == *kind)
    };
    let found: Vec<_> = [PLAIN, HTML].into_iter().filter(has).collect();
    let only = all > 0 && found.len() == all as usize;
    (found, only)
}

/// Reads the text of `item`, if there is one. `promise` is what the page waits for, `then` what is done with it.
pub fn read(item: Option<Handle>, promise: Deferred, then: Then) {
    let kinds = item.map(|item| kinds(item).0).unwrap_or_default();
    next(Item {
        promise,
        then,
        item: item.map(Handle::keep),
        kinds,
        plain: None,
        html: None,
    });
}

/// Asks for the next text, or goes on once all are there.
fn next(waiting: Item) {
    let next = waiting.item.as_ref().zip(waiting.kinds.last());
    let Some((item, kind)) = next else {
        let read = |kept: Option<Kept>| string(kept.as_ref().map_or(Arg::Text(""), Into::into));
        let (plain, html) = (read(waiting.plain), read(waiting.html));
        return waiting.then.go(waiting.promise, plain, &html.text());
    };
    let part = item.handle().call(Native::ItemType, &[(*kind).into()]);
    wait(waiting, part, Wake::PartRead);
}

fn wait(waiting: Item, promise: Value, wake: Wake) {
    let Some(promise) = promise.object() else {
        return clipboard_item::refuse(&waiting.promise);
    };
    let number = ITEMS.with_borrow_mut(|items| items.put(waiting));
    net::settle(promise, (wake, number), (Wake::PartUnread, number));
}

fn take(number: u32) -> Option<Item> {
    ITEMS.with_borrow_mut(|items| items.take(number))
}

/// A part of the item is there.
pub fn part_read(number: u32, part: Handle) {
    if let Some(waiting) = take(number) {
        let text = part.call(Native::BlobText, &[]);
        wait(waiting, text, Wake::PartText);
    }
}

/// Its text is there.
pub fn part_text(number: u32, text: Handle) {
    let Some(mut waiting) = take(number) else {
        return;
    };
    let kept = Some(text.keep());
    if waiting.kinds.pop() == Some(PLAIN) {
        waiting.plain = kept;
    } else {
        waiting.html = kept;
    }
    next(waiting);
}

/// It cannot be had.
pub fn part_unread(number: u32, error: Handle) {
    if let Some(waiting) = take(number) {
        waiting.promise.reject(error.into());
    }
}

/// A string of the page.
#[must_use]
pub fn string(text: Arg<'_>) -> Value {
    call(Native::ToText, Arg::Undefined, &[text])
}
