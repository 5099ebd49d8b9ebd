//! Which of the candidates are findings: what the text says of them, and one winner for each place.

use crate::context::{HEARD, Hit, Label, SOMETHING_ELSE};
use crate::detector::{Detector, Trust};
use crate::engine::Engine;
use crate::reading::Source;
use crate::view::{BACK, Grade};
use crate::{Confidence, Finding};

/// How many candidates may dispute one place.
const RIVALS: usize = 64;
/// How far a keyword may be from a number that other numbers look like.
const NEAR: usize = 120;
/// Close by.
const CLOSE_BY: usize = 48;
/// A text not longer than this may be one value and nothing else.
const ONE_VALUE: usize = 80;
/// How strong a detector must be to need nothing around it then.
const STRONG: u8 = 4;

/// Something that may be a finding. Places count characters of the text.
#[derive(Clone, Copy)]
pub(crate) struct Candidate {
    pub(crate) start: usize,
    pub(crate) end: usize,
    pub(crate) detector: &'static Detector,
    pub(crate) grade: Grade,
    pub(crate) label: Label,
    pub(crate) column: Option<u64>,
    pub(crate) line: usize,
}

impl core::fmt::Debug for Candidate {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} {}..{}", self.detector.entity, self.start, self.end)
    }
}

/// How sure, and what decides between equals: greater wins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    named: bool,
    confidence: Confidence,
    support: u8,
    nearness: usize,
    strength: u8,
    length: usize,
}

/// What the text around says for a candidate: not at all, somewhere near, close by, by name.
const NOT: u8 = 0;
const HEARD_OF: u8 = 2;
const CLOSE: u8 = 3;
const NAMED: u8 = 4;

