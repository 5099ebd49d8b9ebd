//! What of what a policy looks for is there?

use crate::filter::plain_name;
use crate::inspection::{Expression, Inspection, Pattern, SearchIn};
use crate::inspectors::prepared;
use crate::{Attempt, Bundle, CannotScan, Content, Inspected};
use core::ops::Range;
use std::borrow::Cow;
use std::rc::Rc;
use stepgate_inspect::{
    Confidence, Dfa, Entities, Entity, Finding, Inspector, Key, KeywordList, Scanner, Substring,
    passes_luhn, payment_card,
};

/// Looks into what an attempt carries, for one policy after the other.
pub(crate) struct Search<'a> {
    bundle: &'a Bundle<'a>,
    attempt: &'a Attempt<'a>,
    /// For every preset a policy may ask for, so that each text is gone through once.
    inspector: Option<Rc<Inspector>>,
    /// What is in the content, the metadata and the file's name, once some policy has asked.
    found: [Option<Vec<Finding>>; 3],
    /// What fingerprints are made with that are to say something.
    key: Option<Key>,
    time: Time<'a>,
}

/// Says whether to go on.
type GoesOn<'a> = &'a mut dyn FnMut() -> bool;

/// Whether there is time to look further; there always is where nobody says so.
struct Time<'a> {
    goes_on: Option<GoesOn<'a>>,
    is_over: bool,
}

impl Time<'_> {
    const fn endless() -> Self {
        Self {
            goes_on: None,
            is_over: false,
        }
    }

    fn is_over(&mut self) -> bool {
        if let Some(goes_on) = &mut self.goes_on
            && !self.is_over
        {
            self.is_over = !goes_on();
        }
        self.is_over
    }
}

/// How much is looked at before it is asked whether to go on.
const PIECE: usize = 64 * 1024;

/// Where something that counts is, and what it is if it is a preset's.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    at: SearchIn,
    place: Range<usize>,
    pub(crate) entity: Option<Entity>,
    pub(crate) confidence: Option<Confidence>,
    /// Of a preset's value only.
    pub(crate) fingerprint: u64,
}

impl Span {
    /// As [`Search::values`] has it.
    pub(crate) fn value(&self) -> Option<(u8, u64, u8)> {
        Some(value(self.entity?, self.confidence?, self.fingerprint))
    }
}

/// Sorts by what it is, and sure ones first.
const fn value(entity: Entity, confidence: Confidence, fingerprint: u64) -> (u8, u64, u8) {
    (entity as u8, fingerprint, u8::MAX - confidence.number())
}

impl<'a> Search<'a> {
    pub(crate) fn new(bundle: &'a Bundle<'a>, attempt: &'a Attempt<'a>) -> Self {
        Self {
            bundle,
            attempt,
            inspector: None,
            found: [const { None }; 3],
            key: None,
            time: Time::endless(),
        }
    }

    /// Looks as long as `goes_on` says so. What was not looked at then is `timedOut`.
    pub(crate) fn with_time(mut self, goes_on: Option<GoesOn<'a>>) -> Self {
        self.time.goes_on = goes_on;
        self
    }

    /// Makes fingerprints that say something with this key.
    pub(crate) fn with_key(mut self, key: Option<Key>) -> Self {
        self.key = key;
        self
    }

    pub(crate) fn inspect(&mut self, inspection: &Inspection<'_>) -> Inspected {
        let content = self.attempt.content;
        // Where there is no file, there is no name; where nothing was read, there is nothing but a name.
        let has_name = inspection.looks_in(SearchIn::FileName) && self.attempt.file.is_some();
        let is_read = inspection.reads() && content != Content::None;
        if !has_name && !is_read {
            return Inspected::NotAsked;
        }
        let count = if self.time.is_over() {
            0
        } else {
            self.count(inspection)
        };
        if count >= inspection.minimum {
            return Inspected::Count(count);
        }
        if self.time.is_over {
            return Inspected::Failed(CannotScan::TimedOut);
        }
        if !inspection.reads() {
            return Inspected::Count(count);
        }
        match content {
            Content::None => Inspected::NotAsked,
            Content::Text(_) => Inspected::Count(count),
            Content::Part(_) => Inspected::Failed(CannotScan::Partial), // the rest may hold what is missing
            Content::NotScanned(reason) => Inspected::Failed(reason),
        }
    }

    fn count(&mut self, inspection: &Inspection<'_>) -> u32 {
        let pattern = match inspection.expression {
            Expression::Preset(..) => {
                let mut values = self.values(inspection);
                values.dedup_by_key(|(entity, value, _)| (*entity, *value));
                return number(values.len());
            }
            Expression::Custom(pattern) => Prepared::new(pattern),
        };
        let excluded = inspection.excluded.map(Prepared::new);
        let counts = SearchIn::ALL.into_iter().map(|place| {
            if inspection.looks_in(place) {
                let (found, more) = pattern.counted(&self.text(place), excluded.as_ref());
                number(found.len()).saturating_add(more)
            } else {
                0
            }
        });
        counts.fold(0, u32::saturating_add)
    }

