//! Which policies of a revision can matter to a session? Chosen once and not for each page.
//!
//! With 10,000 policies choosing takes about eight milliseconds. What is chosen depends on the revision, and on what is
//! known of the session without grants and answers; it is kept as long as the revision is in force, and all of it is
//! forgotten where it grows too large.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use stepgate_policy::wire::Writer;
use stepgate_policy::{Bundle, Filter, SessionContext};

/// The most bytes that are kept of one revision.
const ROOM: usize = 32 * 1024 * 1024;

/// What was chosen of one revision.
#[derive(Debug, Default)]
pub struct Chosen(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// Bundles, by the facts of the sessions they are for.
    bundles: HashMap<Vec<u8>, Arc<[u8]>>,
    bytes: usize,
}

impl Chosen {
    /// The bundle of those policies of `all` that can matter to `session` from `now` (Unix seconds) on, or from when it was
    /// chosen: of a policy that has run out since, every decision sees for itself that it has.
    pub fn of(&self, all: &Bundle<'_>, session: &SessionContext, now: u64) -> Arc<[u8]> {
        let facts = facts_of(session);
        let known = self.with(|kept| kept.bundles.get(&facts).map(Arc::clone));
        known.unwrap_or_else(|| {
            let chosen: Arc<[u8]> = all.for_session(session, now, Filter::is_of_session).into();
            self.with(|kept| kept.put(facts, Arc::clone(&chosen)));
            chosen
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Kept) -> T) -> T {
        work(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Kept {
    fn put(&mut self, facts: Vec<u8>, chosen: Arc<[u8]>) {
        let size = facts.len() + chosen.len();
        if self.bytes + size > ROOM {
            *self = Self::default();
        }
        self.bytes += size;
        self.bundles.insert(facts, chosen);
    }
}

/// All that is known of a session but what was proved and answered in it, which no choice depends on.
fn facts_of(session: &SessionContext) -> Vec<u8> {
    let mut facts = session.clone();
    facts.grants.clear();
    facts.answered.clear();
    let mut writer = Writer::new();
    facts.encode(&mut writer);
    writer.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::{Chosen, Kept, ROOM};
    use std::sync::Arc;
    use stepgate_policy::{Bundle, DefaultBehavior, PolicySet, SessionContext};

    const POLICIES: &str = r#"{"policies":[
        {"id":"all","name":"A","sessionControlType":"blockActivities","activityTypes":["copy"],"action":"block"},
        {"id":"finance","name":"F","sessionControlType":"blockActivities","activityTypes":["copy"],"action":"block",
         "conditions":{"filter":"user.groups","operator":"contains","values":["finance"]}}]}"#;

    fn session(group: &str) -> SessionContext {
        SessionContext {
            groups: vec![group.into()],
            ..SessionContext::default()
        }
    }

    #[test]
    fn each_session_gets_its_own_policies_and_the_same_ones_again() {
        let set = PolicySet::from_str("p.json", POLICIES).unwrap();
        let bytes = set.compile(DefaultBehavior::Block);
        let all = Bundle::read(&bytes).unwrap();
        let chosen = Chosen::default();
        let count = |group| {
            let own = chosen.of(&all, &session(group), 1);
            Bundle::read(&own).unwrap().policy_count()
        };
        assert_eq!([count("staff"), count("finance")], [1, 2]);
        assert_eq!([count("staff"), count("finance")], [1, 2]);
        let again = chosen.of(&all, &session("staff"), 2);
        assert!(Arc::ptr_eq(&again, &chosen.of(&all, &session("staff"), 3)));
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let mut kept = Kept::default();
        for number in 0..5_u8 {
            kept.put(vec![number], vec![0; ROOM / 2 - 1].into());
            assert!(kept.bytes <= ROOM && kept.bundles.len() <= 2);
        }
    }
}
