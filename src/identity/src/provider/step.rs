//! What must happen before this request can be answered?

use crate::provider::account::{Account, CONTEXT};
use crate::provider::{Ask, Refusal};

/// Someone who is signed in here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SignedIn {
    /// Who.
    pub account: &'static Account,
    /// When they last did something to prove it, Unix seconds.
    pub auth_time: u64,
    /// Whether they have proved the second factor.
    pub second_factor: bool,
    /// Whether they have accepted the terms of use.
    pub terms: bool,
}

impl SignedIn {
    /// Whether they satisfy [`CONTEXT`].
    pub const fn satisfies(&self) -> bool {
        self.second_factor && self.terms
    }
}

/// What happened since the request came in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// An account was chosen.
    pub chosen: bool,
    /// A second factor was proved.
    pub proved: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Ask who it is.
    ChooseAccount,
    /// Ask for a code.
    SecondFactor,
    /// Show the terms of use.
    Terms,
    /// Say that this person may not satisfy the context.
    Blocked,
    /// Answer with an error.
    Refuse(Refusal),
    /// Answer with a code for this person.
    Finish(SignedIn),
}

/// The next step. `now` is Unix time in seconds.
pub fn next(ask: &Ask, signed_in: Option<SignedIn>, progress: Progress, now: u64) -> Step {
    let Some(person) = signed_in else {
        return Step::ChooseAccount;
    };
    if !person.account.is_asked_for(ask) {
        return if progress.chosen {
            Step::Refuse(ANOTHER_PERSON)
        } else {
            Step::ChooseAccount
        };
    }
    if ask.choose && !progress.chosen {
        return Step::ChooseAccount;
    }
    let stale = is_stale(ask.max_age, person.auth_time, now);
    match ask.context.as_deref() {
        None if stale && !progress.chosen => Step::ChooseAccount,
        None => Step::Finish(person),
        Some(CONTEXT) => step_up(person, stale && !progress.proved),
        Some(_) => Step::Refuse(UNKNOWN_CONTEXT),
    }
}

/// A second factor (again where `prove` says so), then the terms.
fn step_up(person: SignedIn, prove: bool) -> Step {
    if !person.account.may_step_up {
        Step::Blocked
    } else if prove || !person.second_factor {
        Step::SecondFactor
    } else if !person.terms {
        Step::Terms
    } else {
        Step::Finish(person)
    }
}

/// The same for a client that allows no page (`prompt=none`).
pub const fn silently(step: Step) -> Step {
    match step {
        Step::ChooseAccount => Step::Refuse(Refusal("login_required", "nobody is signed in")),
        Step::SecondFactor | Step::Terms => Step::Refuse(Refusal(
            "interaction_required",
            "a security check is needed",
        )),
        Step::Blocked => Step::Refuse(MAY_NOT),
        Step::Refuse(_) | Step::Finish(_) => step,
    }
}

/// Whether the last proof is older than asked for.
fn is_stale(max_age: Option<u64>, auth_time: u64, now: u64) -> bool {
    max_age.is_some_and(|age| age == 0 || now.saturating_sub(auth_time) > age)
}

