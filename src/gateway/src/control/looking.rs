//! Looking into a file while it is read: nothing of its text is held.

use super::permit::Act;
use crate::policies::Active;
use crate::site::{Proved, Visit};
use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};
use stepgate_inspect::Key;
use stepgate_inspect::files::{Place, Sink};
use stepgate_policy::{ActivityType, Examination, Examined, Extent, examine};
use stepgate_protocol::FINGERPRINTS;

/// Who asks, of what, and how long looking may take.
#[derive(Debug)]
pub struct Asking {
    active: Arc<Active>,
    activities: Vec<ActivityType>,
    app: String,
    key: Option<[u8; 16]>,
    time: Duration,
}

impl Asking {
    /// The policies of this moment, about `acts`.
    pub fn of(visit: &Visit, acts: &[Act<'_>]) -> Self {
        let mut activities: Vec<ActivityType> = Vec::new();
        for act in acts {
            if !activities.contains(&act.activity) {
                activities.push(act.activity.clone());
            }
        }
        Self {
            active: visit.site.policies.active(),
            activities,
            app: visit.context(&Proved::default()).app,
            key: Key::derived(&visit.session.clipboard_key, FINGERPRINTS),
            time: visit.site.inspection.time(),
        }
    }

    /// Whether other policies are in force now: what these found says nothing to them.
    pub fn is_outdated(&self, visit: &Visit) -> bool {
        visit.site.policies.active().revision() != self.active.revision()
    }

    /// What the policies find in what `read` reads, which is told how long looking has taken so far; `None` if the policies
    /// cannot be read.
    pub fn examine(
        &self,
        read: &mut dyn FnMut(&mut Examination<'_>, &Cell<Duration>) -> Extent,
    ) -> Option<Examined> {
        let bundle = self.active.bundle().ok()?;
        let activities: Vec<&ActivityType> = self.activities.iter().collect();
        let spent = Cell::new(Duration::ZERO);
        Some(examine(
            &bundle,
            &activities,
            &self.app,
            self.key.map(Key::new),
            &mut || spent.get() < self.time,
            &mut |examination| read(examination, &spent),
        ))
    }
}

/// Hands what is read to an examination, and what is in the file apart from what is about it.
pub struct Looking<'l, 'e, F> {
    examination: &'l mut Examination<'e>,
    spent: &'l Cell<Duration>,
    in_time: F,
    part: u32,
    /// Whether the text so far, and what is about it, ends within a line.
    is_open: [bool; 2],
}

impl<'l, 'e, F: FnMut(Duration) -> bool> Looking<'l, 'e, F> {
    /// Reads as long as `in_time` says so, which is told how long looking has taken so far.
    pub const fn new(
        examination: &'l mut Examination<'e>,
        spent: &'l Cell<Duration>,
        in_time: F,
    ) -> Self {
        Self {
            examination,
            spent,
            in_time,
            part: 0,
            is_open: [false; 2],
        }
    }

    fn look(&mut self, piece: &str, is_metadata: bool) {
        let began = Instant::now();
        let [content, metadata] = &mut self.is_open;
        let is_open = if is_metadata {
            self.examination.metadata(piece);
            metadata
        } else {
            self.examination.content(piece);
            content
        };
        if !piece.is_empty() {
            *is_open = !piece.ends_with('\n');
        }
        self.spent.set(self.spent.get() + began.elapsed());
    }

    const fn is_open(&self, is_metadata: bool) -> bool {
        let [content, metadata] = self.is_open;
        if is_metadata { metadata } else { content }
    }
}

impl<F: FnMut(Duration) -> bool> Sink for Looking<'_, '_, F> {
    fn text(&mut self, piece: &str, place: &Place<'_>) {
        let is_metadata = place.section.is_metadata();
        if self.part != place.part {
            self.part = place.part;
            if self.is_open(is_metadata) {
                self.look("\n", is_metadata);
            }
            // What a property is called says what its value is.
            if is_metadata && !place.name.is_empty() {
                self.look(place.name, is_metadata);
                self.look(": ", is_metadata);
            }
        }
        self.look(piece, is_metadata);
    }

    fn goes_on(&mut self) -> bool {
        (self.in_time)(self.spent.get())
    }
}

#[cfg(test)]
impl Asking {
    /// A policy about uploads with this inspection.
    pub(super) fn one_policy(inspection: &str) -> Self {
        use stepgate_policy::{DefaultBehavior, PolicySet};
        let policies = format!(
            r#"{{"policies":[{{"id":"p","name":"p","sessionControlType":"blockActivities","action":"block",
            "activityTypes":["upload"],"inspection":{inspection}}}]}}"#
        );
        let set = PolicySet::from_str("p.json", &policies).unwrap();
        Self {
            active: Arc::new(Active::unkept(set.compile(DefaultBehavior::Block))),
            activities: vec![ActivityType::Upload],
            app: String::new(),
            key: None,
            time: Duration::from_secs(60),
        }
    }
}