    /// The values found for a preset, in order and sure ones first: what it is, its fingerprint, and how sure.
    pub(crate) fn values(&mut self, inspection: &Inspection<'_>) -> Vec<(u8, u64, u8)> {
        let mut values = Vec::new();
        self.each_preset(inspection, &mut |_, one| {
            values.push(value(one.entity, one.confidence, one.fingerprint));
        });
        values.sort_unstable();
        values
    }

    /// Where everything is that counts, and how often there is more beyond that.
    pub(crate) fn spans(&mut self, inspection: &Inspection<'_>) -> (Vec<Span>, u32) {
        let (mut spans, mut beyond) = (Vec::new(), 0_u32);
        self.each_preset(inspection, &mut |at, one| {
            spans.push(Span {
                at,
                place: one.start..one.end,
                entity: Some(one.entity),
                confidence: Some(one.confidence),
                fingerprint: one.fingerprint,
            });
        });
        if let Expression::Custom(pattern) = inspection.expression {
            let pattern = Prepared::new(pattern);
            let excluded = inspection.excluded.map(Prepared::new);
            for at in inspection.places() {
                let (found, more) = pattern.counted(&self.text(at), excluded.as_ref());
                beyond = beyond.saturating_add(more);
                spans.extend(found.into_iter().map(|place| Span {
                    at,
                    place,
                    entity: None,
                    confidence: None,
                    fingerprint: 0,
                }));
            }
        }
        (spans, beyond)
    }

    /// What is there.
    pub(crate) fn value(&self, span: &Span) -> String {
        let text = self.text(span.at);
        text.get(span.place.clone()).unwrap_or_default().into()
    }

    /// Everything that counts for a preset.
    fn each_preset(
        &mut self,
        inspection: &Inspection<'_>,
        each: &mut dyn FnMut(SearchIn, &Finding),
    ) {
        let Expression::Preset(wanted, floor) = inspection.expression else {
            return;
        };
        let excluded = inspection.excluded.map(Prepared::new);
        for (at, place) in SearchIn::ALL.into_iter().enumerate() {
            if !inspection.looks_in(place) {
                continue;
            }
            let text = self.text(place);
            let counts = |finding: &&Finding| {
                wanted.contains(finding.entity)
                    && finding.confidence >= floor
                    && !is_excluded(&text, &(finding.start..finding.end), excluded.as_ref())
            };
            let found = self.found(at, &text).iter().filter(counts);
            found.for_each(|one| each(place, one));
        }
    }

    fn found(&mut self, at: usize, text: &str) -> &[Finding] {
        let (bundle, attempt, inspector) = (self.bundle, self.attempt, &mut self.inspector);
        let (key, time) = (self.key, &mut self.time);
        let Some(found) = self.found.get_mut(at) else {
            return &[];
        };
        found.get_or_insert_with(|| {
            let new = || {
                let wanted = presets(bundle, attempt);
                match key {
                    Some(key) => Rc::new(Inspector::new(wanted).key(key)),
                    None => prepared(wanted),
                }
            };
            scan(inspector.get_or_insert_with(new), text, time)
        })
    }

    fn text(&self, place: SearchIn) -> Cow<'a, str> {
        let attempt = self.attempt;
        match (place, attempt.content) {
            (SearchIn::Content, Content::Text(text) | Content::Part(text)) => text.into(),
            (SearchIn::Content, Content::None | Content::NotScanned(_)) => "".into(),
            (SearchIn::Metadata, _) => attempt.metadata.into(),
            (SearchIn::FileName, _) => attempt.file.map_or("".into(), |file| plain_name(&file)),
        }
    }
}

/// Every preset that a policy which can concern the attempt asks for.
fn presets(bundle: &Bundle<'_>, attempt: &Attempt<'_>) -> Entities {
    let policies = bundle.policies_for(attempt.activity, &attempt.session.app);
    let asked = policies
        .filter_map(|(_, policy)| Some(policy.ok()?.presets().bits()))
        .fold(0, |all, asked| all | asked);
    Entities::from_bits(asked)
}