/// The context is out of this person's reach.
pub const MAY_NOT: Refusal = Refusal(
    "unmet_authentication_requirements",
    "this person may not satisfy the context",
);
/// Five wrong codes.
pub const LOCKED: Refusal = Refusal("unmet_authentication_requirements", "too many wrong codes");
const UNKNOWN_CONTEXT: Refusal = Refusal(
    "unmet_authentication_requirements",
    "no rule here grants that context",
);
const ANOTHER_PERSON: Refusal = Refusal(
    "login_required",
    "another person signed in than the one who was asked for",
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::provider::account::find;
    use crate::provider::ask::Return;
    use url::Url;

    const NOW: u64 = 1_000;

    fn ask() -> Ask {
        let redirect_uri = Url::parse("http://files.localhost/cb").unwrap();
        Ask {
            back: Return {
                redirect_uri,
                state: None,
            },
            nonce: None,
            code_challenge: String::new(),
            context: None,
            sub: None,
            login_hint: None,
            max_age: None,
            silent: false,
            choose: false,
        }
    }

    fn person(id: &str, second_factor: bool, terms: bool) -> Option<SignedIn> {
        Some(SignedIn {
            account: find(id).unwrap(),
            auth_time: NOW - 100,
            second_factor,
            terms,
        })
    }

    fn c1() -> Ask {
        Ask {
            context: Some("c1".into()),
            ..ask()
        }
    }

    #[test]
    fn each_request_gets_the_next_thing_that_is_missing() {
        let fresh = Ask {
            max_age: Some(0),
            ..c1()
        };
        let none = Progress::default();
        let chosen = Progress {
            chosen: true,
            proved: false,
        };
        let proved = Progress {
            chosen: false,
            proved: true,
        };
        let pinned = Ask {
            sub: Some(find("megan").unwrap().sub.into()),
            ..c1()
        };
        let cases: [(&str, Ask, Option<SignedIn>, Progress, &str); 16] = [
            ("a first sign-in", ask(), None, none, "ChooseAccount"),
            (
                "single sign-on",
                ask(),
                person("alex", false, false),
                none,
                "Finish",
            ),
            (
                "select_account",
                Ask {
                    choose: true,
                    ..ask()
                },
                person("alex", false, false),
                none,
                "ChooseAccount",
            ),
            (
                "old enough to ask",
                Ask {
                    max_age: Some(99),
                    ..ask()
                },
                person("alex", false, false),
                none,
                "ChooseAccount",
            ),
            (
                "young enough",
                Ask {
                    max_age: Some(100),
                    ..ask()
                },
                person("alex", false, false),
                none,
                "Finish",
            ),
            (
                "asked again already",
                Ask {
                    max_age: Some(99),
                    ..ask()
                },
                person("alex", false, false),
                chosen,
                "Finish",
            ),
            (
                "c1",
                c1(),
                person("alex", false, false),
                none,
                "SecondFactor",
            ),
            (
                "c1 with a factor",
                c1(),
                person("alex", true, false),
                none,
                "Terms",
            ),
            (
                "c1 satisfied",
                c1(),
                person("alex", true, true),
                none,
                "Finish",
            ),
            (
                "c1 anew",
                fresh.clone(),
                person("alex", true, true),
                none,
                "SecondFactor",
            ),
            (
                "c1 proved anew",
                fresh.clone(),
                person("alex", true, true),
                proved,
                "Finish",
            ),
            (
                "choosing is no proof",
                fresh,
                person("alex", true, true),
                chosen,
                "SecondFactor",
            ),
            (
                "may not",
                c1(),
                person("isaiah", true, true),
                none,
                "Blocked",
            ),
            (
                "no such context",
                Ask {
                    context: Some("c2".into()),
                    ..ask()
                },
                person("alex", true, true),
                none,
                "Refuse",
            ),
            (
                "pinned to another",
                pinned.clone(),
                person("alex", true, true),
                none,
                "ChooseAccount",
            ),
            (
                "another was chosen",
                pinned,
                person("alex", true, true),
                chosen,
                "Refuse",
            ),
        ];
        for (about, ask, signed_in, progress, expected) in cases {
            let step = format!("{:?}", next(&ask, signed_in, progress, NOW));
            assert!(step.starts_with(expected), "{about}: {step}");
        }
    }

    #[test]
    fn a_silent_request_never_shows_a_page() {
        let expected = [
            (Step::ChooseAccount, "login_required"),
            (Step::SecondFactor, "interaction_required"),
            (Step::Terms, "interaction_required"),
            (Step::Blocked, "unmet_authentication_requirements"),
        ];
        for (step, code) in expected {
            assert!(matches!(silently(step), Step::Refuse(Refusal(found, _)) if found == code));
        }
    }
}
