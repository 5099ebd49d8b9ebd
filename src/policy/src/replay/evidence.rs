//! What does the trace of an activity say about it?

use super::leaf::Leaf;
use crate::{Bundle, Inspected, PolicyTrace, PolicyView, StepUp, explain_trace};
use std::collections::HashMap;

/// What was seen when the activity was decided.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    conditions: HashMap<Leaf, bool>,
    counts: HashMap<String, Inspected>,
    proofs: Vec<StepUp>,
    answered: Vec<String>,
}

impl Evidence {
    /// Reads a trace by the bundle it was made from.
    pub(super) fn of(bundle: &Bundle<'_>, trace: &[PolicyTrace]) -> Self {
        let mut evidence = Self::default();
        let explanation = explain_trace(bundle, trace);
        for (traced, explained) in trace.iter().zip(&explanation.policies) {
            for condition in &explained.conditions {
                if let Some((leaf, negated)) = Leaf::read(&condition.text) {
                    evidence
                        .conditions
                        .insert(leaf, condition.result != negated);
                }
            }
            if let Some(detector) = &explained.detector {
                evidence.count(&detector.name, detector.found, traced);
            }
            let policy = bundle.policy(traced.policy);
            if let Some(policy) = policy.filter(|_| traced.satisfied) {
                evidence.proofs.extend(policy.step_up());
                evidence.answered.push(policy.id().to_owned());
            }
        }
        evidence
    }

    /// Not asked although the conditions held: there was nothing to look into.
    fn count(&mut self, expression: &str, found: Inspected, traced: &PolicyTrace) {
        let found = match found {
            Inspected::Count(_) | Inspected::Failed(_) => found,
            Inspected::NotAsked if traced.conditions.first().copied().unwrap_or(true) => {
                Inspected::Count(0)
            }
            Inspected::NotAsked => return,
        };
        self.counts.insert(expression.to_owned(), found);
    }

    /// Whether a condition held, or one that says more.
    pub(super) fn holds(&self, leaf: &Leaf) -> Option<bool> {
        if let Some(held) = self.conditions.get(leaf) {
            return Some(*held);
        }
        let mut related = self.conditions.iter();
        related.find_map(|(seen, held)| leaf.follows_from(seen, *held))
    }

    /// What was counted for an expression.
    pub(super) fn found(&self, expression: &str) -> Option<Inspected> {
        self.counts.get(expression).copied()
    }

    /// Whether the person had proved what a policy asks for, or answered it.
    pub(super) fn satisfies(&self, policy: &PolicyView<'_>) -> bool {
        match policy.step_up() {
            Some(asked) => {
                let same =
                    |proof: &StepUp| proof.context == asked.context && proof.scope == asked.scope;
                self.proofs.iter().any(same)
            }
            None => {
                policy.action().is_answered_by_a_person()
                    && self.answered.iter().any(|id| id == policy.id())
            }
        }
    }
}
