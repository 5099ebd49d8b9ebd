//! What does the extension ask the agent? Downloads the browser began, and how the session stands.

use crate::facts::{Facts, File, Material, Place};
use crate::file_name;
use crate::gate::{self, Ruled, Way};
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{Arg, Handle, Value, call};
use crate::natives::Native;
use crate::{report, session};
use core::cell::RefCell;
use stepgate_inspect::file_type;
use stepgate_policy::{Action, ActivityType, CannotScan, Label};
use stepgate_protocol::Outcome;

use super::{bytes, clock, document, label, outbox};

/// How long the browser may take from a click to its download, in milliseconds.
const GRACE: u64 = 10_000;

/// Let it go; also without an answer.
const GO: f64 = 0.0;
const STOP: f64 = 1.0;
/// Stop it; it is begun again when the step-up is satisfied.
const LATER: f64 = 2.0;

thread_local! {
    /// What the page was allowed to save, until the browser does so.
    static PASSED: RefCell<Vec<Passed>> = const { RefCell::new(Vec::new()) };
}

struct Passed {
    name: String,
    /// The `blob:` or `data:` address: not every browser knows the name in time.
    address: String,
    until: u64,
}

/// A download that the extension begins again.
#[derive(Debug)]
pub struct HeldDownload {
    url: String,
    name: String,
}

impl HeldDownload {
    /// Begins it again.
    pub fn go(self) {
        let args = [(&self.url).into(), (&self.name).into()];
        call(Native::SaveAgain, Arg::Undefined, &args);
    }
}

/// The page may save the file `name`: the browser's download of it is the same attempt.
pub fn passed(name: &str) {
    if !outbox::is_carried() {
        return;
    }
    let passed = Passed {
        name: name.into(),
        address: String::new(),
        until: clock::since_page_began() + GRACE,
    };
    PASSED.with_borrow_mut(|all| all.push(passed));
}

/// What was passed last is at `address`.
pub fn passed_at(address: &str) {
    if !file_name::is_inline(address) {
        return;
    }
    PASSED.with_borrow_mut(|all| {
        if let Some(last) = all.last_mut().filter(|last| last.address.is_empty()) {
            last.address = address.into();
        }
    });
}

/// Whether the page was allowed to save this just now. Answered once.
fn was_passed(name: &str, address: &str) -> bool {
    let now = clock::since_page_began();
    PASSED.with_borrow_mut(|all| {
        all.retain(|passed| passed.until >= now);
        let found = all
            .iter()
            .position(|passed| passed.name == name || passed.address == address);
        found.map(|at| all.remove(at)).is_some()
    })
}

/// Who it is, from the administrator: `{user, groups, deviceTags}`.
#[must_use]
pub fn is_person(person: Handle) -> Verdict {
    let words = |name| {
        let list = person.member(name).object();
        list.map_or_else(Vec::new, |list| {
            (0..list.length())
                .map(|at| list.element(at).text())
                .collect()
        })
    };
    session::is_person(
        person.member("user").text(),
        words("groups"),
        words("deviceTags"),
    );
    Verdict::GoOn
}

/// The browser began a download: `{name, url, size}`, and where it was asked for more also `{looked, head, sha256, told}`,
/// the last what the reader tells of it.
#[must_use]
pub fn downloading(download: Handle) -> Verdict {
    let file = file(download);
    let name = file.name.clone();
    let url = download.member("url").text();
    let facts = Facts::on(ActivityType::Download, file);
    let asked = document::is_asked(&facts);
    let is_told = !asked && !session::asks_for_file_type(&facts) && !session::asks_for_hash(&facts);
    let known = was_passed(&name, &url);
    // What is behind another address the page could not read.
    if known && (is_told || file_name::is_inline(&url)) {
        return answer(GO);
    }
    if !is_told && !download.member("looked").truthy() {
        if known {
            passed(&name);
        }
        return more();
    }
    let decided = known.then(|| of(&gate::rule(facts.clone())));
    let ruled = gate::rule(match download.member("told").object() {
        Some(told) if asked => document::with(facts, told),
        None if asked => facts.with(Material::NotScanned(CannotScan::Unsupported)),
        Some(_) | None => facts,
    });
    if decided == Some(of(&ruled)) {
        return answer(GO); // what is in it changes nothing of what the page has carried out
    }
    let way = ruled.way();
    gate::settle(vec![ruled], || Resume::Download(HeldDownload { url, name }));
    answer(match way {
        Way::Go => GO,
        Way::Hold => LATER,
        Way::Stop => STOP,
    })
}

/// Which policy decided, and what.
const fn of(ruled: &Ruled) -> (Action, Option<u16>) {
    (ruled.decision.action, ruled.decision.policy)
}

