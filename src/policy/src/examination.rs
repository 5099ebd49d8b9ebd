//! Looking into texts while they are read: what policies look for is all that stays of them.

use crate::gathered::{Gathered, Tallied};
use crate::inspection::SearchIn;
use crate::sought::Sought;
use crate::tally::{Keep, Tally};
use crate::walk::{PIECE, Walk, up_to};
use crate::{ActivityType, Bundle, CannotScan};
use stepgate_inspect::{Entities, Excerpt, Key};

/// How far something was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// To its end.
    Whole,
    /// Some of it; the rest could not be read. What was found in it counts.
    Part,
    /// Not at all, or what was read does not count; what was found in the metadata still does.
    Not(CannotScan),
}

/// What is left of texts that were looked into: for each policy how often it found what it looks for, and what may be kept
/// of that. It never holds a value. A decision by the same policies takes it as
/// [`Content::Examined`](crate::Content::Examined); for others it was not looked into.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    extent: Extent,
    is_timed_out: bool,
    length: u64,
    revision: u64,
    tallies: Vec<(u16, Tally)>,
}

impl Examined {
    /// How far the content was read.
    #[must_use]
    pub const fn extent(&self) -> Extent {
        self.extent
    }

    /// How many bytes of text the content has; `None` if it was not read to its end.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        (self.extent == Extent::Whole && !self.is_timed_out).then_some(self.length)
    }

    /// The revision of the policies whose inspections it answers.
    #[must_use]
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    pub(crate) const fn is_timed_out(&self) -> bool {
        self.is_timed_out
    }

    /// What was found for a policy; `None` if it was not looked for.
    pub(crate) fn tally(&self, policy: u16) -> Option<&Tally> {
        let mut tallies = self.tallies.iter();
        tallies
            .find(|(number, _)| *number == policy)
            .map(|(_, tally)| tally)
    }
}

/// Looks into texts on behalf of every policy of `bundle` about any of `activities` in `app` that looks into content or
/// metadata. `read` feeds them and says how far the content was read.
///
/// Nothing grows with the texts but the number of different values. `key` makes the fingerprints of
/// [`findings`](crate::findings()); without one there are none. `goes_on` is asked for every 64 KB: what was not looked at
/// when it says no could not be read, with the reason [`CannotScan::TimedOut`].
pub fn examine(
    bundle: &Bundle<'_>,
    activities: &[&ActivityType],
    app: &str,
    key: Option<Key>,
    goes_on: &mut dyn FnMut() -> bool,
    read: &mut dyn FnMut(&mut Examination<'_>) -> Extent,
) -> Examined {
    let (mut numbers, mut inspections, mut wanted) = (Vec::new(), Vec::new(), 0);
    for activity in activities {
        for (number, policy) in bundle.policies_for(activity, app) {
            if let Ok(policy) = policy
                && let Ok(Some(inspection)) = policy.inspection()
                && inspection.reads()
                && !numbers.contains(&number)
            {
                numbers.push(number);
                inspections.push(inspection);
                wanted |= policy.presets().bits();
            }
        }
    }
    let sought = Sought::new(&mut inspections.iter(), Entities::from_bits(wanted), key);
    let keep = Keep::Evidence(key);
    let mut examination = Examination {
        goes_on,
        is_over: false,
        content: Stream::new(&sought, &numbers, SearchIn::Content, keep),
        metadata: Stream::new(&sought, &numbers, SearchIn::Metadata, keep),
    };
    let extent = read(&mut examination);
    let is_timed_out = examination.is_over;
    let length = examination.content.end() as u64;
    let (content, metadata) = (examination.content.finish(), examination.metadata.finish());
    let counts = !matches!(extent, Extent::Not(_));
    let joined = content.into_iter().zip(metadata);
    let joined = joined.map(|(content, metadata)| {
        let mut tally = if counts {
            content.tally
        } else {
            Tally::default()
        };
        tally.join(metadata.tally);
        (content.policy, tally)
    });
    Examined {
        extent,
        is_timed_out,
        length,
        revision: bundle.revision(),
        tallies: joined.collect(),
    }
}

/// Texts that are being looked into.
pub struct Examination<'e> {
    goes_on: &'e mut dyn FnMut() -> bool,
    is_over: bool,
    content: Stream<'e>,
    metadata: Stream<'e>,
}

