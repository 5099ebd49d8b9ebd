//! What does the extension ask the agent? Downloads the browser began, and how the session stands.

use crate::facts::{Facts, File, Material};
use crate::gate;
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{Arg, Handle, Value, call};
use crate::natives::Native;
use crate::session;
use core::cell::RefCell;
use stepgate_policy::{Action, ActivityType, CannotScan};

use super::{clock, outbox};

/// How long the browser may take from a click to its download, in milliseconds.
const GRACE: u64 = 10_000;

/// Let it go; also without an answer.
const GO: f64 = 0.0;
const STOP: f64 = 1.0;
/// Stop it; it is begun again when the step-up is satisfied.
const LATER: f64 = 2.0;

thread_local! {
    /// Names of files the page was allowed to save, with the time until which the browser may do so.
    static PASSED: RefCell<Vec<(String, u64)>> = const { RefCell::new(Vec::new()) };
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
    let until = clock::since_page_began() + GRACE;
    PASSED.with_borrow_mut(|all| all.push((name.into(), until)));
}

/// Whether the page was allowed to save `name` just now. Answered once.
fn was_passed(name: &str) -> bool {
    let now = clock::since_page_began();
    PASSED.with_borrow_mut(|all| {
        all.retain(|(_, until)| *until >= now);
        let found = all.iter().position(|(known, _)| known == name);
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

/// The browser began a download: `{name, url, size, text, unread, label}`.
#[must_use]
pub fn downloading(download: Handle) -> Verdict {
    let name = download.member("name").text();
    if was_passed(&name) {
        return answer(GO);
    }
    let file = File {
        name: name.clone(),
        size: size(download.member("size")),
        label: download.member("label").text_if(),
    };
    let facts = Facts::on(ActivityType::Download, file);
    let facts = if session::asks_for_content(&facts) {
        facts.with(material(download))
    } else {
        facts
    };
    let ruled = gate::rule(facts);
    let stepped = ruled.decision.action == Action::RequireStepUp;
    let url = download.member("url").text();
    let passed = gate::settle(vec![ruled], || Resume::Download(HeldDownload { url, name }));
    answer(match (passed, stepped) {
        (true, _) => GO,
        (false, true) => LATER,
        (false, false) => STOP,
    })
}

fn answer(verdict: f64) -> Verdict {
    Verdict::Return(Value::Number(verdict))
}

fn size(value: Value) -> Option<u64> {
    match value {
        Value::Number(size) if size >= 0.0 => Some(size as u64),
        Value::Number(_)
        | Value::Undefined
        | Value::Null
        | Value::Bool(_)
        | Value::Text(..)
        | Value::Object(_)
        | Value::Thrown(_) => None,
    }
}

fn material(download: Handle) -> Material {
    let text = Material::of(download.member("text"));
    if !matches!(text, Material::None) {
        return text;
    }
    let reason = CannotScan::parse(&download.member("unread").text());
    Material::NotScanned(reason.unwrap_or(CannotScan::Unsupported))
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
    let text = lines.join("\n");
    Verdict::Return(call(Native::ToText, Arg::Undefined, &[(&text).into()]))
}
