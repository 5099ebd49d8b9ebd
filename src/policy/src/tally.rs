//! What was found of what one policy looks for: how often, and what may be kept of it.

use crate::findings::{MOST_EVIDENCE, MOST_FINGERPRINTS};
use crate::inspection::Evidence;
use crate::walk::Hit;
use stepgate_inspect::{Entity, Key, masked};

/// How many places in one text are looked at for evidence and fingerprints.
const MOST_LOOKED_AT: usize = 100;
/// How many values are gathered before the same ones are taken out.
const OFTEN: usize = 1024;

/// What is kept of what was found.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Keep {
    /// How often it was found.
    Counts,
    /// Evidence, and fingerprints if there is a key.
    Evidence(Option<Key>),
}

/// What was found of what one policy looks for in one text, or in several one after the other. It never holds a value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Of presets: what it is, its fingerprint, and how sure: those first.
    values: Vec<(u8, u64, u8)>,
    /// How many of them are in order, each once.
    ordered: usize,
    /// Of an expression of the administrator's own: how often.
    count: u32,
    kept: Vec<Kept>,
}

/// What is kept of one entity, or of what the administrator's own expression found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    entity: Option<Entity>,
    looked_at: usize,
    pub(crate) confidence: Option<u8>,
    pub(crate) evidence: Vec<String>,
    pub(crate) fingerprints: Vec<u64>,
}

impl Tally {
    /// Takes what was found into account.
    pub(crate) fn add(&mut self, evidence: Evidence, hit: &Hit<'_>, keep: Keep) {
        match hit.found {
            None => self.count = self.count.saturating_add(1),
            Some(found) => {
                let doubt = u8::MAX - found.confidence.number();
                let value = (found.entity as u8, found.fingerprint, doubt);
                self.values.push(value);
                if self.values.len() >= 2 * self.ordered + OFTEN {
                    self.order();
                }
            }
        }
        if let Keep::Evidence(key) = keep
            && hit.is_exact
        {
            let entity = hit.found.map(|found| found.entity);
            if let Some(kept) = self.of(entity) {
                kept.add(evidence, hit, key);
            }
        }
    }

    /// Begins another text.
    pub(crate) fn next_text(&mut self) {
        for kept in &mut self.kept {
            kept.looked_at = 0;
        }
    }

    /// Puts the values in order, each once and as sure as it was at best.
    pub(crate) fn order(&mut self) {
        self.values.sort_unstable();
        let once = |one: &mut (u8, u64, u8)| (one.0, one.1);
        self.values.dedup_by_key(once);
        self.ordered = self.values.len();
    }

    fn of(&mut self, entity: Option<Entity>) -> Option<&mut Kept> {
        let kept = self.take(entity);
        self.kept.push(kept);
        self.kept.last_mut()
    }

    /// Takes into account what was found in a text after this one.
    #[cfg(feature = "load")]
    pub(crate) fn join(&mut self, next: Self) {
        self.count = self.count.saturating_add(next.count);
        self.values.extend(next.values);
        self.order();
        for kept in next.kept {
            if let Some(mine) = self.of(kept.entity) {
                mine.join(kept);
            }
        }
    }

    /// How many different values (preset) or occurrences (an expression of the administrator's own).
    pub(crate) fn count(&self) -> u32 {
        let values = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        self.count.saturating_add(values)
    }

    /// How many different values are of `entity`.
    pub(crate) fn count_of(&self, entity: Entity) -> u32 {
        let values = self.values.iter().filter(|(one, ..)| *one == entity as u8);
        u32::try_from(values.count()).unwrap_or(u32::MAX)
    }

    /// The different values: what each is, and how sure, 65 to 85.
    #[cfg(feature = "load")]
    pub(crate) fn values(&self) -> impl Iterator<Item = (u8, u8)> {
        let values = self.values.iter();
        values.map(|(entity, _, doubt)| (*entity, u8::MAX - doubt))
    }

    /// What is kept of `entity`, or of what the administrator's own expression found.
    pub(crate) fn take(&mut self, entity: Option<Entity>) -> Kept {
        let at = self.kept.iter().position(|kept| kept.entity == entity);
        at.map_or_else(|| Kept::none_yet(entity), |at| self.kept.swap_remove(at))
    }
}

impl Kept {
    const fn none_yet(entity: Option<Entity>) -> Self {
        Self {
            entity,
            looked_at: 0,
            confidence: None,
            evidence: Vec::new(),
            fingerprints: Vec::new(),
        }
    }

    /// Keeps what may be kept of one value.
    fn add(&mut self, evidence: Evidence, hit: &Hit<'_>, key: Option<Key>) {
        let sure = hit.found.map(|found| found.confidence.number());
        self.confidence = self.confidence.max(sure);
        self.looked_at += 1;
        if self.looked_at > MOST_LOOKED_AT {
            return;
        }
        if let Some(key) = key {
            let of_value = || key.fingerprint_of(hit.value.as_bytes());
            let fingerprint = hit.found.map_or_else(of_value, |found| found.fingerprint);
            keep(&mut self.fingerprints, fingerprint, MOST_FINGERPRINTS);
        }
        let last_four = match evidence {
            Evidence::Nothing => return,
            Evidence::Masked => false,
            Evidence::LastFour => self.entity.is_none_or(|one| !one.is_secret()),
        };
        if self.evidence.len() < MOST_EVIDENCE {
            let shown = masked(hit.value, last_four);
            keep(&mut self.evidence, shown, MOST_EVIDENCE);
        }
    }

    #[cfg(feature = "load")]
    fn join(&mut self, next: Self) {
        self.confidence = self.confidence.max(next.confidence);
        for fingerprint in next.fingerprints {
            keep(&mut self.fingerprints, fingerprint, MOST_FINGERPRINTS);
        }
        for shown in next.evidence {
            keep(&mut self.evidence, shown, MOST_EVIDENCE);
        }
    }
}

/// Keeps at most `most` different ones.
fn keep<T: PartialEq>(kept: &mut Vec<T>, one: T, most: usize) {
    if kept.len() < most && !kept.contains(&one) {
        kept.push(one);
    }
}
