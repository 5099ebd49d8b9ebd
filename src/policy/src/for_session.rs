//! Which of all policies can matter to one session?

use crate::assemble::{assemble, written};
use crate::condition::Node;
use crate::wire::{Malformed, Reader};
use crate::{ActivityType, Attempt, Bundle, Content, Filter, Place, SessionContext};

impl Bundle<'_> {
    /// The bytes of a bundle with those policies only that can matter to a session from `now` (Unix seconds) on, and
    /// without what is for administrators.
    ///
    /// `is_fixed` says which filters look at something that will not change while the bundle is used; usually it is
    /// [`Filter::is_of_session`]. Any attempt of the session is decided as by the whole bundle. Policies keep their
    /// numbers and the revision is the same, so a trace made with either is understood with the whole one.
    #[must_use]
    pub fn for_session(
        &self,
        session: &SessionContext,
        now: u64,
        is_fixed: impl Fn(Filter) -> bool,
    ) -> Vec<u8> {
        let activity = ActivityType::Copy; // no condition looks at it
        let attempt = Attempt {
            activity: &activity,
            session,
            file: None,
            place: Place::default(),
            content: Content::None,
            metadata: "",
            now,
        };
        let kept = self.policies().filter(|(_, policy)| {
            let mut conditions = policy.conditions();
            let can_hold = conditions.is_empty()
                || possible(&mut conditions, &attempt, &is_fixed) != Ok(Possible::NO);
            can_hold && now < policy.schedule().1
        });
        let kept = kept.map(|(number, policy)| {
            let page = written(|writer| {
                writer.raw(policy.without_record());
                writer.bytes(&[]);
            });
            (number, page)
        });
        assemble(self.revision(), self.default_behavior(), kept.collect())
    }
}

/// What a condition can come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Possible {
    holds: bool,
    fails: bool,
}

impl Possible {
    const NO: Self = Self {
        holds: false,
        fails: true,
    };
    const EITHER: Self = Self {
        holds: true,
        fails: true,
    };
}

fn possible(
    reader: &mut Reader<'_>,
    attempt: &Attempt<'_>,
    is_fixed: &impl Fn(Filter) -> bool,
) -> Result<Possible, Malformed> {
    let node = Node::read(reader)?;
    let parts = (0..node.parts()).map(|_| possible(reader, attempt, is_fixed));
    let parts: Vec<Possible> = parts.collect::<Result<_, _>>()?;
    Ok(match node {
        Node::All(_) => Possible {
            holds: parts.iter().all(|part| part.holds),
            fails: parts.iter().any(|part| part.fails),
        },
        Node::Any(_) => Possible {
            holds: parts.iter().any(|part| part.holds),
            fails: parts.iter().all(|part| part.fails),
        },
        Node::Not => Possible {
            holds: parts.iter().any(|part| part.fails),
            fails: parts.iter().any(|part| part.holds),
        },
        Node::Filter(filter, operator, values) if is_fixed(filter) => {
            let holds = operator.holds(filter, values, attempt);
            Possible {
                holds,
                fails: !holds,
            }
        }
        Node::Filter(..) => Possible::EITHER,
    })
}
