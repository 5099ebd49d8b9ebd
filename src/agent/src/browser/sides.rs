//! Between which places does data move, and what stands around it?

use super::{event, place};
use crate::facts::Place;
use crate::host::{Handle, Value, call, make};
use crate::natives::Native;
use crate::session;
use core::cell::{Cell, RefCell};
use stepgate_policy::ActivityType;

thread_local! {
    /// What the attempt that is being described happens on.
    static ELEMENT: Cell<Option<Handle>> = const { Cell::new(None) };
    /// Where it sends data, if not to this page.
    static THERE: RefCell<Option<[String; 2]>> = const { RefCell::new(None) };
}

/// Describes attempts on `element`.
pub fn at<T>(element: impl Into<Option<Handle>>, describe: impl FnOnce() -> T) -> T {
    let before = ELEMENT.replace(element.into());
    let described = describe();
    ELEMENT.set(before);
    described
}

/// Describes attempts that send data to `there`.
pub fn toward<T>(there: [String; 2], describe: impl FnOnce() -> T) -> T {
    let before = THERE.replace(Some(there));
    let described = describe();
    THERE.set(before);
    described
}

/// What is known of any attempt in this page: data leaves it, or comes into it.
#[must_use]
pub fn here(activity: &ActivityType) -> Place {
    let mut place = Place::new();
    if let Some(element) = ELEMENT.get() {
        place.selectors = selectors(activity, element);
    }
    let side = [place::origin(), session::app()];
    match activity {
        ActivityType::Copy | ActivityType::Cut | ActivityType::Print | ActivityType::Download => {
            place.source = side;
        }
        ActivityType::Paste | ActivityType::Upload | ActivityType::SendItem => {
            place.destination = THERE.with_borrow(Clone::clone).unwrap_or(side);
        }
        ActivityType::Custom(_) => {}
    }
    place
}

/// Origin and app of an address, as this page would resolve it; of what is no address of the web, nothing.
#[must_use]
pub fn of_url(url: &str) -> [String; 2] {
    let base = call(Native::BaseUri, Native::Document, &[]);
    let made = make(Native::NewUrl, &[url.into(), base.as_arg()]);
    let origin = made.map_or_else(String::new, |made| made.get_text(Native::UrlOrigin));
    of_origin(&origin)
}

/// The same for where a socket leads.
#[must_use]
pub fn of_socket(socket: Handle) -> [String; 2] {
    let url = socket.get_text(Native::SocketUrl);
    of_url(&url.replacen("ws", "http", 1))
}

/// Where a form is sent to.
#[must_use]
pub fn of_form(form: Handle, submitter: Option<Handle>) -> [String; 2] {
    let own = |it: Handle| {
        it.call(Native::GetAttribute, &["formaction".into()])
            .text_if()
    };
    let url = match submitter.and_then(own) {
        Some(url) => url,
        None => form.get_text(Native::FormAction),
    };
    of_url(&url)
}

fn of_origin(origin: &str) -> [String; 2] {
    let app = if origin == place::origin() {
        session::app()
    } else {
        String::new()
    };
    [origin.into(), app]
}

/// Of the selectors policies for `activity` name, those that match `element` or what it is in.
#[must_use]
fn selectors(activity: &ActivityType, element: Handle) -> Vec<String> {
    let mut wanted = session::selectors(activity);
    if wanted.is_empty() {
        return wanted;
    }
    let Some(element) = element_of(element) else {
        return Vec::new();
    };
    wanted.retain(|selector| event::closest(element, selector).is_some());
    wanted
}

/// The node, or what a text stands in.
fn element_of(node: Handle) -> Option<Handle> {
    match node.get(Native::NodeType) {
        Value::Number(kind) if kind as u32 == 1 => Some(node),
        Value::Number(kind) if kind as u32 == 3 => node.get_object(Native::ParentElement),
        Value::Number(_) => call(Native::DocumentElement, Native::Document, &[]).object(),
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Text(..)
        | Value::Object(_)
        | Value::Thrown(_) => None,
    }
}
