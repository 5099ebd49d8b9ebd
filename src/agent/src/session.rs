//! Whose session is it, by which policies, and what time is it?

use crate::browser::{clock, language, place};
use crate::host::{Arg, call};
use crate::natives::Native;
use core::cell::RefCell;
use stepgate_inspect::Key;
use stepgate_policy::{
    ActivityType, Answered, Attempt, Bundle, Decision, DefaultBehavior, Failure, FileFacts, Found,
    Grant, GrantScope, Messages, Place, PolicyTrace, PolicyView, SessionContext, decide, findings,
    mask as mask_text, wants_content, wants_data_size, wants_file_type, wants_hash, wants_label,
    wants_selectors,
};
use stepgate_protocol::{Boot, ReadLimits};

use crate::facts::Facts;

struct Session {
    /// Why there is none: then every attempt falls to the default behaviour.
    bundle: Result<Bundle<'static>, (DefaultBehavior, Failure)>,
    context: SessionContext,
    /// The gateway's clock when the page began, Unix milliseconds.
    began: u64,
    /// When the policies are stale, Unix seconds; 0 for never.
    expires: u64,
    /// What seals copies that stay within the person's apps; empty where none can.
    clipboard_key: &'static [u8],
    /// What fingerprints are made with; empty where there are none.
    fingerprint_key: &'static [u8],
    /// How far files are read.
    limits: Option<ReadLimits>,
}

thread_local! {
    static SESSION: RefCell<Session> = const { RefCell::new(Session {
        bundle: Err(UNREADABLE),
        context: SessionContext::new(),
        began: 0,
        expires: 0,
        clipboard_key: &[],
        fingerprint_key: &[],
        limits: None,
    }) };
}

/// What a notice and an activity say about a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyWords {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it says to the person, in which language. What stands in braces is not filled in.
    pub message: Words,
}

/// A policy's message. Plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Its language, as a tag such as `de`.
    pub language: String,
    /// The heading; may be empty.
    pub title: String,
    /// What happened and what to do; may be empty.
    pub body: String,
    /// Address of a page that says more; may be empty.
    pub learn_more: String,
}

const UNREADABLE: (DefaultBehavior, Failure) = (DefaultBehavior::Block, Failure::CorruptBundle);

/// A boot of one byte, the default behaviour: the site is governed, but nobody knows its policies yet.
fn without_policies(boot: &[u8]) -> Option<DefaultBehavior> {
    match boot {
        [0] => Some(DefaultBehavior::Allow),
        [1] => Some(DefaultBehavior::Block),
        _ => None, // a number from the other side, not an enum
    }
}

/// Takes the boot, the first or a newer one; answers what happens when no decision can be made. What was
/// proved for one attempt only stays, and so do the answers to warnings: not all of them are in the boot.
pub fn begin(boot: &'static [u8]) -> DefaultBehavior {
    if let Some(default) = without_policies(boot) {
        SESSION.with_borrow_mut(|session| session.bundle = Err((default, Failure::NoPolicy)));
        return default;
    }
    let Ok(boot) = Boot::decode(boot) else {
        return DefaultBehavior::Block;
    };
    let bundle = Bundle::read(boot.bundle).map_err(|_| UNREADABLE);
    let default = match &bundle {
        Ok(bundle) => bundle.default_behavior(),
        Err((default, _)) => *default,
    };
    SESSION.with_borrow_mut(|session| {
        let mut context = boot.session;
        let grants = session.context.grants.drain(..);
        context
            .grants
            .extend(grants.filter(|grant| grant.scope == GrantScope::Once));
        for answer in session.context.answered.drain(..) {
            if !context.answered.contains(&answer) {
                context.answered.push(answer);
            }
        }
        // By the gateway's clock: a newer boot is made long after the page began.
        let age = if session.began == 0 || clock::unix().is_some() {
            0
        } else {
            clock::since_page_began()
        };
        *session = Session {
            bundle,
            context,
            began: boot.now.saturating_mul(1000).saturating_sub(age),
            expires: boot.expires,
            clipboard_key: boot.clipboard_key,
            fingerprint_key: boot.fingerprint_key,
            limits: Some(boot.limits),
        };
    });
    default
}

/// Unix time in milliseconds: by the gateway's clock, or by the machine's where the boot may be older than
/// the page, and then never before the boot was made.
#[must_use]
pub fn now_ms() -> u64 {
    let began = SESSION.with_borrow(|session| session.began);
    match clock::unix() {
        Some(now) => now.max(began),
        None => began + clock::since_page_began(),
    }
}

/// Unix time in seconds, by the gateway's clock.
#[must_use]
pub fn now() -> u64 {
    now_ms() / 1000
}

