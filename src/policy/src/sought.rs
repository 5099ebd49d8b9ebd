//! What policies look for, ready to look.

use crate::inspection::{Expression, Inspection, Pattern};
use crate::inspectors::prepared;
use crate::prepared::Prepared;
use std::rc::Rc;
use stepgate_inspect::{Entities, Finding, Inspector, Key};

/// What is looked for, for one policy after the other, ready to look.
pub(crate) struct Sought<'a> {
    pub(crate) inspector: Option<Rc<Inspector>>,
    /// Each pattern once.
    pub(crate) patterns: Vec<(Pattern<'a>, Prepared<'a>)>,
    pub(crate) policies: Vec<SoughtBy<'a>>,
}

/// What one policy looks for.
pub(crate) struct SoughtBy<'a> {
    pub(crate) inspection: &'a Inspection<'a>,
    pub(crate) excluded: Option<Prepared<'a>>,
    /// Of the patterns.
    pub(crate) pattern: Option<usize>,
}

impl<'a> Sought<'a> {
    /// Detectors are prepared for all of `wanted`, with a key for fingerprints that are to say something.
    pub(crate) fn new(
        inspections: &mut dyn Iterator<Item = &'a Inspection<'a>>,
        wanted: Entities,
        key: Option<Key>,
    ) -> Self {
        let mut sought = Self {
            inspector: None,
            patterns: Vec::new(),
            policies: Vec::new(),
        };
        for inspection in inspections {
            let pattern = match inspection.expression {
                Expression::Preset(..) => {
                    let new = || match key {
                        Some(key) => Rc::new(Inspector::new(wanted).key(key)),
                        None => prepared(wanted),
                    };
                    sought.inspector.get_or_insert_with(new);
                    None
                }
                Expression::Custom(pattern) => Some(sought.pattern(pattern)),
            };
            sought.policies.push(SoughtBy {
                excluded: inspection.excluded.map(Prepared::new),
                inspection,
                pattern,
            });
        }
        sought
    }

    fn pattern(&mut self, pattern: Pattern<'a>) -> usize {
        let known = self
            .patterns
            .iter()
            .position(|(one, _)| one.key() == pattern.key());
        known.unwrap_or_else(|| {
            self.patterns.push((pattern, Prepared::new(pattern)));
            self.patterns.len() - 1
        })
    }
}

impl SoughtBy<'_> {
    /// Whether that counts for the policy, if it is not excluded: what a detector found, or one of the patterns.
    pub(crate) fn wants(&self, found: Option<&Finding>, pattern: Option<usize>) -> bool {
        match (&self.inspection.expression, found) {
            (Expression::Preset(wanted, floor), Some(found)) => {
                wanted.contains(found.entity) && found.confidence >= *floor
            }
            (Expression::Custom(_), None) => self.pattern == pattern,
            (Expression::Preset(..), None) | (Expression::Custom(_), Some(_)) => false,
        }
    }

    /// Whether a value is, or holds, what the policy excludes.
    pub(crate) fn excludes(&self, value: &str) -> bool {
        let excluded = self.excluded.as_ref();
        excluded.is_some_and(|excluded| excluded.is_in(value))
    }
}