/// A policy asks for what only the bytes tell: ask again with them. Answered with how far they are read: bytes, characters,
/// entries, ratio, depth, and milliseconds.
fn more() -> Verdict {
    let limits = session::limits();
    said(&format!(
        "{} {} {} {} {} {}",
        limits.bytes,
        limits.characters,
        limits.entries,
        limits.ratio,
        limits.depth,
        u64::from(limits.seconds) * 1000,
    ))
}

/// What would be decided of an attempt `{activity, file, place, text, unread}`: an activity that is not recorded.
#[must_use]
pub fn attempted(attempt: Handle) -> Verdict {
    let Some(activity) = ActivityType::parse(&attempt.member("activity").text()) else {
        return Verdict::GoOn;
    };
    let mut facts = Facts::new(activity);
    facts.file = attempt.member("file").object().map(file);
    facts.metadata = attempt.member("metadata").text();
    facts.place = attempt
        .member("place")
        .object()
        .map_or_else(Place::new, place);
    let mut json = String::new();
    report::activity(&rule(facts, attempt), Outcome::Performed).write_json(&mut json);
    said(&json)
}

/// Decides, with the content that `about` brings if a policy asks for it.
fn rule(facts: Facts, about: Handle) -> Ruled {
    gate::rule(if session::asks_for_content(&facts) {
        facts.with(material(about))
    } else {
        facts
    })
}

fn file(about: Handle) -> File {
    File {
        name: about.member("name").text(),
        size: size(about.member("size")),
        labels: labels(about),
        file_type: about.member("fileType").text_if().or_else(|| told(about)),
        sha256: about
            .member("sha256")
            .text_if()
            .and_then(|digits| sha256(&digits)),
    }
}

/// What an app declares (`label`), and what a reader of files found (`labels`, one a line).
fn labels(about: Handle) -> Vec<Label> {
    let mut labels = label::declared(about.member("label").text_if());
    labels.extend(Label::of_lines(&about.member("labels").text()));
    labels
}

/// What the file is by its first bytes, each a letter.
fn told(about: Handle) -> Option<String> {
    let head = about.member("head").text_if()?;
    Some(file_type(&bytes::of_letters(&head)?).into())
}

/// A SHA-256 of 64 hexadecimal digits.
fn sha256(digits: &str) -> Option<[u8; 32]> {
    let mut hash = [0; 32];
    let (pairs, left_over) = digits.as_bytes().as_chunks::<2>();
    if pairs.len() != hash.len() || !left_over.is_empty() {
        return None;
    }
    for (byte, [high, low]) in hash.iter_mut().zip(pairs) {
        let digit = |letter: u8| char::from(letter).to_digit(16);
        *byte = u8::try_from(digit(*high)? << 4 | digit(*low)?).ok()?;
    }
    Some(hash)
}

fn place(about: Handle) -> Place {
    let side = |name: &str| {
        let side = about.member(name).object();
        ["origin", "app"].map(|part| side.map_or_else(String::new, |side| side.member(part).text()))
    };
    let selectors = about.member("selectors").object().map(|list| {
        let each = (0..list.length()).map(|at| list.element(at).text());
        each.collect()
    });
    Place {
        url: about.member("url").text(),
        source: side("source"),
        destination: side("destination"),
        selectors: selectors.unwrap_or_default(),
        data_size: size(about.member("dataSize")),
    }
}

fn said(text: &str) -> Verdict {
    Verdict::Return(call(Native::ToText, Arg::Undefined, &[text.into()]))
}

fn answer(verdict: f64) -> Verdict {
    Verdict::Return(Value::Number(verdict))
}

fn size(value: Value) -> Option<u64> {
    let size = value.number_if().filter(|size| *size >= 0.0);
    size.map(|size| size as u64)
}

/// The content: a text, or why it was not read, or both where only a part was. Neither: there is none.
fn material(about: Handle) -> Material {
    match (
        Material::of(about.member("text")),
        about.member("unread").text_if(),
    ) {
        (Material::None, Some(reason)) => {
            Material::NotScanned(CannotScan::parse(&reason).unwrap_or(CannotScan::Unsupported))
        }
        (Material::Text(text), Some(_)) => Material::Part(text),
        (material, _) => material,
    }
}

/// What has been proved and still holds: a line `context scope activity expires object` for each.
#[must_use]
pub fn standing() -> Verdict {
    let lines: Vec<String> = session::grants()
        .iter()
        .map(|grant| {
            let activity = match &grant.activity {
                ActivityType::Custom(name) => name.as_str(),
                ActivityType::Copy
                | ActivityType::Cut
                | ActivityType::Paste
                | ActivityType::Print
                | ActivityType::Download
                | ActivityType::Upload
                | ActivityType::SendItem => grant.activity.keyword(),
            };
            format!(
                "{} {} {activity} {} {}",
                grant.context,
                grant.scope.keyword(),
                grant.expires,
                grant.object
            )
        })
        .collect();
    said(&lines.join("\n"))
}
