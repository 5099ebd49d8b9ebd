//! The directory at the end of a ZIP file. It decides what is in the file; what contradicts it is refused.

use super::entry::Entry;
use crate::files::bytes::{find, find_last, piece, u16_at, u32_at, u64_at};
use crate::files::charset::decode;
use crate::files::outcome::Reason;
use crate::files::reading::{Reading, Stop};
use alloc::string::String;
use alloc::vec::Vec;

/// The smallest record of the end, and the longest with its comment, in bytes.
const END: usize = 22;
const LONGEST_END: usize = END + 0xffff;

/// What is in a ZIP file.
pub(crate) struct Directory {
    pub(crate) entries: Vec<Entry>,
}

/// The record of the end (4.3.16), or that of ZIP64 (4.3.14).
struct End {
    /// How many entries there are.
    entries: u64,
    size: u64,
    offset: u64,
    /// Where the directory must end.
    at: usize,
}

/// Whether a ZIP file ends with the last byte, and has something in it.
pub(crate) fn has_end(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(LONGEST_END);
    let tail = bytes.get(from..).unwrap_or_default();
    let record = find_last(tail, b"PK\x05\x06").and_then(|at| tail.get(at..));
    let comment = record
        .and_then(|record| u16_at(record, 20))
        .map(usize::from);
    let ends = record.map(<[u8]>::len) == comment.map(|comment| END + comment);
    ends && end(bytes).is_ok_and(|end| end.entries > 0 && start(&end).is_some())
}

impl Directory {
    /// Reads it; the inner error is why the file cannot be read.
    pub(crate) fn read(
        reading: &mut Reading<'_>,
        bytes: &[u8],
    ) -> Result<Result<Self, Reason>, Stop> {
        let (end, start) =
            match end(bytes).and_then(|end| Ok((start(&end).ok_or(Reason::Corrupt)?, end))) {
                Ok((start, end)) => (end, start),
                Err(reason) => return Ok(Err(reason)),
            };
        reading.spend(end.at - start)?;
        let mut entries = Vec::new();
        let (mut at, mut number) = (start, 0);
        // Where something stands before the file, all offsets are from its end.
        let base = start.saturating_sub(usize::try_from(end.offset).unwrap_or(usize::MAX));
        while at < end.at {
            reading.entry()?;
            let Some((entry, next)) = entry(bytes, at, base) else {
                return Ok(Err(Reason::Corrupt));
            };
            entries.push(entry);
            at = next;
            number += 1;
        }
        if number != end.entries && number & 0xffff != end.entries {
            return Ok(Err(Reason::Corrupt));
        }
        let directory = Self { entries };
        match directory.is_sound(bytes, start) {
            true => Ok(Ok(directory)),
            false => Ok(Err(Reason::Corrupt)),
        }
    }

    /// The names alone; `None` if there is no directory.
    pub(super) fn names(bytes: &[u8]) -> Option<Vec<String>> {
        let end = end(bytes).ok()?;
        let (mut at, mut names) = (start(&end)?, Vec::new());
        let base = at.saturating_sub(usize::try_from(end.offset).ok()?);
        while at < end.at && names.len() < 4096 {
            let (entry, next) = entry(bytes, at, base)?;
            names.push(entry.name);
            at = next;
        }
        Some(names)
    }

    /// The entry of this name, whatever the case: names of parts are compared so (ISO 29500-2, 6.2.2.3).
    pub(crate) fn find(&self, name: &str) -> Option<&Entry> {
        let name = name.trim_start_matches('/');
        self.entries
            .iter()
            .find(|entry| entry.name.eq_ignore_ascii_case(name))
    }

    /// No entry lies in another or in the directory, and no entry stands between them that the directory does not know:
    /// readers that go through the file from its start would see it.
    fn is_sound(&self, bytes: &[u8], start: usize) -> bool {
        let mut ranges: Vec<_> = self
            .entries
            .iter()
            .map(|entry| entry.range.clone())
            .collect();
        ranges.sort_unstable_by_key(|range| range.start);
        let mut last = 0;
        for range in ranges {
            let gap = bytes.get(last..range.start);
            if gap.is_none_or(hides) {
                return false;
            }
            last = range.end;
        }
        bytes.get(last..start).is_some_and(|gap| !hides(gap))
    }
}

