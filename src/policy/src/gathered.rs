//! What was found, for one policy after the other.

use crate::inspection::Evidence;
use crate::tally::{Keep, Tally};
use crate::walk::Hit;

/// A tally for each policy, while texts are gone through one after the other.
pub(crate) struct Gathered {
    keep: Keep,
    policies: Vec<Tallied>,
}

/// A policy's number, what it keeps, and what was found.
pub(crate) struct Tallied {
    pub(crate) policy: u16,
    pub(crate) evidence: Evidence,
    pub(crate) tally: Tally,
}

impl Gathered {
    /// For these policies, in the order they are looked for.
    pub(crate) const fn new(policies: Vec<Tallied>, keep: Keep) -> Self {
        Self { keep, policies }
    }

    pub(crate) fn take(&mut self, hit: &Hit<'_>) {
        if let Some(one) = self.policies.get_mut(hit.policy) {
            one.tally.add(one.evidence, hit, self.keep);
        }
    }

    /// Begins another text.
    pub(crate) fn next_text(&mut self) {
        for one in &mut self.policies {
            one.tally.next_text();
        }
    }

    /// What was found.
    pub(crate) fn end(mut self) -> Vec<Tallied> {
        for one in &mut self.policies {
            one.tally.order();
        }
        self.policies
    }
}
