//! One file being read: its budget, and what is known of it so far.

use super::label::{Label, LabelSource, Labels};
use super::limits::Limits;
use super::outcome::{Reason, Reasons};
use super::place::{Place, Section, Sink};
use alloc::string::String;
use alloc::vec::Vec;

/// Reading has ended before the end; the reason is in the report.
#[derive(Debug)]
pub(crate) struct Stop;

/// How much work is done before the sink is asked whether to go on.
const ASK_AFTER: u64 = 64 << 10;

/// The most labels that are kept of a file and all files within it.
const LABELS: usize = 256;
/// How many there may be at all: nobody makes so many different ones.
const MOST_LABELS: usize = 16 * LABELS;

pub(crate) struct Reading<'s> {
    pub(crate) limits: &'s Limits,
    sink: &'s mut dyn Sink,
    pub(super) reasons: Reasons,
    pub(super) labels: Vec<Label>,
    pub(super) pictures: u32,
    pub(super) characters: u64,
    /// Something was read beside names.
    pub(super) read_some: bool,
    /// A PDF was met that is not read here.
    pub(super) unread_pdf: bool,
    work: u64,
    until_asked: u64,
    inflated: u64,
    entries: u32,
    #[cfg(feature = "pdf")]
    objects: u32,
    held: usize,
    depth: u32,
    path: String,
    parts: u32,
}

impl<'s> Reading<'s> {
    pub(super) fn new(limits: &'s Limits, sink: &'s mut dyn Sink) -> Self {
        Self {
            limits,
            sink,
            reasons: Reasons::default(),
            labels: Vec::new(),
            pictures: 0,
            characters: 0,
            read_some: false,
            unread_pdf: false,
            work: 0,
            until_asked: 0,
            inflated: 0,
            entries: 0,
            #[cfg(feature = "pdf")]
            objects: 0,
            held: 0,
            depth: 0,
            path: String::new(),
            parts: 0,
        }
    }

    /// Something was not read, for this reason.
    pub(crate) const fn fail(&mut self, reason: Reason) {
        self.reasons.insert(reason);
    }

    /// Nothing more can be read, for this reason.
    pub(crate) const fn stop(&mut self, reason: Reason) -> Stop {
        self.reasons.insert(reason);
        Stop
    }

    /// Counts `bytes` that are looked at.
    pub(crate) fn spend(&mut self, bytes: usize) -> Result<(), Stop> {
        let bytes = bytes as u64;
        self.work = self.work.saturating_add(bytes);
        if self.work > self.limits.work {
            return Err(self.stop(Reason::TimedOut));
        }
        self.until_asked = self.until_asked.saturating_add(bytes);
        if self.until_asked >= ASK_AFTER {
            self.until_asked = 0;
            if !self.sink.goes_on() {
                return Err(self.stop(Reason::TimedOut));
            }
        }
        Ok(())
    }

    /// The text of `bytes` in an encoding that the sink knows.
    pub(crate) fn decode(&mut self, name: &str, bytes: &[u8]) -> Option<String> {
        self.sink.decode(name, bytes)
    }

    /// Counts `bytes` that came out of decompression.
    pub(crate) fn inflate(&mut self, bytes: usize) -> Result<(), Stop> {
        self.inflated = self.inflated.saturating_add(bytes as u64);
        if self.inflated > self.limits.inflated_bytes {
            return Err(self.stop(Reason::TooLarge));
        }
        self.spend(bytes)
    }

    /// Counts an entry of an archive.
    pub(crate) const fn entry(&mut self) -> Result<(), Stop> {
        self.entries = self.entries.saturating_add(1);
        if self.entries > self.limits.entries {
            return Err(self.stop(Reason::TooLarge));
        }
        Ok(())
    }

    /// Counts an object of a document, of which there may be a hundred for each entry of an archive.
    #[cfg(feature = "pdf")]
    pub(crate) const fn entry_of_document(&mut self) -> Result<(), Stop> {
        self.objects = self.objects.saturating_add(1);
        if self.objects / 100 > self.limits.entries {
            return Err(self.stop(Reason::TooLarge));
        }
        Ok(())
    }

    /// Whether `bytes` more may be held in memory; they are to be given back with [`Self::release`].
    pub(crate) const fn hold(&mut self, bytes: usize) -> bool {
        let held = self.held.saturating_add(bytes);
        if held > self.limits.held_bytes {
            self.fail(Reason::TooLarge);
            return false;
        }
        self.held = held;
        true
    }

    pub(crate) const fn release(&mut self, bytes: usize) {
        self.held = self.held.saturating_sub(bytes);
    }

    /// Reads something within, known by `name`.
    pub(crate) fn within<T>(&mut self, name: &str, read: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        if length > 0 {
            self.path.push('!');
        }
        self.path.push_str(name);
        let result = read(self);
        self.path.truncate(length);
        result
    }

    /// Whether one container more may be opened in this one; [`Self::ascend`] closes it.
    pub(crate) const fn descend(&mut self) -> bool {
        if self.depth >= self.limits.depth {
            self.fail(Reason::TooLarge);
            return false;
        }
        self.depth += 1;
        true
    }

    pub(crate) const fn ascend(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// A number for another text.
    pub(crate) const fn part(&mut self) -> u32 {
        self.parts = self.parts.saturating_add(1);
        self.parts
    }

    /// Hands a piece on, as far as the limit of characters allows.
    pub(crate) fn hand(
        &mut self,
        piece: &str,
        part: u32,
        section: Section,
        name: &str,
    ) -> Result<(), Stop> {
        if piece.is_empty() {
            return Ok(());
        }
        let left = self.limits.characters.saturating_sub(self.characters);
        let left = usize::try_from(left).unwrap_or(usize::MAX);
        let cut = piece.char_indices().nth(left).map(|(at, _)| at);
        let fits = cut.map_or(piece, |at| piece.get(..at).unwrap_or_default());
        self.characters += fits.chars().count() as u64;
        self.read_some |= section != Section::FileName;
        let place = Place {
            part,
            path: &self.path,
            section,
            name,
        };
        self.sink.text(fits, &place);
        match cut {
            Some(_) => Err(self.stop(Reason::TooLarge)),
            None => Ok(()),
        }
    }

    /// A text of its own: a property, a name.
    pub(crate) fn whole(&mut self, text: &str, section: Section, name: &str) -> Result<(), Stop> {
        let part = self.part();
        self.spend(text.len())?;
        self.hand(text, part, section, name)
    }

    /// Takes the labels of the file that is being read now.
    pub(crate) fn label(&mut self, labels: Labels) {
        for label in labels.finish(&self.path) {
            // Where there are many, it is enough to know of each label once.
            let many = self.labels.len() >= LABELS;
            let place = |one: &Label| one.path == label.path || many && !one.path.is_empty();
            let known =
                |one: &Label| one.id == label.id && one.site_id == label.site_id && place(one);
            if self.labels.iter().any(known) {
                continue;
            }
            if self.labels.len() < MOST_LABELS {
                self.labels.push(label);
            } else {
                self.reasons.insert(Reason::TooLarge);
            }
        }
    }

    /// Text of keys such as mail headers carry.
    pub(crate) fn label_text(&mut self, text: &str, source: LabelSource) {
        let mut labels = Labels::default();
        labels.add_pairs(text, source);
        self.label(labels);
    }
}