/// Whether an entry stands in what should be nothing, or the few bytes behind an entry.
fn hides(gap: &[u8]) -> bool {
    find(gap, b"PK\x03\x04").is_some()
}

fn end(bytes: &[u8]) -> Result<End, Reason> {
    let from = bytes.len().saturating_sub(LONGEST_END);
    let tail = bytes.get(from..).unwrap_or_default();
    let at = from + find_last(tail, b"PK\x05\x06").ok_or(Reason::Corrupt)?;
    let record = piece(bytes, at, END).ok_or(Reason::Corrupt)?;
    let number = |at| u16_at(record, at).map(u64::from).ok_or(Reason::Corrupt);
    let long = |at| u32_at(record, at).map(u64::from).ok_or(Reason::Corrupt);
    if number(4)? != number(6)? {
        return Err(Reason::Unsupported);
    }
    let (entries, size, offset) = (number(10)?, long(12)?, long(16)?);
    let comment = number(20)? as usize;
    if bytes.len() < at + END + comment {
        return Err(Reason::Corrupt);
    }
    let is_long = entries == 0xffff || size == 0xffff_ffff || offset == 0xffff_ffff;
    if let Some(end) = is_long.then(|| end_64(bytes, at)).flatten() {
        return Ok(end);
    }
    Ok(End {
        entries,
        size,
        offset,
        at,
    })
}

/// The record of ZIP64 before the one of old, by its locator.
fn end_64(bytes: &[u8], end: usize) -> Option<End> {
    let locator = piece(bytes, end.checked_sub(20)?, 20)?;
    if !locator.starts_with(b"PK\x06\x07") {
        return None;
    }
    let at = usize::try_from(u64_at(locator, 8)?).ok()?;
    let record = piece(bytes, at, 56)?;
    record.starts_with(b"PK\x06\x06").then_some(())?;
    Some(End {
        entries: u64_at(record, 32)?,
        size: u64_at(record, 40)?,
        offset: u64_at(record, 48)?,
        at,
    })
}

/// Where the directory begins.
fn start(end: &End) -> Option<usize> {
    let start = end.at.checked_sub(usize::try_from(end.size).ok()?)?;
    // Something may stand before the file, but the directory is never before where it says.
    (start as u64 >= end.offset).then_some(start)
}

/// One record of the directory (4.3.12), and where the next is.
fn entry(bytes: &[u8], at: usize, base: usize) -> Option<(Entry, usize)> {
    let record = piece(bytes, at, 46)?;
    record.starts_with(b"PK\x01\x02").then_some(())?;
    let (name_length, extra_length) = (u16_at(record, 28)?, u16_at(record, 30)?);
    let comment = usize::from(u16_at(record, 32)?);
    let name = piece(bytes, at + 46, usize::from(name_length))?;
    let extra = piece(bytes, at + 46 + name.len(), usize::from(extra_length))?;
    let mut sizes = [
        u64::from(u32_at(record, 24)?),
        u64::from(u32_at(record, 20)?),
        u64::from(u32_at(record, 42)?),
    ];
    long_sizes(extra, &mut sizes);
    let [size, compressed, offset] = sizes;
    let entry = Entry {
        name: decode(name, None),
        flags: u16_at(record, 8)?,
        method: u16_at(record, 10)?,
        crc: u32_at(record, 16)?,
        size,
        range: 0..0,
        data: 0..0,
    };
    let local = base.checked_add(usize::try_from(offset).ok()?)?;
    let entry = entry.located(bytes, local, usize::try_from(compressed).ok()?)?;
    Some((entry, at + 46 + name.len() + extra.len() + comment))
}

/// The extra field of ZIP64 (4.5.3) has those of the three numbers that have no room in the record.
fn long_sizes(extra: &[u8], sizes: &mut [u64; 3]) {
    let mut rest = extra;
    while let (Some(id), Some(length)) = (u16_at(rest, 0), u16_at(rest, 2)) {
        let length = usize::from(length);
        let Some(field) = piece(rest, 4, length) else {
            return;
        };
        if id == 1 {
            let mut at = 0;
            for size in sizes.iter_mut().filter(|size| **size == 0xffff_ffff) {
                let Some(long) = u64_at(field, at) else {
                    return;
                };
                *size = long;
                at += 8;
            }
        }
        rest = rest.get(4 + length..).unwrap_or_default();
    }
}
