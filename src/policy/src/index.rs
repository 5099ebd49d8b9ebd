//! Which policies can concern an attempt? Found by activity and app, so that the others cost nothing.
//!
//! A bucket lists the policies for each activity that has any: a byte with a bit for each such activity, then for
//! each its positions, as differences. There is one bucket for policies that are about any app, and one for each app
//! that policies name, sorted by the app's name.

use crate::bundle::at_offset;
use crate::wire::{Malformed, Reader};
use core::cmp::Ordering;
use stepgate_inspect::fold;

/// The index of a bundle.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Index<'a> {
    any_app: &'a [u8],
    /// Where each app's entry begins.
    offsets: &'a [[u8; 4]],
    /// The name of each app, in small letters, and its bucket.
    entries: &'a [u8],
}

impl<'a> Index<'a> {
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let any_app = reader.bytes()?;
        let (offsets, left_over) = reader.bytes()?.as_chunks();
        let entries = reader.rest();
        if left_over.is_empty() {
            Ok(Self {
                any_app,
                offsets,
                entries,
            })
        } else {
            Err(Malformed)
        }
    }

    /// Checks that it is whole and in order, and lists each policy for exactly its activities: `activities` has the
    /// bits of each.
    pub(crate) fn check(&self, activities: &[u8]) -> Result<(), Malformed> {
        let listed = &mut *vec![0; activities.len()];
        mark(self.any_app, listed)?;
        let mut entries = Reader::new(self.entries);
        let mut before = None;
        for offset in self.offsets {
            let begins = self.entries.len() - entries.rest().len();
            let name = entries.str()?;
            if at_offset(*offset) != begins || before.is_some_and(|before| before >= name) {
                return Err(Malformed);
            }
            before = Some(name);
            mark(entries.bytes()?, listed)?;
        }
        if entries.is_empty() && listed == activities {
            Ok(())
        } else {
            Err(Malformed)
        }
    }

    /// Where the policies lie that can concern `activity` in `app`, in the order of the bundle.
    pub(crate) fn positions(&self, activity: u8, app: &str) -> Merged<'a> {
        let list = |bucket| Positions::new(list(bucket, activity).unwrap_or_default());
        let (mut one, mut other) = (list(self.any_app), list(self.bucket(app)));
        Merged {
            next: [one.next(), other.next()],
            lists: [one, other],
        }
    }

    fn bucket(&self, app: &str) -> &'a [u8] {
        let found = self.offsets.binary_search_by(|offset| {
            self.entry(*offset).map_or(Ordering::Less, |(name, _)| {
                name.chars().cmp(app.chars().map(fold))
            })
        });
        let offset = found.ok().and_then(|at| self.offsets.get(at));
        offset
            .and_then(|offset| self.entry(*offset))
            .map_or(&[], |(_, bucket)| bucket)
    }

    fn entry(&self, offset: [u8; 4]) -> Option<(&'a str, &'a [u8])> {
        let mut reader = Reader::new(self.entries.get(at_offset(offset)..)?);
        Some((reader.str().ok()?, reader.bytes().ok()?))
    }
}

/// The list of one activity in a bucket.
fn list(bucket: &[u8], activity: u8) -> Option<&[u8]> {
    let mut reader = Reader::new(bucket);
    let there = reader.u8().ok()?;
    if there & activity == 0 {
        return None;
    }
    let before = there & (activity - 1);
    for _ in 0..before.count_ones() {
        reader.bytes().ok()?;
    }
    reader.bytes().ok()
}

/// Checks a bucket, and notes for each policy in it for which activities it is listed.
fn mark(bucket: &[u8], listed: &mut [u8]) -> Result<(), Malformed> {
    let mut reader = Reader::new(bucket);
    if reader.is_empty() {
        return Ok(());
    }
    let there = reader.u8()?;
    for activity in (0..8)
        .map(|bit| 1 << bit)
        .filter(|activity| there & activity != 0)
    {
        let mut positions = Positions::new(reader.bytes()?);
        while !positions.reader.is_empty() {
            let position = positions.read()?;
            *listed.get_mut(usize::from(position)).ok_or(Malformed)? |= activity;
        }
    }
    if reader.is_empty() {
        Ok(())
    } else {
        Err(Malformed)
    }
}

/// Positions in ascending order, each written as its distance from the place after the one before.
struct Positions<'a> {
    reader: Reader<'a>,
    least: u16,
}

impl<'a> Positions<'a> {
    const fn new(bytes: &'a [u8]) -> Self {
        Self {
            reader: Reader::new(bytes),
            least: 0,
        }
    }

    fn read(&mut self) -> Result<u16, Malformed> {
        let position = self
            .least
            .checked_add(self.reader.number()?)
            .ok_or(Malformed)?;
        self.least = position.saturating_add(1);
        Ok(position)
    }

    fn next(&mut self) -> Option<u16> {
        self.read().ok()
    }
}

/// Two lists in one, in ascending order.
pub(crate) struct Merged<'a> {
    next: [Option<u16>; 2],
    lists: [Positions<'a>; 2],
}

impl Iterator for Merged<'_> {
    type Item = u16;

    fn next(&mut self) -> Option<u16> {
        let [one, other] = &mut self.next;
        let [ones, others] = &mut self.lists;
        let (next, list) = match (*one, *other) {
            (Some(first), Some(second)) if second < first => (other, others),
            (Some(_), _) => (one, ones),
            (None, _) => (other, others),
        };
        core::mem::replace(next, list.next())
    }
}
