//! What is looked for, prepared once.

use crate::context::{Keywords, NOUNS, SOMETHING_ELSE};
use crate::detector::{Check, Detector, Find, Start};
use crate::detectors::DETECTORS;
use crate::shape::{Next, beginning, second};
use crate::view::items;
use crate::{Confidence, Entities, Entity, Finding, Key, Scanner};
use alloc::vec::Vec;

/// The longest first group of digits, or of letters before digits, that begins a number.
const DIGITS: usize = 34;
const LETTERS: usize = 11;
/// Kinds of signs behind it.
const KINDS: usize = Next::ALL.len();

/// What to do at a place.
#[derive(Clone, Copy)]
pub(crate) enum Task {
    /// The shape, how much of it is known to fit, and how many digits its second group has (see `shape::second`).
    Shape(&'static [u8], u8, u8, Check),
    Find(Find),
}

/// A task, and the detector it belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Duty {
    pub(crate) detector: &'static Detector,
    pub(crate) task: Task,
}

/// A duty for words of a length.
pub(crate) struct Long {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) capitals: bool,
    pub(crate) duty: Duty,
}

/// What words with one first letter may begin with.
#[derive(Default)]
pub(crate) struct Prefixes {
    /// Bits of the second letters: most words of a text have none of them.
    pub(crate) seconds: u64,
    pub(crate) list: Vec<(&'static [u8], Duty)>,
}

/// The bit of a letter.
pub(crate) fn bit(letter: Option<&u8>) -> u64 {
    letter.map_or(0, |letter| 1 << (letter & 63))
}

/// Entities to look for, with everything that looking for them needs. Made once and used for many texts.
pub struct Inspector {
    pub(crate) wanted: Entities,
    pub(crate) floor: Confidence,
    pub(crate) key: Key,
    pub(crate) keywords: Keywords,
    /// By how long the first group is and what stands behind it.
    pub(crate) digits: Vec<Vec<Duty>>,
    pub(crate) letters: Vec<Vec<Duty>>,
    pub(crate) words: Vec<Long>,
    /// By the first letter.
    pub(crate) prefixes: Vec<Prefixes>,
    pub(crate) signs: Vec<(u8, Duty)>,
    pub(crate) after: Vec<Duty>,
    pub(crate) cells: Vec<Duty>,
    /// Signs that something begins with.
    pub(crate) sign: [bool; 256],
}

impl core::fmt::Debug for Inspector {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Inspector")
            .field("wanted", &self.wanted)
            .field("floor", &self.floor)
            .finish_non_exhaustive()
    }
}

/// Which entities take part when one of them is wanted: they could have the same values.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Numbers,
    Addresses,
    Secrets,
}

const fn family(entity: Entity) -> Family {
    if matches!(entity, Entity::Email) {
        Family::Addresses
    } else if entity.is_secret() {
        Family::Secrets
    } else {
        Family::Numbers
    }
}

impl Inspector {
    /// Looks for these. An entity is found in the same places whatever else is looked for.
    #[must_use]
    pub fn new(wanted: Entities) -> Self {
        let families: Vec<Family> = wanted.iter().map(family).collect();
        let used = || {
            DETECTORS
                .iter()
                .filter(|detector| families.contains(&family(detector.entity)))
        };
        let words = DETECTORS
            .iter()
            .map(|detector| (detector.keywords, detector.entity.bit()))
            .chain([(NOUNS, SOMETHING_ELSE)])
            .flat_map(|(list, mask)| items(list).map(move |word| (word, mask)))
            .map(|(word, mask)| (core::str::from_utf8(word).unwrap_or_default(), mask));
        let mut inspector = Self {
            wanted,
            floor: Confidence::Low,
            key: Key::default(),
            keywords: Keywords::new(words),
            digits: empty(DIGITS * KINDS),
            letters: empty(LETTERS * KINDS),
            words: Vec::new(),
            prefixes: empty(128),
            signs: Vec::new(),
            after: Vec::new(),
            cells: Vec::new(),
            sign: [false; 256],
        };
        for detector in used() {
            for start in detector.starts {
                inspector.prepare(detector, start);
            }
        }
        inspector
    }

