//! What does a session policy of Defender do?

use super::input::Input;
use super::plain;
use crate::{Action, AuthenticationContext, GrantScope, StepUp};

/// How long a proof lasts where Defender leaves that to the provider's sign-in frequency, in seconds.
const LIFETIME: u32 = 5 * 60;

/// What is done.
pub(super) struct Asked {
    pub(super) action: Action,
    pub(super) step_up: Option<StepUp>,
    pub(super) message: String,
}

/// Reads an action: its name, or an object with its name and what belongs to it.
pub(super) fn action_of(at: &Input<'_>) -> Option<Asked> {
    let at = match at.items() {
        Some(items) if items.len() > 1 => {
            at.left_out("one policy does one thing here: make a policy of each action");
            return None;
        }
        Some(items) => items.into_iter().next()?,
        None => at.clone(),
    };
    if let Some(word) = at.text() {
        return asked(&at, word, None, String::new());
    }
    let (mut word, mut context, mut message) = ("", None, String::new());
    for (name, value) in at.members() {
        match plain(name).as_str() {
            "type" | "action" | "name" => word = value.text().unwrap_or_default(),
            "authenticationcontext" | "context" => context = Some(value),
            "message" | "blockmessage" | "customizeblockmessage" => {
                value.text().unwrap_or_default().clone_into(&mut message);
            }
            "applysensitivitylabel" | "applycustompermissions" | "blockifunprotectable" => {
                value.left_out(
                    "`protect` protects a file on its way out as the deployment says, for all policies alike",
                );
            }
            _ if value.is_null() || value.boolean() == Some(false) => {}
            _ => value.left_out("no part of an action that is known"), // text
        }
    }
    asked(&at, word, context, message)
}

fn asked(at: &Input<'_>, word: &str, context: Option<Input<'_>>, message: String) -> Option<Asked> {
    let action = match plain(word).as_str() {
        "audit" | "test" | "monitor" => Action::Audit,
        "block" => Action::Block,
        "protect" => Action::Protect,
        "requirestepupauthentication" | "requirestepup" | "stepup" => Action::RequireStepUp,
        _ => {
            // Text: whatever else somebody wrote.
            at.left_out(
                "the action is none of Audit, Block, Protect and Require step-up authentication",
            );
            return None;
        }
    };
    let step_up = match action {
        Action::RequireStepUp => Some(step_up(at, context)?),
        Action::Allow
        | Action::Audit
        | Action::Redact
        | Action::Protect
        | Action::Warn
        | Action::WarnWithJustification
        | Action::RequestApproval
        | Action::Block => None,
    };
    Some(Asked {
        action,
        step_up,
        message,
    })
}

fn step_up(at: &Input<'_>, context: Option<Input<'_>>) -> Option<StepUp> {
    let context = context
        .as_ref()
        .and_then(|at| AuthenticationContext::parse(at.text()?));
    let Some(context) = context else {
        at.left_out("a step-up needs its authentication context, `c1` to `c99`");
        return None;
    };
    at.changed(format!(
        "how long a proof lasts is left to the provider there; here it is good for the activity for {LIFETIME} seconds"
    ));
    Some(StepUp {
        context,
        scope: GrantScope::Action,
        lifetime: LIFETIME,
    })
}