/// Everything in `text`, in its order, and behind it as least sure the payment card numbers that are such by issuer, length
/// and check digit while the text says they are something else: whoever writes the text would get them past otherwise.
fn scan(inspector: &Inspector, text: &str, time: &mut Time<'_>) -> Vec<Finding> {
    let (mut found, text) = scan_in_time(inspector, text, time);
    if !inspector.wanted().contains(Entity::CreditCard) {
        return found;
    }
    let told = |place: &Range<usize>| {
        let from = found.partition_point(|one| one.end <= place.start);
        let near = found
            .iter()
            .skip(from)
            .take_while(|one| one.start < place.end);
        near.clone().any(|one| one.entity == Entity::CreditCard)
    };
    let missed: Vec<Range<usize>> = payment_card::find(text)
        .filter(|place| !told(place))
        .collect();
    for place in missed {
        if time.is_over() {
            break;
        }
        let number = text.get(place.clone()).unwrap_or_default();
        let alone = inspector.scan(number).into_iter();
        found.extend(alone.map(|one| Finding {
            start: place.start + one.start,
            end: place.start + one.end,
            confidence: Confidence::Low,
            ..one
        }));
    }
    found
}

/// Everything in as much of `text` as there is time for, and that much of it.
fn scan_in_time<'t>(
    inspector: &Inspector,
    text: &'t str,
    time: &mut Time<'_>,
) -> (Vec<Finding>, &'t str) {
    let mut scanner = Scanner::new(inspector);
    let mut read = 0;
    for piece in text.as_bytes().chunks(PIECE) {
        if time.is_over() {
            break;
        }
        scanner.feed(piece);
        read += piece.len();
    }
    let whole_letters = text.floor_char_boundary(read);
    (
        scanner.finish(),
        text.get(..whole_letters).unwrap_or_default(),
    )
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Where what a policy looks for is in `text`, with what it is if it is a preset's. What cannot be told apart any more
/// is one place.
pub(crate) fn places(
    inspection: &Inspection<'_>,
    text: &str,
) -> Vec<(Range<usize>, Option<Entity>)> {
    let excluded = inspection.excluded.map(Prepared::new);
    let counts = |place: &Range<usize>| !is_excluded(text, place, excluded.as_ref());
    match inspection.expression {
        Expression::Preset(wanted, floor) => {
            let mut found = scan(&prepared(wanted), text, &mut Time::endless());
            found.retain(|one| one.confidence >= floor && counts(&(one.start..one.end)));
            found.sort_by_key(|one| one.start);
            let found = found.into_iter();
            found
                .map(|one| (one.start..one.end, Some(one.entity)))
                .collect()
        }
        Expression::Custom(pattern) => {
            let (mut found, more) = Prepared::new(pattern).counted(text, excluded.as_ref());
            if more > 0 {
                let from = found.last().map_or(0, |last| last.end);
                found.push(from..text.len());
            }
            found.into_iter().map(|place| (place, None)).collect()
        }
    }
}

/// A pattern that is ready to look.
enum Prepared<'a> {
    Substring(Option<Box<Substring>>),
    Keywords(KeywordList),
    Regex(Dfa<'a>),
    Exact(Dfa<'a>, Dfa<'a>, bool),
}

impl<'a> Prepared<'a> {
    fn new(pattern: Pattern<'a>) -> Self {
        match pattern {
            Pattern::Substring(part) => Self::Substring(Substring::new(part).map(Box::new)),
            Pattern::Keywords(words) => {
                let words: Vec<&str> = words.iter().collect();
                Self::Keywords(KeywordList::new(words))
            }
            Pattern::Regex(_, dfa) => Self::Regex(dfa),
            Pattern::Exact(_, dfa, anchored, luhn) => Self::Exact(dfa, anchored, luhn),
        }
    }

    /// Where it is, and how often beyond that.
    fn find(&self, text: &str) -> (Vec<Range<usize>>, u32) {
        match self {
            Self::Substring(part) => {
                let found = part.iter().flat_map(|part| part.find(text));
                (found.collect(), 0)
            }
            Self::Keywords(words) => (words.find(text), 0),
            // Only where it is masked, excluded or checked it matters what a match is, and there it is `Exact`.
            Self::Regex(dfa) => (Vec::new(), dfa.count(text)),
            Self::Exact(dfa, anchored, luhn) => {
                let (mut found, more) = dfa.matches(anchored, text);
                found.retain(|place| !luhn || text.get(place.clone()).is_some_and(passes_luhn));
                (found, more)
            }
        }
    }

    /// Where it is that counts, and how often beyond that.
    fn counted(&self, text: &str, excluded: Option<&Prepared<'_>>) -> (Vec<Range<usize>>, u32) {
        let (mut found, more) = self.find(text);
        found.retain(|place| !is_excluded(text, place, excluded));
        (found, more)
    }
}

/// Whether what is at `place` is, or holds, what is excluded.
fn is_excluded(text: &str, place: &Range<usize>, excluded: Option<&Prepared<'_>>) -> bool {
    let value = text.get(place.clone()).unwrap_or_default();
    excluded.is_some_and(|excluded| {
        let (found, more) = excluded.find(value);
        more > 0 || !found.is_empty()
    })
}
