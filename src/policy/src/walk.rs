//! Going through a text once for everything that is looked for in it, whatever pieces it comes in.

use crate::inspection::SearchIn;
use crate::prepared::{Prepared, SoFar};
use crate::preset_walk::PresetWalk;
use crate::sought::Sought;
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
}

/// Takes what is found.
pub(crate) type Takes<'t> = &'t mut dyn FnMut(&Hit<'_>);

/// One text that is being gone through.
pub(crate) struct Walk<'s> {
    sought: &'s Sought<'s>,
    place: SearchIn,
    presets: Option<PresetWalk<'s>>,
    /// Each with its number.
    patterns: Vec<(usize, &'s Prepared<'s>, SoFar<'s>)>,
}

impl<'s> Walk<'s> {
    pub(crate) fn new(sought: &'s Sought<'s>, place: SearchIn) -> Self {
        let is_here = |pattern: Option<usize>| {
            let mut policies = sought.policies.iter();
            policies.any(|one| one.pattern == pattern && one.inspection.looks_in(place))
        };
        let inspector = sought.inspector.as_deref().filter(|_| is_here(None));
        let mut patterns = Vec::new();
        for (at, (_, prepared)) in sought.patterns.iter().enumerate() {
            if is_here(Some(at)) {
                patterns.push((at, prepared, prepared.begin()));
            }
        }
        Self {
            sought,
            place,
            presets: inspector.map(PresetWalk::new),
            patterns,
        }
    }

    /// Goes through what is new in `excerpt`.
    pub(crate) fn go_on(&mut self, excerpt: Excerpt<'_>, last: bool, takes: Takes<'_>) {
        let (sought, place) = (self.sought, self.place);
        let mut tell = |mut hit: Hit<'_>, pattern: Option<usize>| {
            for (number, policy) in sought.policies.iter().enumerate() {
                let counts = policy.inspection.looks_in(place)
                    && policy.wants(hit.found.as_ref(), pattern)
                    && !(hit.is_exact && policy.excludes(hit.value));
                if counts {
                    hit.policy = number;
                    takes(&hit);
                }
            }
        };
        if let Some(presets) = &mut self.presets {
            presets.go_on(excerpt, last, &mut |found, value| {
                let hit = Hit {
                    policy: 0,
                    place: found.start..found.end,
                    is_exact: true,
                    value,
                    found: Some(*found),
                };
                tell(hit, None);
            });
        }
        for (at, prepared, so_far) in &mut self.patterns {
            prepared.go_on(so_far, excerpt, last, &mut |place, is_exact| {
                let hit = Hit {
                    policy: 0,
                    value: excerpt.get(place.clone()),
                    place,
                    is_exact,
                    found: None,
                };
                tell(hit, Some(*at));
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
