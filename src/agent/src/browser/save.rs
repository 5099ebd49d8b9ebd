//! Saving: links with `download`, addresses of blobs and data, and what the Navigation API announces.

use super::bytes::{self, Source};
use super::held_save::HeldSave;
use super::{blobs, clock, document, event, extension, label, place, sides};
use crate::facts::{Facts, File, Material};
use crate::file_name;
use crate::gate::{self, Ruled, Way};
use crate::hold::Resume;
use crate::host::{Handle, Value};
use crate::natives::Native;
use core::cell::{Cell, RefCell};
use stepgate_policy::{ActivityType, CannotScan};

/// How long an announced navigation may take to come, in milliseconds.
const GRACE: u64 = 1500;

thread_local! {
    /// Addresses that were let go and that the browser is about to announce, with the time they end.
    static EXPECTED: RefCell<Vec<(String, u64)>> = const { RefCell::new(Vec::new()) };
    static REPEATING: Cell<bool> = const { Cell::new(false) };
}

/// A click on something: does it save?
pub fn clicked(event: Handle) {
    if REPEATING.get() {
        return;
    }
    let Some(target) = event::innermost(event) else {
        return;
    };
    if event::is_trusted(event) {
        label::activated(target);
    }
    if !activate(target) {
        event::stop(event);
    }
}

/// A click the window never hears of: on an element outside the page, or inside a shadow tree.
#[must_use]
pub fn activate(element: Handle) -> bool {
    let Some(link) = event::closest(element, "a[href],area[href]") else {
        return true;
    };
    let Some(attempt) = of_link(link) else {
        return true;
    };
    let Attempt { facts, url, name } = attempt;
    let blob = blobs::of_url(&url);
    let passed = pass(facts, &url, || {
        Resume::Save(HeldSave {
            link: Some(link.keep()),
            url: url.clone(),
            name,
            blob: blob.map(Handle::keep),
        })
    });
    if passed {
        let_go(url);
    }
    passed
}

/// Asks about saving what is at `url`. What the person's answer has just released from the gateway may be saved under
/// another name.
pub fn pass(facts: Facts, url: &str, held: impl FnOnce() -> Resume) -> bool {
    gate::settle(vec![ruled(with_content(facts, url), url)], held)
}

/// Decides about it.
pub(super) fn ruled(facts: Facts, url: &str) -> Ruled {
    let ruled = gate::rule(facts);
    let released = (ruled.way() == Way::Hold).then(|| as_released(&ruled.facts, url));
    released.flatten().unwrap_or(ruled)
}

fn as_released(facts: &Facts, url: &str) -> Option<Ruled> {
    let name = label::of_blob(blobs::of_url(url)?).released?;
    let mut same = facts.clone();
    same.file.as_mut()?.name = name;
    let ruled = gate::rule(same);
    (ruled.way() == Way::Go).then_some(ruled)
}

struct Attempt {
    facts: Facts,
    url: String,
    name: String,
}

/// What following the link would save; `None` if it opens a page, as far as can be known here.
fn of_link(link: Handle) -> Option<Attempt> {
    let url = match link.get(Native::AnchorHref) {
        Value::Text(text, units) => crate::abi::text(text, units),
        Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Number(_)
        | Value::Object(_)
        | Value::Thrown(_) => link.get_text(Native::AreaHref),
    };
    let suggested = link
        .call(Native::GetAttribute, &["download".into()])
        .text_if();
    let inline = file_name::is_inline(&url);
    let mut file = inline_file(suggested.as_deref().unwrap_or_default(), &url, Some(link));
    if suggested.is_none() && !inline {
        // Nothing says that it is saved: only what carries a label and looks like a file is asked about
        // early. The gateway sees the answer and is final.
        let labelled = label::of_element(link);
        let here = url.starts_with(&[&place::origin(), "/"].concat());
        if labelled.is_none() || !here || !file_name::looks_saved(&file.name) {
            return None;
        }
        file.labels = label::declared(labelled);
    }
    let name = suggested.map(|_| file.name.clone()).unwrap_or_default();
    Some(Attempt {
        facts: sides::at(link, || Facts::on(ActivityType::Download, file)),
        url,
        name,
    })
}

