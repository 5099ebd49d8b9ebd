//! Going through a text once for everything that is looked for in it, whatever pieces it comes in.

use crate::inspection::SearchIn;
use crate::prepared::{Prepared, SoFar};
use crate::preset_walk::PresetWalk;
use crate::sought::{Sought, SoughtBy};
use core::ops::Range;
use stepgate_inspect::{Excerpt, Finding, KEPT};

/// How much is gone through at a time: always from the same places on, so that it says the same however the text comes.
pub(crate) const PIECE: usize = 64 * 1024;

/// One place where something is that counts for a policy.
pub(crate) struct Hit<'t> {
    /// Which of the policies.
    pub(crate) policy: usize,
    /// Where, in bytes.
    pub(crate) place: Range<usize>,
    /// Whether it is there, and not only somewhere from there on.
    pub(crate) is_exact: bool,
    /// What stands there, or the end of it.
    pub(crate) value: &'t str,
    /// What it is, if it is a preset's.
    pub(crate) found: Option<Finding>,
    /// Whether it comes behind all others: the text calls it something else.
    pub(crate) is_late: bool,
}

/// Takes what is found.
pub(crate) type Takes<'t> = &'t mut dyn FnMut(&Hit<'_>);

/// One text that is being gone through.
pub(crate) struct Walk<'s> {
    sought: &'s Sought<'s>,
    place: SearchIn,
    presets: Option<PresetWalk<'s>>,
    patterns: Vec<(&'s Prepared<'s>, SoFar<'s>)>,
}

impl<'s> Walk<'s> {
    pub(crate) fn new(sought: &'s Sought<'s>, place: SearchIn) -> Self {
        let here = || {
            let policies = sought.policies.iter();
            policies.filter(move |one| one.inspection.looks_in(place))
        };
        let inspector = sought.inspector.as_deref();
        let inspector = inspector.filter(|_| here().any(|one| one.pattern.is_none()));
        let pattern = |(_, prepared): &'s (_, Prepared<'s>)| (prepared, prepared.begin());
        Self {
            sought,
            place,
            presets: inspector.map(PresetWalk::new),
            patterns: sought.patterns.iter().map(pattern).collect(),
        }
    }

    /// Goes through what is new in `excerpt`.
    pub(crate) fn go_on(&mut self, excerpt: Excerpt<'_>, last: bool, takes: Takes<'_>) {
        let sought = self.sought;
        let here = |policy: &(usize, &SoughtBy<'s>)| policy.1.inspection.looks_in(self.place);
        let policies = || sought.policies.iter().enumerate().filter(here);
        let mut tell = |policy: (usize, &SoughtBy<'s>), hit: Hit<'_>| {
            let (number, policy) = policy;
            let excluded = policy.excluded.as_ref();
            if !excluded.is_some_and(|excluded| hit.is_exact && excluded.is_in(hit.value)) {
                takes(&Hit {
                    policy: number,
                    ..hit
                });
            }
        };
        if let Some(presets) = &mut self.presets {
            presets.go_on(excerpt, last, &mut |found, value, is_late| {
                for policy in policies() {
                    if policy.1.wants(found) {
                        let place = found.start..found.end;
                        tell(policy, Hit::new(place, value, Some(*found), is_late));
                    }
                }
            });
        }
        for (at, (prepared, so_far)) in self.patterns.iter_mut().enumerate() {
            let mine = |policy: &(usize, &SoughtBy<'s>)| policy.1.pattern == Some(at);
            if !policies().any(|policy| mine(&policy)) {
                continue;
            }
            prepared.go_on(so_far, excerpt, last, &mut |place, is_exact| {
                let value = excerpt.get(place.clone());
                for policy in policies().filter(mine) {
                    let hit = Hit::new(place.clone(), value, None, false);
                    tell(policy, Hit { is_exact, ..hit });
                }
            });
        }
    }

    /// Goes through a whole text as long as `goes_on` says so, which is asked for every piece.
    pub(crate) fn all(mut self, text: &str, goes_on: &mut dyn FnMut() -> bool, takes: Takes<'_>) {
        let mut at = 0;
        while text.is_empty() || goes_on() {
            let end = text.floor_char_boundary(at + PIECE);
            self.go_on(up_to(text, at, end), end == text.len(), takes);
            at = end;
            if at == text.len() {
                return;
            }
        }
        self.go_on(up_to(text, at, at), true, takes);
    }
}

/// What is shown of a text for what is new in it from `at` to `end`.
pub(crate) fn up_to(text: &str, at: usize, end: usize) -> Excerpt<'_> {
    let base = text.floor_char_boundary(at.saturating_sub(KEPT));
    Excerpt {
        text: text.get(base..end).unwrap_or_default(),
        base,
    }
}

impl<'t> Hit<'t> {
    const fn new(
        place: Range<usize>,
        value: &'t str,
        found: Option<Finding>,
        is_late: bool,
    ) -> Self {
        Self {
            policy: 0,
            place,
            is_exact: true,
            value,
            found,
            is_late,
        }
    }
}