impl Engine<'_> {
    /// Decides whatever can be decided by now; everything if the text has ended.
    pub(crate) fn settle(&mut self, source: &Source, last: bool) {
        let mut candidates = core::mem::take(&mut self.candidates);
        sort(&mut candidates, |one, next| one.start <= next.start);
        let alone = if last { one_value(source) } else { None };
        let mut done = 0;
        while let Some(rest) = candidates.get(done..).filter(|rest| !rest.is_empty()) {
            let (count, end) = cluster(rest);
            if !last && end + HEARD + BACK + 1 > self.scanned {
                break;
            }
            if let Some(rivals) = rest.get(..count) {
                self.decide(rivals, source, alone);
            }
            done += count;
        }
        self.candidates = candidates.get(done..).unwrap_or_default().to_vec();
        let needed = self.needed().saturating_sub(HEARD + BACK);
        if self.hits.len() > 1024 {
            let old = self.hits.partition_point(|hit| hit.end < needed);
            self.hits = self.hits.get(old..).unwrap_or_default().to_vec();
        }
    }

    fn decide(&mut self, rivals: &[Candidate], source: &Source, alone: Option<(usize, usize)>) {
        self.steps += rivals.len() as u64 * 64;
        let mut ranked = core::mem::take(&mut self.ranked);
        ranked.extend(
            rivals
                .iter()
                .enumerate()
                .filter_map(|(at, candidate)| self.rank(candidate, alone).map(|rank| (rank, at))),
        );
        sort(&mut ranked, |one, next| one.0 >= next.0);
        let mut won = core::mem::take(&mut self.won);
        for (rank, at) in ranked.drain(..) {
            let Some(candidate) = rivals.get(at) else {
                continue;
            };
            let free = won
                .iter()
                .all(|(start, end, _)| candidate.end <= *start || *end <= candidate.start);
            if free && candidate.start >= self.settled {
                if rank.named && candidate.label.at > 0 {
                    self.claimed = (candidate.label.at, candidate.detector.entity.bit());
                }
                won.push((
                    candidate.start,
                    candidate.end,
                    self.finding(candidate, rank, source),
                ));
            }
        }
        sort(&mut won, |one, next| one.0 <= next.0);
        if let Some(end) = won.iter().map(|(_, end, _)| *end).max() {
            self.settled = end;
        }
        let (wanted, floor) = (self.inspector.wanted, self.inspector.floor);
        let asked = won.drain(..).map(|(_, _, finding)| finding);
        self.findings.extend(
            asked.filter(|finding| wanted.contains(finding.entity) && finding.confidence >= floor),
        );
        (self.ranked, self.won) = (ranked, won);
    }

    fn finding(&self, candidate: &Candidate, rank: Rank, source: &Source) -> Finding {
        let entity = candidate.detector.entity;
        let (start, end) = source.original(candidate.start, candidate.end);
        let (value, _) = source.window(candidate.start, candidate.end);
        let letters = value
            .iter()
            .filter(|byte| byte.is_ascii_alphanumeric() || **byte >= 0x80);
        let whole = core::iter::once(entity as u8).chain(letters.map(u8::to_ascii_uppercase));
        Finding {
            entity,
            start,
            end,
            confidence: rank.confidence,
            fingerprint: self.inspector.key.fingerprint(whole),
        }
    }

    /// How sure a candidate is; `None` if it is nothing.
    fn rank(&self, candidate: &Candidate, alone: Option<(usize, usize)>) -> Option<Rank> {
        let (support, nearness) = self.support(candidate)?;
        let mut number = if support >= HEARD_OF {
            candidate.grade.near
        } else {
            candidate.grade.bare
        };
        if support == NOT && candidate.label.follows && number == Confidence::Low.number() {
            return None;
        }
        let strong = number > 0 || candidate.detector.strength >= STRONG;
        if number < Confidence::Low.number()
            && strong
            && alone == Some((candidate.start, candidate.end))
        {
            number = Confidence::Low.number();
        }
        Some(Rank {
            named: support == NAMED,
            confidence: confidence(number)?,
            support,
            strength: candidate.detector.strength,
            length: candidate.end - candidate.start,
            nearness,
        })
    }

    /// What the text says for it, and how near; `None` if the text says that it is something else.
    fn support(&self, candidate: &Candidate) -> Option<(u8, usize)> {
        let bit = candidate.detector.entity.bit();
        let trust = candidate.detector.trust;
        let label = candidate.label;
        let shaped = trust == Trust::Shaped;
        let (named, decided) = match candidate.column {
            // A key in the cell itself says more than its column.
            Some(_) if label.key && label.direct != 0 => (label.direct, label.field),
            // The cell beside it names the value, and its column does not deny it.
            Some(mask) if label.direct & bit != 0 && mask & (bit | SOMETHING_ELSE) == 0 => {
                return Some((CLOSE, HEARD - 1));
            }
            Some(mask) => (mask, true),
            None => (label.direct, label.field),
        };
        if named & bit != 0 || (label.bracket && self.follows(candidate.end + 2, bit)) {
            return Some((NAMED, HEARD));
        }
        if label.phrase & bit != 0 && candidate.column.is_none() {
            return Some((CLOSE, HEARD - 1));
        }
        if trust == Trust::Certain {
            return Some((NAMED, 0));
        }
        if named & SOMETHING_ELSE != 0 || (named != 0 && shaped) {
            return None;
        }
        if named != 0 || decided {
            return Some((NOT, 0));
        }
        let (support, distance) = self.heard(candidate, bit, shaped);
        Some((support, HEARD.saturating_sub(distance)))
    }

    /// Whether a keyword of the entity begins at `place`.
    fn follows(&self, place: usize, bit: u64) -> bool {
        let from = self.hits.partition_point(|hit| hit.at < place);
        let hits = self.hits.get(from..).unwrap_or_default().iter();
        let mut here = hits.take_while(|hit| hit.at == place);
        here.any(|hit| hit.mask & bit != 0)
    }

    /// Keywords around a candidate that nothing names.
    fn heard(&self, candidate: &Candidate, bit: u64, shaped: bool) -> (u8, usize) {
        let before = self.hits.partition_point(|hit| hit.at < candidate.start);
        let (earlier, later) = self.hits.split_at_checked(before).unwrap_or_default();
        let ahead = |hit: &Hit| candidate.start.saturating_sub(hit.end);
        let reach = || earlier.iter().rev().take_while(|hit| ahead(hit) <= HEARD);
        let nearest = reach().find(|hit| hit.mask & bit != 0);
        let other = reach().find(|hit| hit.mask & SOMETHING_ELSE != 0);
        let behind = |hit: &&Hit| hit.at <= candidate.end + HEARD;
        let after = later
            .iter()
            .take_while(behind)
            .find(|hit| hit.mask & bit != 0);
        let distance = nearest.map_or(usize::MAX, ahead);
        let apart = other.map_or(usize::MAX, ahead);
        let next = after.map_or(usize::MAX, |hit| hit.at.saturating_sub(candidate.end));
        if !shaped {
            // Something else is right before it, and nothing behind it says otherwise.
            let named = apart < distance && apart <= candidate.label.lead && next > HEARD;
            return match distance.min(next) {
                near if near <= CLOSE_BY && !named => (CLOSE, near),
                near if near <= HEARD && !named => (HEARD_OF, near),
                _ => (NOT, 0),
            };
        }
        let reach = if candidate.detector.strength == 0 {
            NEAR / 2
        } else {
            NEAR
        };
        let told = nearest.is_some_and(|hit| self.tells(hit, candidate))
            && distance <= reach
            && apart >= distance;
        let same_line = |hit: Option<&Hit>| hit.is_some_and(|hit| hit.line == candidate.line);
        let named = apart <= candidate.label.lead && same_line(other);
        if told || (same_line(after) && next < candidate.label.rest && !named) {
            (CLOSE, distance.min(next))
        } else {
            (NOT, 0)
        }
    }

    /// Whether a keyword before a candidate can mean it: on its line, or above where it begins one; and it has not meant
    /// another value by name.
    fn tells(&self, hit: &Hit, candidate: &Candidate) -> bool {
        let above = candidate.label.begins && candidate.line - hit.line <= 2;
        hit.at + 1 != self.claimed.0 && (hit.line == candidate.line || above)
    }
}

