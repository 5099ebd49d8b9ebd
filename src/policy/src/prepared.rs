//! Looking for the administrator's own patterns in texts that come in pieces.

use crate::inspection::Pattern;
use core::ops::Range;
use stepgate_inspect::{
    Dfa, Excerpt, KeywordList, Matches, Mentions, Occurrences, Substring, passes_luhn,
};

/// A pattern that is ready to look.
pub(crate) enum Prepared<'a> {
    Substring(Option<Box<Substring>>),
    Keywords(KeywordList),
    /// With what tells where a match begins, and whether the digits of one have to pass Luhn's check.
    Regex(Dfa<'a>, Option<Dfa<'a>>, bool),
}

/// How far one text has been gone through for a pattern.
pub(crate) enum SoFar<'a> {
    Substring(Occurrences),
    Keywords(Mentions),
    Regex(Box<Matches<'a>>),
}

impl<'a> Prepared<'a> {
    pub(crate) fn new(pattern: Pattern<'a>) -> Self {
        match pattern {
            Pattern::Substring(part) => Self::Substring(Substring::new(part).map(Box::new)),
            Pattern::Keywords(words) => {
                let words: Vec<&str> = words.iter().collect();
                Self::Keywords(KeywordList::new(words))
            }
            // Only where it is masked, excluded or checked it matters what a match is, and there it is `Exact`.
            Pattern::Regex(_, dfa) => Self::Regex(dfa, None, false),
            Pattern::Exact(_, dfa, anchored, luhn) => Self::Regex(dfa, Some(anchored), luhn),
        }
    }

    /// Begins a text.
    pub(crate) fn begin(&self) -> SoFar<'a> {
        match self {
            Self::Substring(_) => SoFar::Substring(Occurrences::default()),
            Self::Keywords(_) => SoFar::Keywords(Mentions::default()),
            Self::Regex(dfa, anchored, _) => SoFar::Regex(Box::new(Matches::new(*dfa, *anchored))),
        }
    }

    /// Goes through what is new in `excerpt`; tells where it is, and whether exactly there and not only from there on.
    pub(crate) fn go_on(
        &self,
        so_far: &mut SoFar<'a>,
        excerpt: Excerpt<'_>,
        last: bool,
        each: &mut dyn FnMut(Range<usize>, bool),
    ) {
        match (self, so_far) {
            (Self::Substring(Some(part)), SoFar::Substring(so_far)) => {
                part.go_on(so_far, excerpt, &mut |place| each(place, true));
            }
            (Self::Keywords(words), SoFar::Keywords(so_far)) => {
                words.go_on(so_far, excerpt, last, &mut |place| each(place, true));
            }
            (Self::Regex(_, _, luhn), SoFar::Regex(matches)) => {
                matches.go_on(excerpt, last, &mut |place, is_exact| {
                    if !luhn || !is_exact || passes_luhn(excerpt.get(place.clone())) {
                        each(place, is_exact);
                    }
                });
            }
            // What was begun by another pattern, or a part that no bundle has.
            (Self::Substring(_) | Self::Keywords(_) | Self::Regex(..), _) => (),
        }
    }

    /// Whether it is in `value`.
    pub(crate) fn is_in(&self, value: &str) -> bool {
        let mut is_in = false;
        let whole = Excerpt::whole(value);
        self.go_on(&mut self.begin(), whole, true, &mut |_, _| is_in = true);
        is_in
    }
}