impl core::fmt::Debug for Examination<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Examination")
            .field("is_over", &self.is_over)
            .finish_non_exhaustive()
    }
}

impl Examination<'_> {
    /// Looks into more of what the file or text says, cut anywhere.
    pub fn content(&mut self, piece: &str) {
        let goes_on = &mut *self.goes_on;
        self.content.feed(piece, goes_on, &mut self.is_over);
    }

    /// Looks into more of what the file says about itself, cut anywhere.
    pub fn metadata(&mut self, piece: &str) {
        let goes_on = &mut *self.goes_on;
        self.metadata.feed(piece, goes_on, &mut self.is_over);
    }

    /// Whether there is time to look further.
    #[must_use]
    pub const fn goes_on(&self) -> bool {
        !self.is_over
    }

    /// How many bytes of content were fed.
    #[must_use]
    pub const fn length(&self) -> usize {
        self.content.end()
    }
}

/// One text that comes in pieces, as much of it as is still needed.
struct Stream<'s> {
    walk: Walk<'s>,
    gathered: Gathered,
    text: String,
    /// Where the text that is kept begins, and how far it has been gone through.
    base: usize,
    at: usize,
}

impl<'s> Stream<'s> {
    fn new(sought: &'s Sought<'s>, numbers: &[u16], place: SearchIn, keep: Keep) -> Self {
        let policies = numbers.iter().zip(&sought.policies);
        let tallied = policies.map(|(number, policy)| Tallied {
            policy: *number,
            evidence: policy.inspection.evidence,
            tally: Tally::default(),
        });
        Self {
            walk: Walk::new(sought, place),
            gathered: Gathered::new(tallied.collect(), keep),
            text: String::new(),
            base: 0,
            at: 0,
        }
    }

    const fn end(&self) -> usize {
        self.base + self.text.len()
    }

    fn feed(&mut self, piece: &str, goes_on: &mut dyn FnMut() -> bool, is_over: &mut bool) {
        let mut rest = piece;
        while !*is_over {
            let room = (self.at + PIECE).saturating_sub(self.end());
            let fits = rest.floor_char_boundary(room);
            self.text.push_str(rest.get(..fits).unwrap_or_default());
            rest = rest.get(fits..).unwrap_or_default();
            if rest.is_empty() {
                break;
            }
            *is_over = !goes_on();
            if !*is_over {
                self.go_on(false);
            }
        }
    }

    /// Goes through what is new and forgets what is not needed any more.
    fn go_on(&mut self, last: bool) {
        let excerpt = Excerpt {
            text: &self.text,
            base: self.base,
        };
        let gathered = &mut self.gathered;
        self.walk
            .go_on(excerpt, last, &mut |hit| gathered.take(hit));
        self.at = self.end();
        let kept = up_to(&self.text, self.text.len(), self.text.len()).base;
        self.text.drain(..kept);
        self.base += kept;
    }

    fn finish(mut self) -> Vec<Tallied> {
        self.go_on(true);
        self.gathered.end()
    }
}

#[cfg(test)]
mod tests {
    use super::{Examination, Extent, examine};
    use crate::walk::PIECE;
    use crate::{ActivityType, Bundle, DefaultBehavior, PolicySet};
    use stepgate_inspect::KEPT;

    #[test]
    fn what_is_held_of_a_text_does_not_grow_with_it() {
        let policies = r#"{"policies":[{"id":"p","name":"p","sessionControlType":"blockActivities","activityTypes":["upload"],
            "action":"block","inspection":{"customExpression":{"regex":"(?s)begin.*end"}}}]}"#;
        let set = PolicySet::from_str("p.json", policies).unwrap();
        let bytes = set.compile(DefaultBehavior::Block);
        let bundle = Bundle::read(&bytes).unwrap();
        let piece = "begin 4111 1111 1111 1111 ".repeat(1000);
        let held = |examination: &Examination<'_>| examination.content.text.capacity();
        let activities = [&ActivityType::Upload];
        let mut most = 0;
        let examined = examine(&bundle, &activities, "", None, &mut || true, &mut |it| {
            for _ in 0..400 {
                it.content(&piece);
                most = most.max(held(it));
            }
            Extent::Whole
        });
        assert_eq!(examined.length(), Some(400 * piece.len() as u64));
        assert!(most <= 2 * (KEPT + PIECE), "{most} bytes");
    }
}