/// What seals copies that stay within the person's apps; empty where none can.
#[must_use]
pub fn clipboard_key() -> &'static [u8] {
    SESSION.with_borrow(|session| session.clipboard_key)
}

/// Decides.
#[must_use]
pub fn ask(facts: &Facts) -> Decision {
    let (now, named) = (now(), Named::of(facts));
    SESSION.with_borrow(|session| match &session.bundle {
        Ok(bundle) if session.expires != 0 && session.expires <= now => {
            Decision::failed(bundle.default_behavior(), Failure::StalePolicy)
        }
        Ok(bundle) => decide(bundle, &named.attempt(facts, &session.context, now)),
        Err((default, failure)) => Decision::failed(*default, *failure),
    })
}

/// What the policies behind `decision` found, masked; nothing where none matched for what it found.
#[must_use]
pub fn found(facts: &Facts, decision: &Decision) -> Vec<Found> {
    if decision.found().next().is_none() {
        return Vec::new();
    }
    let (now, named) = (now(), Named::of(facts));
    SESSION.with_borrow(|session| {
        let Ok(bundle) = &session.bundle else {
            return Vec::new();
        };
        let attempt = named.attempt(facts, &session.context, now);
        let key = session.fingerprint_key.try_into().ok().map(Key::new);
        findings(bundle, &attempt, decision, key)
    })
}

/// Whether it is worth reading the content of what `facts` describe. How large a file is, is known without.
#[must_use]
pub fn asks_for_content(facts: &Facts) -> bool {
    asks(facts, |bundle, attempt| {
        attempt.file.is_none() && wants_data_size(bundle, attempt) || wants_content(bundle, attempt)
    })
}

/// Whether any policy asks for the label of the file.
#[must_use]
pub fn asks_for_label(facts: &Facts) -> bool {
    facts.file.is_some() && asks(facts, wants_label)
}

/// How far files are read.
#[must_use]
pub fn limits() -> ReadLimits {
    SESSION.with_borrow(|session| session.limits.unwrap_or_default())
}

/// Whether any policy asks what the file is by its content.
#[must_use]
pub fn asks_for_file_type(facts: &Facts) -> bool {
    facts.file.is_some() && asks(facts, wants_file_type)
}

/// Whether any policy asks for the hash of the file.
#[must_use]
pub fn asks_for_hash(facts: &Facts) -> bool {
    facts.file.is_some() && asks(facts, wants_hash)
}

#[inline(never)]
fn asks(facts: &Facts, wants: fn(&Bundle<'_>, &Attempt<'_>) -> bool) -> bool {
    let (now, named) = (now(), Named::of(facts));
    SESSION.with_borrow(|session| {
        let bundle = session.bundle.as_ref();
        bundle.is_ok_and(|bundle| wants(bundle, &named.attempt(facts, &session.context, now)))
    })
}

/// What only the browser can say of an attempt.
struct Named {
    /// The file's name in Unicode's compatibility form, where it may be another one.
    file: Option<String>,
    /// Address of this page.
    url: String,
}

impl Named {
    fn of(facts: &Facts) -> Self {
        let name = facts.object();
        let plain = || call(Native::Normalize, Arg::Undefined, &[name.into()]).text_if();
        Self {
            file: if name.is_ascii() { None } else { plain() },
            url: place::address(),
        }
    }

    fn attempt<'a>(
        &'a self,
        facts: &'a Facts,
        session: &'a SessionContext,
        now: u64,
    ) -> Attempt<'a> {
        let file = facts.file.as_ref().map(|file| FileFacts {
            plain_name: self.file.as_deref(),
            ..file.facts()
        });
        let place = facts.place.facts();
        let moved = || {
            facts
                .file
                .as_ref()
                .map_or_else(|| facts.material.size(), |file| file.size)
        };
        let here = place.url.is_empty();
        Attempt {
            activity: &facts.activity,
            session,
            file,
            place: Place {
                url: if here { &self.url } else { place.url },
                data_size: place.data_size.or_else(moved),
                ..place
            },
            content: facts.material.content(),
            metadata: &facts.metadata,
            now,
        }
    }
}

/// `text` with what the policies behind `decision` found masked.
#[must_use]
pub fn mask(decision: &Decision, text: &str) -> String {
    SESSION.with_borrow(|session| match &session.bundle {
        Ok(bundle) => mask_text(bundle, decision, text),
        Err(_) => text.into(),
    })
}

/// The revision of the policies; 0 if they could not be read.
#[must_use]
pub fn revision() -> u64 {
    SESSION.with_borrow(|session| session.bundle.map_or(0, |bundle| bundle.revision()))
}

/// It as 16 hexadecimal digits.
#[must_use]
pub fn revision_digits() -> String {
    let revision = revision();
    let digit = |place| char::from_digit((revision >> (4 * place)) as u32 & 15, 16);
    (0..16).rev().filter_map(digit).collect()
}