    /// What is looked for.
    #[must_use]
    pub const fn wanted(&self) -> Entities {
        self.wanted
    }

    /// Leaves out findings that are less sure.
    #[must_use]
    pub fn floor(mut self, floor: Confidence) -> Self {
        self.floor = floor;
        self
    }

    /// Makes fingerprints with this key.
    #[must_use]
    pub fn key(mut self, key: Key) -> Self {
        self.key = key;
        self
    }

    /// Everything in `text`, in its order.
    #[must_use]
    pub fn scan(&self, text: &str) -> Vec<Finding> {
        let mut scanner = Scanner::new(self);
        scanner.feed(text.as_bytes());
        scanner.finish()
    }

    fn prepare(&mut self, detector: &'static Detector, start: &'static Start) {
        let duty = |find: &Find| Duty {
            detector,
            task: Task::Find(*find),
        };
        match start {
            Start::Shapes(shapes, check) => {
                for shape in items(shapes) {
                    let known = beginning(shape).1;
                    let task = Task::Shape(shape, known as u8, second(shape, known) as u8, *check);
                    self.shape(shape, Duty { detector, task });
                }
            }
            Start::Digits(from, to, find) => {
                for length in *from..=*to {
                    put(&mut self.digits, length, None, duty(find));
                }
            }
            Start::Letters(length, find) => {
                put(&mut self.letters, *length, None, duty(find));
            }
            Start::Words(from, to, find) | Start::Capitals(from, to, find) => {
                self.words.push(Long {
                    from: *from,
                    to: *to,
                    capitals: matches!(start, Start::Capitals(..)),
                    duty: duty(find),
                });
            }
            Start::Prefixes(prefixes, find) => {
                for prefix in items(prefixes) {
                    let list = prefix
                        .first()
                        .and_then(|first| self.prefixes.get_mut(usize::from(*first)));
                    if let Some(prefixes) = list {
                        prefixes.seconds |= bit(prefix.get(1));
                        prefixes.list.push((prefix, duty(find)));
                    }
                }
            }
            Start::Sign(sign, find) => self.begin(*sign, duty(find)),
            Start::Cell(find) => self.cells.push(duty(find)),
            Start::Keyword(find) => self.after.push(duty(find)),
        }
    }

    fn shape(&mut self, shape: &'static [u8], duty: Duty) {
        match beginning(shape) {
            (b'9', length) => put(&mut self.digits, length, Some(shape), duty),
            (b'A', length) => put(&mut self.letters, length, Some(shape), duty),
            (sign, _) => self.begin(sign, duty),
        }
    }

    fn begin(&mut self, sign: u8, duty: Duty) {
        self.signs.push((sign, duty));
        if let Some(begins) = self.sign.get_mut(usize::from(sign)) {
            *begins = true;
        }
    }
}

/// So many of nothing yet.
fn empty<T: Default>(count: usize) -> Vec<T> {
    let mut list = Vec::new();
    list.resize_with(count, T::default);
    list
}

/// Puts a duty to the groups of `length` and to all signs behind them that `shape` can go on with.
fn put(groups: &mut [Vec<Duty>], length: usize, shape: Option<&[u8]>, duty: Duty) {
    let behind = groups.iter_mut().skip(length * KINDS);
    for (next, duties) in Next::ALL.iter().zip(behind) {
        if shape.is_none_or(|shape| next.fits(shape, length)) {
            duties.push(duty);
        }
    }
}

/// The duties for groups of `length` with `next` behind them.
pub(crate) fn duties(groups: &[Vec<Duty>], length: usize, next: Next) -> &[Duty] {
    let duties = groups.get(length * KINDS + next as usize);
    duties.map_or(&[], Vec::as_slice)
}
