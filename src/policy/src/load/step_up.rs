//! Reading what must be proved or answered, and how long that holds.

use super::walk::{At, Members};
use crate::{Action, AuthenticationContext, GrantScope, StepUp};

/// What a step-up can say.
pub(super) const FIELDS: [&str; 3] = ["authenticationContext", "scope", "lifetime"];
pub(super) const LONGEST_LIFETIME: u32 = 7 * 24 * 60 * 60;
/// How long an answered warning holds unless the policy says otherwise: five minutes.
const WARNED: u32 = 5 * 60;
/// How long an approval holds unless the policy says otherwise: a working day.
const APPROVED: u32 = 9 * 60 * 60;

/// `Some(0)` where nobody answers.
pub(super) fn read_answer_lifetime(members: &Members<'_>, action: Option<Action>) -> Option<u32> {
    let default = match action? {
        Action::Warn | Action::WarnWithJustification => WARNED,
        Action::RequestApproval => APPROVED,
        Action::Allow
        | Action::Audit
        | Action::Redact
        | Action::Protect
        | Action::RequireStepUp
        | Action::Block => 0,
    };
    let Some(at) = members.optional("answerLifetime") else {
        return Some(default);
    };
    if default == 0 {
        at.wrong(
            "an `answerLifetime`",
            "none, as nobody answers this action; `warn`, `warnWithJustification` and `requestApproval` are answered",
        );
        return None;
    }
    at.number(1, LONGEST_LIFETIME, "a number of seconds")
}

/// `Some(None)` where a step-up is neither written nor asked for.
pub(super) fn read_step_up(
    members: &Members<'_>,
    action: Option<Action>,
) -> Option<Option<StepUp>> {
    if action == Some(Action::RequireStepUp) {
        let what = "what has to be proved, as the action is `requireStepUp`";
        return members
            .required("stepUp", what)
            .and_then(|at| step_up(&at))
            .map(Some);
    }
    let Some(at) = members.optional("stepUp") else {
        return Some(None);
    };
    let read = step_up(&at);
    // An action that could not be read is reported already; it may have been meant as this one.
    let action = action?;
    at.wrong("a `stepUp`", format!("none, as the action is `{action}`"));
    read.map(Some)
}

fn step_up(at: &At<'_>) -> Option<StepUp> {
    let members = at.members("a step-up", &FIELDS)?;
    let context = members
        .required("authenticationContext", "`c1` to `c99`")
        .and_then(|at| {
            let context = AuthenticationContext::parse(at.text()?);
            if context.is_none() {
                at.unexpected("an authentication context, `c1` to `c99`");
            }
            context
        });
    let known = GrantScope::ALL.map(GrantScope::keyword);
    let scope = members
        .required(
            "scope",
            "how far the proof reaches: `once`, `action` or `session`",
        )
        .and_then(|at| at.word(&known, GrantScope::parse));
    let lifetime = members
        .required("lifetime", "how long the proof lasts, in seconds")
        .and_then(|at| at.number(1, LONGEST_LIFETIME, "a number of seconds"));
    Some(StepUp {
        context: context?,
        scope: scope?,
        lifetime: lifetime?,
    })
}