fn confidence(number: u8) -> Option<Confidence> {
    match number {
        85.. => Some(Confidence::High),
        75.. => Some(Confidence::Medium),
        65.. => Some(Confidence::Low),
        _ => None,
    }
}

/// How many of the candidates dispute the first place, and where that ends.
fn cluster(candidates: &[Candidate]) -> (usize, usize) {
    let (mut count, mut end) = (0, 0);
    for candidate in candidates.iter().take(RIVALS) {
        if count > 0 && candidate.start >= end {
            break;
        }
        end = end.max(candidate.end);
        count += 1;
    }
    (count, end)
}

/// Where the only value of a short text is.
fn one_value(source: &Source) -> Option<(usize, usize)> {
    let (bytes, base) = source.window(0, source.end());
    if base > 0 || source.end() > ONE_VALUE {
        return None;
    }
    let inside = |byte: &u8| {
        !matches!(
            byte,
            b' ' | b'\n' | b'\r' | b'\t' | b'"' | b'\'' | b'`' | b'.' | b',' | b';'
        )
    };
    Some((
        bytes.iter().position(inside)?,
        bytes.iter().rposition(inside)? + 1,
    ))
}

/// Sorts what is nearly in order or short: one step for each neighbour out of place. The general one is many times its size.
fn sort<T>(list: &mut [T], in_order: impl Fn(&T, &T) -> bool) {
    for end in 1..list.len() {
        let mut at = end;
        while let Some([one, next]) = list.get_mut(..=at).and_then(<[T]>::last_chunk_mut) {
            if in_order(one, next) {
                break;
            }
            core::mem::swap(one, next);
            at -= 1;
        }
    }
}
