//! Which detectors were prepared before?
//!
//! Preparing them takes ten times as long as looking into a message, and policies ask for the same ones again and again.

use core::cell::RefCell;
use std::rc::Rc;
use stepgate_inspect::{Entities, Inspector};

/// How many sets of detectors are kept: policies for one activity ask for one set.
const MOST: usize = 4;

thread_local! {
    /// The one asked for last comes last.
    static PREPARED: RefCell<Vec<Rc<Inspector>>> = const { RefCell::new(Vec::new()) };
}

/// Detectors for these, without a key.
pub(crate) fn prepared(wanted: Entities) -> Rc<Inspector> {
    PREPARED.with_borrow_mut(|known| {
        let at = known.iter().position(|one| one.wanted() == wanted);
        let inspector = match at {
            Some(at) => known.remove(at),
            None => Rc::new(Inspector::new(wanted)),
        };
        if known.len() >= MOST {
            known.remove(0);
        }
        known.push(Rc::clone(&inspector));
        inspector
    })
}

#[cfg(test)]
mod tests {
    use super::{MOST, prepared};
    use std::rc::Rc;
    use stepgate_inspect::{Entities, Entity};

    #[test]
    fn detectors_are_prepared_once_and_few_are_kept() {
        let of = |number| prepared(Entities::NONE.with(Entity::ALL[number]));
        let first = of(0);
        for number in 1..MOST {
            assert!(!Rc::ptr_eq(&first, &of(number)));
            assert!(Rc::ptr_eq(&first, &of(0)), "kept, as it was asked for");
        }
        for number in 1..=MOST {
            of(number);
        }
        assert!(!Rc::ptr_eq(&first, &of(0)), "given up for others");
        assert_eq!(of(1).wanted(), Entities::NONE.with(Entity::ALL[1]));
    }
}
