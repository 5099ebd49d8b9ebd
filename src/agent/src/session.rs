//! Whose session is it, by which policies, and what time is it?

use crate::browser::clock;
use core::cell::RefCell;
use stepgate_policy::{
    Attempt, Bundle, Decision, DefaultBehavior, Failure, Grant, GrantScope, PolicyTrace,
    SessionContext, decide, wants_content,
};
use stepgate_protocol::Boot;

use crate::facts::Facts;

struct Session {
    /// `None` if it could not be read: then every attempt falls to the default behaviour.
    bundle: Option<Bundle<'static>>,
    context: SessionContext,
    /// The gateway's clock when the page began, Unix milliseconds.
    began: u64,
}

thread_local! {
    static SESSION: RefCell<Session> = const { RefCell::new(Session {
        bundle: None,
        context: SessionContext {
            app: String::new(),
            app_title: String::new(),
            user: String::new(),
            groups: Vec::new(),
            device_tags: Vec::new(),
            grants: Vec::new(),
        },
        began: 0,
    }) };
}

/// What a notice and an activity say about a policy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PolicyWords {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it says to the person; may be empty.
    pub message: String,
}

/// Takes the boot; answers what happens when no decision can be made.
pub fn begin(boot: &'static [u8]) -> DefaultBehavior {
    let Ok(boot) = Boot::decode(boot) else {
        return DefaultBehavior::Block;
    };
    let bundle = Bundle::read(boot.bundle).ok();
    let default = bundle.map_or(DefaultBehavior::Block, |bundle| bundle.default_behavior());
    let session = Session {
        bundle,
        context: boot.session,
        began: boot.now.saturating_mul(1000),
    };
    SESSION.with(|cell| cell.replace(session));
    default
}

/// Unix time in milliseconds, by the gateway's clock.
#[must_use]
pub fn now_ms() -> u64 {
    SESSION.with_borrow(|session| session.began) + clock::since_page_began()
}

/// Unix time in seconds, by the gateway's clock.
#[must_use]
pub fn now() -> u64 {
    now_ms() / 1000
}

/// Decides.
#[must_use]
pub fn ask(facts: &Facts) -> Decision {
    let now = now();
    SESSION.with_borrow(|session| match &session.bundle {
        Some(bundle) => decide(bundle, &attempt(facts, &session.context, now)),
        None => Decision::failed(DefaultBehavior::Block, Failure::CorruptBundle),
    })
}

/// Whether it is worth reading the content of what `facts` describe.
#[must_use]
pub fn asks_for_content(facts: &Facts) -> bool {
    let now = now();
    SESSION.with_borrow(|session| {
        session
            .bundle
            .as_ref()
            .is_some_and(|bundle| wants_content(bundle, &attempt(facts, &session.context, now)))
    })
}

fn attempt<'a>(facts: &'a Facts, session: &'a SessionContext, now: u64) -> Attempt<'a> {
    Attempt {
        activity: &facts.activity,
        session,
        file: facts.file.as_ref().map(|file| file.facts()),
        content: facts.material.content(),
        now,
    }
}

/// The revision of the policies; 0 if they could not be read.
#[must_use]
pub fn revision() -> u64 {
    SESSION.with_borrow(|session| session.bundle.map_or(0, |bundle| bundle.revision()))
}

/// What is to be said about the policy at `index`.
#[must_use]
pub fn policy_words(index: Option<u16>) -> PolicyWords {
    SESSION.with_borrow(|session| {
        let policy = index.and_then(|index| session.bundle?.policy(index));
        policy.map_or_else(PolicyWords::default, |policy| PolicyWords {
            id: policy.id().into(),
            name: policy.name().into(),
            message: policy.message().into(),
        })
    })
}

/// Ids of the policies that matched.
#[must_use]
pub fn matched_ids(trace: &[PolicyTrace]) -> Vec<String> {
    let matched = trace.iter().filter(|policy| policy.matched);
    matched
        .map(|policy| policy_words(Some(policy.policy)).id)
        .collect()
}

/// What the app is called.
#[must_use]
pub fn app_title() -> String {
    SESSION.with_borrow(|session| session.context.app_title.clone())
}

/// Lets a step-up count from now on.
pub fn add_grant(grant: Grant) {
    SESSION.with_borrow_mut(|session| session.context.grants.push(grant));
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
    let index = SESSION.with_borrow(|session| {
        let bundle = session.bundle?;
        (0..bundle.policy_count()).find(|index| {
            bundle
                .policy(*index)
                .is_some_and(|policy| policy.id() == id)
        })
    });
    match index {
        Some(index) => policy_words(Some(index)),
        None => PolicyWords {
            id: id.into(),
            ..PolicyWords::default()
        },
    }
}
