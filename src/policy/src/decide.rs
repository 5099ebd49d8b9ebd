//! The one function that decides.

use crate::bundle::{Bundle, Expression, Inspection, PolicyView};
use crate::condition::evaluate;
use crate::wire::Malformed;
use crate::{
    Action, Attempt, Content, Decision, DefaultBehavior, Failure, Inspected, PolicyTrace, StepUp,
};
use stepgate_inspect::{Substring, payment_card};

/// Decides an attempt. Total: every bundle that was read and every attempt has an answer.
///
/// The strictest matching policy acts; among equals the first in the bundle. A step-up that was already
/// satisfied drops its policy to `audit`, and the next strictest holds. Every policy for the activity is
/// traced, whole.
///
/// Where a policy asks for content that cannot be read, the default behaviour decides about that policy:
/// `block` takes it as matched, `allow` lets it record at most. Either way [`Decision::failure`] says so
/// if it is this policy that acts.
#[must_use]
pub fn decide(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> Decision {
    let mut look = Look {
        attempt,
        default_behavior: bundle.default_behavior(),
        cards: None,
    };
    let mut trace = Vec::new();
    let mut verdict = Verdict::default();
    for (index, policy) in bundle.policies_for(attempt.activity) {
        let traced = policy.and_then(|policy| {
            let traced = look.trace(index, &policy)?;
            verdict.consider(&traced, &policy);
            Ok(traced)
        });
        match traced {
            Ok(traced) => trace.push(traced),
            Err(Malformed) => {
                return Decision::failed(bundle.default_behavior(), Failure::CorruptBundle);
            }
        }
    }
    verdict.with(trace)
}

/// Whether any policy would look into the content, so that it is worth reading. `attempt.content` itself
/// is disregarded.
#[must_use]
pub fn wants_content(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> bool {
    let mut results = Vec::new();
    bundle.policies_for(attempt.activity).any(|(_, policy)| {
        policy.is_ok_and(|policy| {
            results.clear();
            matches!(policy.inspection(), Ok(Some(_)))
                && holds(&policy, attempt, &mut results) == Ok(true)
        })
    })
}

/// The strictest policy so far.
#[derive(Default)]
pub(crate) struct Verdict(Option<Acting>);

struct Acting {
    action: Action,
    policy: u16,
    step_up: Option<StepUp>,
    failure: Option<Failure>,
}

impl Verdict {
    /// Lets one more policy act, if it is stricter than those before it.
    pub(crate) fn consider(&mut self, traced: &PolicyTrace, policy: &PolicyView<'_>) {
        let Some(action) = action_of(traced, policy.action()) else {
            return;
        };
        if self
            .0
            .as_ref()
            .is_some_and(|acting| action <= acting.action)
        {
            return;
        }
        self.0 = Some(Acting {
            action,
            policy: traced.policy,
            step_up: policy.step_up().filter(|_| action == Action::RequireStepUp),
            failure: traced.not_scanned().then_some(Failure::NotScanned),
        });
    }

    /// The decision, once every policy was considered.
    pub(crate) fn with(self, trace: Vec<PolicyTrace>) -> Decision {
        match self.0 {
            None => Decision {
                action: Action::Allow,
                policy: None,
                step_up: None,
                failure: None,
                trace,
            },
            Some(Acting {
                action,
                policy,
                step_up,
                failure,
            }) => Decision {
                action,
                policy: Some(policy),
                step_up,
                failure,
                trace,
            },
        }
    }
}

/// What a policy asks for as it came out; `None` if nothing.
fn action_of(traced: &PolicyTrace, action: Action) -> Option<Action> {
    match (traced.matched, traced.satisfied) {
        (true, false) => Some(action),
        (true, true) => Some(Action::Audit),
        // The default behaviour let it go: it records, unless it would not even do that.
        (false, _) => traced.not_scanned().then(|| action.min(Action::Audit)),
    }
}

fn holds(
    policy: &PolicyView<'_>,
    attempt: &Attempt<'_>,
    results: &mut Vec<bool>,
) -> Result<bool, Malformed> {
    let mut conditions = policy.conditions();
    let mut all = true;
    while !conditions.is_empty() {
        all &= evaluate(&mut conditions, attempt, results)?;
    }
    Ok(all)
}

struct Look<'a> {
    attempt: &'a Attempt<'a>,
    default_behavior: DefaultBehavior,
    /// Payment cards in the content, once some policy has asked.
    cards: Option<u32>,
}

impl Look<'_> {
    fn trace(&mut self, index: u16, policy: &PolicyView<'_>) -> Result<PolicyTrace, Malformed> {
        let mut conditions = Vec::new();
        let holds = holds(policy, self.attempt, &mut conditions)?;
        let inspection = policy.inspection()?.map(|inspection| {
            let found = if holds {
                self.inspect(&inspection.expression)
            } else {
                Inspected::NotAsked
            };
            (found, self.is_met(&inspection, found))
        });
        let matched = holds && inspection.is_none_or(|(_, met)| met);
        Ok(PolicyTrace {
            policy: index,
            matched,
            satisfied: matched
                && policy
                    .step_up()
                    .is_some_and(|step_up| self.is_satisfied(step_up)),
            conditions,
            inspection: inspection.map(|(found, _)| found),
        })
    }

    fn inspect(&mut self, expression: &Expression<'_>) -> Inspected {
        let text = match self.attempt.content {
            Content::None => return Inspected::NotAsked,
            Content::NotScanned(reason) => return Inspected::Failed(reason),
            Content::Text(text) => text,
        };
        Inspected::Count(match expression {
            Expression::PaymentCard => *self.cards.get_or_insert_with(|| payment_card::count(text)),
            Expression::Substring(part) => Substring::new(part).map_or(0, |part| part.count(text)),
            Expression::Regex(_, dfa) => dfa.count(text),
        })
    }

    fn is_met(&self, inspection: &Inspection<'_>, found: Inspected) -> bool {
        match found {
            Inspected::Count(count) => count >= inspection.minimum,
            Inspected::NotAsked => false,
            Inspected::Failed(_) => match self.default_behavior {
                DefaultBehavior::Block => true,
                DefaultBehavior::Allow => false,
            },
        }
    }

    fn is_satisfied(&self, step_up: StepUp) -> bool {
        let Attempt {
            activity,
            session,
            now,
            ..
        } = *self.attempt;
        let object = self.attempt.object();
        session
            .grants
            .iter()
            .any(|grant| grant.answers(step_up, activity, object, now))
    }
}