/// What is known of a file to be saved from `url`.
#[must_use]
pub fn inline_file(suggested: &str, url: &str, link: Option<Handle>) -> File {
    let blob = blobs::of_url(url);
    let label = blob
        .and_then(|blob| label::of_blob(blob).label)
        .or_else(|| link.and_then(label::of_element))
        .or_else(label::last_activated);
    File {
        name: file_name::suggested(suggested, url),
        size: blob.and_then(blobs::size),
        labels: label::declared(label),
        ..File::default()
    }
}

/// Reads what a blob or data address holds, if a policy asks.
#[must_use]
fn with_content(mut facts: Facts, url: &str) -> Facts {
    if !file_name::is_inline(url) {
        return facts; // the gateway reads it
    }
    let source = blobs::of_url(url).map_or(Source::Url(url), Source::Blob);
    facts = bytes::told(facts, source);
    if !document::is_asked(&facts) {
        return facts;
    }
    match source.blob() {
        Some(blob) => document::told(facts, blob),
        None => facts.with(Material::NotScanned(CannotScan::TooLarge)),
    }
}

/// Clicks again what was decided about: neither the click nor what it begins is asked about.
pub(super) fn repeat(click: impl FnOnce()) {
    REPEATING.set(true);
    click();
    REPEATING.set(false);
}

/// What is at `url` may be saved, and the browser will say so once more.
pub(super) fn let_go(url: String) {
    extension::passed_at(&url);
    expect(url);
}

/// The browser will announce a navigation to `url`, which was decided about.
fn expect(url: String) {
    let until = clock::since_page_began() + GRACE;
    EXPECTED.with_borrow_mut(|expected| expected.push((url, until)));
}

fn is_expected(url: &str) -> bool {
    let now = clock::since_page_began();
    EXPECTED.with_borrow_mut(|expected| {
        expected.retain(|(_, until)| *until >= now);
        expected.iter().any(|(known, _)| known == url)
    })
}

/// `navigate`: the last word before a download begins, whoever began it.
pub fn navigating(event: Handle) {
    if REPEATING.get() {
        return;
    }
    let Some(destination) = event.get_object(Native::Destination) else {
        return;
    };
    let url = destination.get_text(Native::DestinationUrl);
    let suggested = event.get(Native::DownloadRequest).text_if();
    // Firefox announces a download twice, the second time as a mere navigation.
    if suggested.is_none() && !file_name::is_inline(&url) || is_expected(&url) {
        return;
    }
    let facts = Facts::on(
        ActivityType::Download,
        inline_file(suggested.as_deref().unwrap_or_default(), &url, None),
    );
    let name = facts.object().into();
    let blob = blobs::of_url(&url);
    let held = || {
        Resume::Save(HeldSave {
            link: None,
            url: url.clone(),
            name,
            blob: blob.map(Handle::keep),
        })
    };
    if pass(facts, &url, held) {
        let_go(url);
    } else {
        event::stop(event);
        expect(url); // its second announcement is not a second attempt
    }
}

/// `showSaveFilePicker()`: what will be written is not known yet, so only its suggested name is asked about.
#[must_use]
pub fn picking(this: Handle, list: Handle, native: Handle) -> crate::hooks::Verdict {
    let options = list.element(0).object();
    let name = options
        .map(|options| options.member("suggestedName").text())
        .unwrap_or_default();
    let file = File {
        name: file_name::suggested(&name, ""),
        labels: label::declared(label::last_activated()),
        ..File::default()
    };
    let facts = Facts::on(ActivityType::Download, file);
    let held = || {
        let silence = super::held_call::Otherwise::Silence;
        Resume::Call(super::held_call::HeldCall::new(native, this, list, silence))
    };
    if gate::pass(facts, held) {
        return crate::hooks::Verdict::GoOn;
    }
    let refused = super::deferred::rejected(super::deferred::not_allowed());
    crate::hooks::Verdict::Return(refused)
}