/// What is to be said about the policy at `index`.
#[must_use]
pub fn policy_words(index: Option<u16>) -> PolicyWords {
    SESSION.with_borrow(|session| {
        let policy = index.and_then(|index| session.bundle.ok()?.policy(index));
        policy.map(words).unwrap_or_default()
    })
}

/// The id of the policy at `index`; empty if there is none.
#[must_use]
pub fn policy_id(index: Option<u16>) -> String {
    SESSION.with_borrow(|session| {
        let policy = index.and_then(|index| session.bundle.ok()?.policy(index));
        policy.map_or_else(String::new, |policy| policy.id().into())
    })
}

/// Ids of the policies that matched.
#[must_use]
pub fn matched_ids(trace: &[PolicyTrace]) -> Vec<String> {
    let matched = trace.iter().filter(|policy| policy.matched);
    matched
        .map(|policy| policy_id(Some(policy.policy)))
        .collect()
}

/// The app's name in the configuration.
#[must_use]
pub fn app() -> String {
    SESSION.with_borrow(|session| session.context.app.clone())
}

/// The CSS selectors policies for `activity` name.
#[must_use]
pub fn selectors(activity: &ActivityType) -> Vec<String> {
    SESSION.with_borrow(|session| {
        let wanted = session
            .bundle
            .map(|bundle| wants_selectors(&bundle, activity, &session.context.app));
        wanted.map_or_else(
            |_| Vec::new(),
            |all| all.into_iter().map(Into::into).collect(),
        )
    })
}

/// What the app is called.
#[must_use]
pub fn app_title() -> String {
    SESSION.with_borrow(|session| session.context.app_title.clone())
}

/// Whose session it is, where the boot does not say.
pub fn is_person(user: String, groups: Vec<String>, device_tags: Vec<String>) {
    SESSION.with_borrow_mut(|session| {
        session.context.user = user;
        session.context.groups = groups;
        session.context.device_tags = device_tags;
    });
}

/// The step-ups that count now.
#[must_use]
pub fn grants() -> Vec<Grant> {
    let now = now();
    SESSION.with_borrow(|session| {
        let grants = session.context.grants.iter();
        grants
            .filter(|grant| grant.expires > now)
            .cloned()
            .collect()
    })
}

/// Lets a step-up count from now on.
pub fn add_grant(grant: Grant) {
    SESSION.with_borrow_mut(|session| session.context.grants.push(grant));
}

/// Lets the answer the person gave to the policy with this id count for the activity and its object as long as the
/// policy says.
pub fn answer(policy: &str, activity: &ActivityType, object: &str) {
    let now = now();
    SESSION.with_borrow_mut(|session| {
        let bundle = session.bundle.as_ref().ok();
        let Some(policy) = bundle.and_then(|bundle| bundle.policy_with_id(policy)) else {
            return;
        };
        let answered = &mut session.context.answered;
        answered.retain(|one| now < one.expires);
        answered.push(Answered {
            policy: policy.id().into(),
            action: policy.action(),
            activity: activity.clone(),
            object: object.into(),
            expires: now + u64::from(policy.answer_lifetime()),
        });
    });
}

/// Uses up the `once` grants that answered `facts`.
pub fn spend(facts: &Facts) {
    let object = facts.object();
    SESSION.with_borrow_mut(|session| {
        session.context.grants.retain(|grant| {
            grant.scope != GrantScope::Once
                || grant.activity != facts.activity
                || grant.object != object
        });
    });
}

/// What is to be said about the policy the gateway named; at least its id.
#[must_use]
pub fn policy_with_id(id: &str) -> PolicyWords {
    let words = SESSION.with_borrow(|session| session.bundle.ok()?.policy_with_id(id).map(words));
    words.unwrap_or_else(|| PolicyWords {
        id: id.into(),
        ..PolicyWords::default()
    })
}

fn words(policy: PolicyView<'_>) -> PolicyWords {
    PolicyWords {
        id: policy.id().into(),
        name: policy.name().into(),
        message: message(policy.messages()),
    }
}

/// The message in the first language the page or the browser asks for that it was written in; else in English, or
/// whatever there is.
fn message(messages: Messages<'_>) -> Words {
    let wanted = language::wanted();
    let is_written = |tag: &&String| {
        let mut messages = messages;
        messages.any(|(written, _)| language::is_within(tag, written))
    };
    let tag = wanted.iter().find(is_written).map_or("en", String::as_str);
    let message = messages.in_language(tag);
    let language = { messages }
        .find(|(_, one)| *one == message)
        .map_or("", |(language, _)| language);
    Words {
        language: language.into(),
        title: message.title.into(),
        body: message.body.into(),
        learn_more: message.learn_more.into(),
    }
}
