//! Does the decision change, whatever the open part is?

use super::Recorded;
use super::evidence::Evidence;
use super::formula::{Formula, Reading, World};
use super::leaf::Leaf;
use super::report::Decided;
use crate::decide::Verdict;
use crate::{Bundle, Inspected, PolicyTrace, decide, explain};
use std::collections::{BTreeMap, BTreeSet};

/// How many ways an activity may have been are tried. More than that is not known.
const MOST_WORLDS: usize = 512;

/// What comparing came to.
pub(super) enum Compared {
    /// The same, whatever is open.
    Same(Decided, Decided),
    /// Another decision, whatever is open.
    Changed(Decided, Decided),
    /// It depends.
    Open {
        /// What each set may decide.
        possible: BTreeSet<(Decided, Decided)>,
        /// What would have to be known.
        because: Vec<String>,
    },
}

/// One set of policies and one activity.
struct Deciding<'a> {
    bundle: &'a Bundle<'a>,
    evidence: &'a Evidence,
    policies: Vec<Open>,
}

/// One policy, and when it matches.
struct Open {
    index: u16,
    matches: Formula,
    /// What inspecting came to, where that was recorded.
    found: Option<Inspected>,
}

pub(super) fn compare(
    old: &Bundle<'_>,
    new: &Bundle<'_>,
    recorded: &Recorded,
    evidence: &Evidence,
) -> Compared {
    let old = Deciding::new(old, recorded, evidence);
    let new = Deciding::new(new, recorded, evidence);
    let (mut leaves, mut counts) = (BTreeSet::new(), BTreeMap::new());
    for policy in old.policies.iter().chain(&new.policies) {
        policy.matches.open(&mut leaves, &mut counts);
    }
    let Some(worlds) = worlds(&leaves, &counts) else {
        return Compared::Open {
            possible: BTreeSet::new(),
            because: because(&leaves, &counts),
        };
    };
    let possible: BTreeSet<(Decided, Decided)> = worlds
        .iter()
        .map(|world| (old.decide(world), new.decide(world)))
        .collect();
    let changes = |(old, new): &(Decided, Decided)| !old.is_alike(new);
    let first = possible.first().cloned().unwrap_or_default();
    if !possible.iter().any(changes) {
        return Compared::Same(first.0, first.1);
    }
    let actions: BTreeSet<_> = possible
        .iter()
        .map(|(old, new)| (old.action, new.action))
        .collect();
    if possible.iter().all(changes) && actions.len() == 1 {
        return Compared::Changed(first.0, first.1);
    }
    Compared::Open {
        possible,
        because: because(&leaves, &counts),
    }
}

impl<'a> Deciding<'a> {
    fn new(bundle: &'a Bundle<'a>, recorded: &'a Recorded, evidence: &'a Evidence) -> Self {
        let session = recorded.session();
        let decision = decide(bundle, &recorded.attempt(&session));
        let explanation = explain(bundle, &decision);
        let reading = Reading {
            recorded,
            evidence,
            bundle,
        };
        let policies = decision
            .trace
            .iter()
            .zip(&explanation.policies)
            .map(|(traced, explained)| Open {
                index: traced.policy,
                matches: reading.policy(traced.policy, explained),
                found: reading.found(explained),
            })
            .collect();
        Self {
            bundle,
            evidence,
            policies,
        }
    }

    fn decide(&self, world: &World) -> Decided {
        let mut verdict = Verdict::default();
        for open in &self.policies {
            let Some(policy) = self.bundle.policy(open.index) else {
                continue;
            };
            let matched = open.matches.holds(world);
            let traced = PolicyTrace {
                policy: open.index,
                matched,
                satisfied: matched && self.evidence.satisfies(&policy),
                conditions: Vec::new(),
                inspection: open.found,
            };
            verdict.consider(&traced, &policy);
        }
        let decision = verdict.with(Vec::new());
        let policy = decision.policy.and_then(|index| self.bundle.policy(index));
        Decided {
            action: decision.action,
            policy: policy.map(|policy| policy.id().to_owned()),
            step_up: decision
                .step_up
                .map(|step_up| (step_up.context, step_up.scope.keyword())),
        }
    }
}

/// Every way what is open may have been; `None` if there are too many.
fn worlds(leaves: &BTreeSet<Leaf>, counts: &BTreeMap<String, BTreeSet<u32>>) -> Option<Vec<World>> {
    let mut worlds = vec![World::default()];
    for leaf in leaves {
        worlds = spread(worlds, &[false, true], |world, held| {
            world.leaves.insert(leaf.clone(), *held);
        })?;
    }
    for (expression, minimums) in counts {
        // None, and each number that makes a difference.
        let numbers: Vec<u32> = [0].into_iter().chain(minimums.iter().copied()).collect();
        worlds = spread(worlds, &numbers, |world, count| {
            world.counts.insert(expression.clone(), *count);
        })?;
    }
    Some(worlds)
}

fn spread<T>(worlds: Vec<World>, values: &[T], set: impl Fn(&mut World, &T)) -> Option<Vec<World>> {
    if worlds.len() * values.len() > MOST_WORLDS {
        return None;
    }
    let each = worlds.iter().flat_map(|world| {
        values.iter().map(|value| {
            let mut world = world.clone();
            set(&mut world, value);
            world
        })
    });
    Some(each.collect())
}

fn because(leaves: &BTreeSet<Leaf>, counts: &BTreeMap<String, BTreeSet<u32>>) -> Vec<String> {
    let leaves = leaves
        .iter()
        .map(|leaf| format!("whether {leaf} held was not recorded"));
    let counts = counts.keys().map(|expression| {
        format!("no policy of that time looked for {expression}, and content is not kept")
    });
    leaves.chain(counts).collect()
}
