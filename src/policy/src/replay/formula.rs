//! When does a policy match, as far as that is open?

use super::Recorded;
use super::evidence::Evidence;
use super::leaf::Leaf;
use crate::decide::is_met;
use crate::{Bundle, ExplainedCondition, ExplainedPolicy, Filter, Inspected};
use std::collections::{BTreeMap, BTreeSet};

/// When a policy matches.
#[derive(Clone, Debug)]
pub(super) enum Formula {
    Known(bool),
    /// Open: a comparison with something that was not kept.
    Leaf(Leaf),
    /// Open: content was not looked into for this expression.
    AtLeast(String, u32),
    Not(Box<Self>),
    All(Vec<Self>),
    Any(Vec<Self>),
}

/// What is open, and one way it may have been.
#[derive(Clone, Debug, Default)]
pub(super) struct World {
    pub(super) leaves: BTreeMap<Leaf, bool>,
    pub(super) counts: BTreeMap<String, u32>,
}

impl Formula {
    pub(super) fn holds(&self, world: &World) -> bool {
        match self {
            Self::Known(held) => *held,
            Self::Leaf(leaf) => world.leaves.get(leaf).copied().unwrap_or_default(),
            Self::AtLeast(expression, minimum) => {
                world.counts.get(expression).copied().unwrap_or_default() >= *minimum
            }
            Self::Not(part) => !part.holds(world),
            Self::All(parts) => parts.iter().all(|part| part.holds(world)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(world)),
        }
    }

    /// Whether it is settled without what is open.
    pub(super) fn settled(&self) -> Option<bool> {
        match self {
            Self::Known(held) => Some(*held),
            Self::Leaf(_) | Self::AtLeast(..) => None,
            Self::Not(part) => part.settled().map(|held| !held),
            Self::All(parts) => settled(parts, false),
            Self::Any(parts) => settled(parts, true),
        }
    }

    /// Collects what is open and matters.
    pub(super) fn open(
        &self,
        leaves: &mut BTreeSet<Leaf>,
        counts: &mut BTreeMap<String, BTreeSet<u32>>,
    ) {
        if self.settled().is_some() {
            return;
        }
        match self {
            Self::Known(_) => {}
            Self::Leaf(leaf) => {
                leaves.insert(leaf.clone());
            }
            Self::AtLeast(expression, minimum) => {
                counts
                    .entry(expression.clone())
                    .or_default()
                    .insert(*minimum);
            }
            Self::Not(part) => part.open(leaves, counts),
            Self::All(parts) | Self::Any(parts) => {
                parts.iter().for_each(|part| part.open(leaves, counts));
            }
        }
    }
}

/// `deciding` is the value of one part that settles the whole.
fn settled(parts: &[Formula], deciding: bool) -> Option<bool> {
    let parts = || parts.iter().map(Formula::settled);
    if parts().any(|part| part == Some(deciding)) {
        return Some(deciding);
    }
    parts()
        .all(|part| part == Some(!deciding))
        .then_some(!deciding)
}

/// What is needed to tell what is open from what is not.
pub(super) struct Reading<'a> {
    pub(super) recorded: &'a Recorded,
    pub(super) evidence: &'a Evidence,
    pub(super) bundle: &'a Bundle<'a>,
}

impl Reading<'_> {
    /// When the policy matches.
    pub(super) fn policy(&self, index: u16, explained: &ExplainedPolicy) -> Formula {
        let mut conditions = explained.conditions.iter().peekable();
        let mut parts = Vec::new();
        while conditions.peek().is_some() {
            parts.extend(self.condition(&mut conditions));
        }
        parts.extend(self.inspection(index, explained));
        Formula::All(parts)
    }

    /// What inspecting for a policy came to, where that was recorded.
    pub(super) fn found(&self, explained: &ExplainedPolicy) -> Option<Inspected> {
        self.evidence.found(&explained.detector.as_ref()?.name)
    }

    fn condition<'e>(
        &self,
        rest: &mut std::iter::Peekable<impl Iterator<Item = &'e ExplainedCondition>>,
    ) -> Option<Formula> {
        let condition = rest.next()?;
        let mut parts = Vec::new();
        while rest.peek().is_some_and(|next| next.depth > condition.depth) {
            parts.extend(self.condition(rest));
        }
        Some(match condition.text.as_str() {
            "all of" => Formula::All(parts),
            "any of" => Formula::Any(parts),
            "not" => Formula::Not(Box::new(Formula::All(parts))),
            comparison => self.comparison(comparison, condition.result),
        })
    }

    fn comparison(&self, text: &str, now: bool) -> Formula {
        let Some((leaf, negated)) = Leaf::read(text) else {
            return Formula::Known(now);
        };
        let positive = match self.evidence.holds(&leaf) {
            Some(held) => Formula::Known(held),
            None if self.recorded.keeps(&leaf.filter) => Formula::Known(now != negated),
            None => Formula::Leaf(leaf),
        };
        if negated {
            Formula::Not(Box::new(positive))
        } else {
            positive
        }
    }

    fn inspection(&self, index: u16, explained: &ExplainedPolicy) -> Option<Formula> {
        let detector = explained.detector.as_ref()?;
        let policy = self.bundle.policy(index)?;
        Some(match self.evidence.found(&detector.name) {
            Some(found) => {
                let default_behavior = self.bundle.default_behavior();
                Formula::Known(is_met(&policy, detector.minimum, found, default_behavior))
            }
            None => Formula::AtLeast(detector.name.clone(), detector.minimum),
        })
    }
}

impl Recorded {
    /// Whether what this filter looks at was kept.
    fn keeps(&self, filter: &str) -> bool {
        let Some(filter) = Filter::parse(filter) else {
            return false;
        };
        match filter {
            Filter::App
            | Filter::Url
            | Filter::FileName
            | Filter::Extension
            | Filter::SensitivityLabel => true,
            Filter::UserName | Filter::UserDomain => self.user.is_some(),
            Filter::FileSize => self.file.as_ref().is_none_or(|file| file.size.is_some()),
            Filter::FileType | Filter::ExtensionMismatch => {
                let file = self.file.as_ref();
                file.is_none_or(|file| file.file_type.is_some())
            }
            Filter::Sha256 => self.file.is_none(),
            Filter::DeviceTags
            | Filter::DeviceType
            | Filter::IpAddress
            | Filter::IpCategory
            | Filter::IpTags
            | Filter::LocationCountry
            | Filter::RegisteredIsp
            | Filter::UserGroups
            | Filter::UserAgentText
            | Filter::UserAgentTags
            | Filter::Source
            | Filter::Destination
            | Filter::Selector
            | Filter::DataSize => false,
        }
    }
}
