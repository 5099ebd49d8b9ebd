//! Why was the acting policy the strictest?

use crate::{Action, Bundle, Decision, Mode, PolicyTrace, PolicyView};

/// A sentence about each policy that matched and does not act.
pub(super) fn others(bundle: &Bundle<'_>, decision: &Decision) -> Vec<String> {
    let Some(acting) = decision.policy.and_then(|number| bundle.policy(number)) else {
        return Vec::new();
    };
    decision
        .matches()
        .filter(|traced| Some(traced.policy) != decision.policy)
        .filter_map(|traced| {
            let policy = bundle.policy(traced.policy)?;
            Some(about(traced, &policy, decision.action, acting.id()))
        })
        .collect()
}

fn about(traced: &PolicyTrace, policy: &PolicyView<'_>, acts: Action, acting: &str) -> String {
    let (id, asks) = (policy.id(), policy.action());
    if traced.satisfied {
        return format!(
            "`{id}` says `{asks}`, which is {}, so it only records",
            done(asks)
        );
    }
    if policy.mode() == Mode::Simulate {
        return format!("`{id}` would say `{asks}`, but is only simulated");
    }
    if asks == acts {
        format!("`{id}` says `{asks}` as well; `{acting}` comes first by its id")
    } else if asks.strictness() == acts.strictness() {
        format!("`{id}` says `{asks}`, which is as strict as `{acts}`; `{acts}` goes first")
    } else {
        format!("`{id}` says `{asks}`, which is milder than `{acts}`")
    }
}

const fn done(action: Action) -> &'static str {
    match action {
        Action::Warn | Action::WarnWithJustification => "answered",
        Action::RequestApproval => "approved",
        Action::Allow
        | Action::Audit
        | Action::Redact
        | Action::Protect
        | Action::RequireStepUp
        | Action::Block => "satisfied",
    }
}
