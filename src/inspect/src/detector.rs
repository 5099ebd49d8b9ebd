//! What a detector is made of.

use crate::Entity;
use crate::view::{Found, Grade, Value, View};

/// One kind of thing to find.
pub(crate) struct Detector {
    pub(crate) entity: Entity,
    pub(crate) trust: Trust,
    /// Who wins where two are equally sure: the one that fewer numbers satisfy.
    pub(crate) strength: u8,
    /// Words that speak of it, with commas between (lists of references are larger). ` ` stands for up to two separators or none, `*` for any ending; without it a plural `s`.
    pub(crate) keywords: &'static str,
    pub(crate) starts: &'static [Start],
}

/// How much the shape alone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// Nothing else looks like it.
    Certain,
    /// It has a check digit or a shape of its own. A keyword within 300 characters confirms it.
    Checked,
    /// Other numbers look like it. A keyword must name it.
    Shaped,
}

pub(crate) type Check = fn(&Value) -> Option<Grade>;
pub(crate) type Find = fn(&View<'_>) -> Option<Found>;

/// Where looking begins.
pub(crate) enum Start {
    /// One of these shapes (see `shape`).
    Shapes(&'static str, Check),
    /// A number whose first group has so many digits.
    Digits(usize, usize, Find),
    /// A word that begins with so many letters, then a digit.
    Letters(usize, Find),
    /// A word that holds a digit and is so long.
    Words(usize, usize, Find),
    /// A word of so many capital letters and digits.
    Capitals(usize, usize, Find),
    /// A word that begins like this.
    Prefixes(&'static str, Find),
    /// This sign.
    Sign(u8, Find),
    /// A cell of a table whose header has one of the keywords.
    Cell(Find),
    /// The end of one of the keywords.
    Keyword(Find),
}

/// Checks a detector's own examples: `«»` mark what it finds.
macro_rules! examples {
    ($entity:ident finds [$($found:expr),+ $(,)?] ignores [$($ignored:expr),+ $(,)?]) => {
        #[cfg(test)]
        mod tests {
            #[cfg_attr(not(target_arch = "wasm32"), test)]
            #[cfg_attr(target_arch = "wasm32", wasm_bindgen_test::wasm_bindgen_test)]
            fn its_examples_are_found_and_what_looks_like_them_is_not() {
                use crate::Entity;
                $(crate::detectors::assert_found(Entity::$entity, &$found);)+
                $(crate::detectors::assert_ignored(Entity::$entity, &$ignored);)+
            }
        }
    };
}
pub(crate) use examples;
