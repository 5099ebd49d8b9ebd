//! The streams of a compound file, by their paths (MS-CFB 2.6).

use super::sectors::Sectors;
use crate::files::bytes::{piece, u16_at, u32_at};
use crate::files::charset::{Charset, decode};
use crate::files::outcome::Reason;
use crate::files::reading::{Reading, Stop};
use alloc::string::String;
use alloc::vec::Vec;

/// One stream, or one storage.
pub(super) struct Stream {
    /// The names of the storages it is in and its own, after each other with `/` between them.
    pub(super) path: String,
    start: u32,
    size: usize,
    pub(super) is_stream: bool,
}

pub(super) struct Directory<'b> {
    sectors: Sectors<'b>,
    pub(super) streams: Vec<Stream>,
    /// Small streams lie in a stream of their own, in small sectors, of which this is the table.
    small: Vec<u8>,
    small_next: Vec<u32>,
    /// From which size on a stream is not small.
    cutoff: usize,
}

const NONE: u32 = 0xffff_ffff;

/// The longest path of a storage in which others are looked for, in bytes.
const LONGEST: usize = 1024;

impl<'b> Directory<'b> {
    /// Reads the directory; `None` if there is none.
    pub(super) fn read(reading: &mut Reading<'_>, bytes: &'b [u8]) -> Result<Option<Self>, Stop> {
        let Some(sectors) = Sectors::read(reading, bytes)? else {
            return Ok(None);
        };
        let (Some(start), Some(cutoff), Some(small_table)) =
            (u32_at(bytes, 48), u32_at(bytes, 56), u32_at(bytes, 60))
        else {
            return Ok(None);
        };
        let Some(entries) = sectors.chain(reading, start, bytes.len())? else {
            return Ok(None);
        };
        let table = sectors.chain(reading, small_table, bytes.len())?;
        let table = table.unwrap_or_default();
        let small_next = table.chunks_exact(4).filter_map(|entry| u32_at(entry, 0));
        let mut directory = Self {
            sectors,
            streams: Vec::new(),
            small: Vec::new(),
            small_next: small_next.collect(),
            cutoff: cutoff as usize,
        };
        let Some(root) = directory.entry(reading, &entries, 0, "")? else {
            return Ok(None);
        };
        let small = directory.sectors.chain(reading, root.start, root.size)?;
        directory.small = small.unwrap_or_default();
        directory.walk(reading, &entries)?;
        Ok(Some(directory))
    }

    /// Goes through the tree; each entry is seen once.
    fn walk(&mut self, reading: &mut Reading<'_>, entries: &[u8]) -> Result<(), Stop> {
        let mut seen = alloc::vec![false; entries.len() / 128];
        let child = u32_at(entries, 76).unwrap_or(NONE);
        let mut ahead: Vec<(u32, String)> = alloc::vec![(child, String::new())];
        while let Some((number, folder)) = ahead.pop() {
            let at = number as usize;
            match seen.get_mut(at) {
                Some(seen) if !*seen => *seen = true,
                Some(_) | None => continue,
            }
            let Some(stream) = self.entry(reading, entries, at, &folder)? else {
                continue;
            };
            let link = |offset| u32_at(entries, at * 128 + offset).unwrap_or(NONE);
            ahead.push((link(68), folder.clone()));
            ahead.push((link(72), folder));
            if !stream.is_stream && stream.path.len() > LONGEST {
                reading.fail(Reason::Corrupt);
            } else if !stream.is_stream {
                ahead.push((link(76), [stream.path.as_str(), "/"].concat()));
            }
            self.streams.push(stream);
        }
        self.streams
            .sort_unstable_by(|one, other| one.path.cmp(&other.path));
        Ok(())
    }

    fn entry(
        &self,
        reading: &mut Reading<'_>,
        entries: &[u8],
        number: usize,
        folder: &str,
    ) -> Result<Option<Stream>, Stop> {
        let Some(entry) = piece(entries, number * 128, 128) else {
            return Ok(None);
        };
        reading.spend(entry.len())?;
        let length = usize::from(u16_at(entry, 64).unwrap_or_default());
        let name = entry
            .get(..length.saturating_sub(2).min(64))
            .unwrap_or_default();
        let name = decode(name, Some(Charset::Utf16 { big: false }));
        let kind = entry.get(66).copied().unwrap_or_default();
        let size = u32_at(entry, 120).unwrap_or_default() as usize;
        Ok(matches!(kind, 1 | 2 | 5).then(|| Stream {
            path: [folder, &name].concat(),
            start: u32_at(entry, 116).unwrap_or(NONE),
            size,
            is_stream: kind == 2,
        }))
    }

    /// The stream at this path.
    pub(super) fn find(&self, path: &str) -> Option<&Stream> {
        self.streams
            .iter()
            .find(|stream| stream.is_stream && stream.path.eq_ignore_ascii_case(path))
    }

    /// Whether a stream or storage has this path.
    pub(super) fn has(&self, path: &str) -> bool {
        let mut all = self.streams.iter();
        all.any(|stream| stream.path.eq_ignore_ascii_case(path))
    }

    /// Whether a name right below `folder` begins so.
    pub(super) fn any_below(&self, folder: &str, start: &str) -> bool {
        let mut all = self.streams.iter();
        all.any(|stream| {
            let name = stream.path.strip_prefix(folder);
            name.is_some_and(|name| name.starts_with(start))
        })
    }

    /// What is in a stream; if its chain is broken, that is noted and nothing is in it.
    pub(super) fn stream(
        &self,
        reading: &mut Reading<'_>,
        stream: &Stream,
    ) -> Result<Vec<u8>, Stop> {
        let bytes = if stream.size < self.cutoff {
            self.small_chain(reading, stream)?
        } else {
            self.sectors.chain(reading, stream.start, stream.size)?
        };
        let bytes = bytes.unwrap_or_default();
        if bytes.len() < stream.size {
            reading.fail(Reason::Corrupt);
        }
        Ok(bytes)
    }

    fn small_chain(
        &self,
        reading: &mut Reading<'_>,
        stream: &Stream,
    ) -> Result<Option<Vec<u8>>, Stop> {
        let mut out = Vec::new();
        let mut number = stream.start;
        while out.len() < stream.size {
            let at = (number as usize).saturating_mul(64);
            let rest = self.small.get(at..).unwrap_or_default();
            let sector = rest.get(..64).unwrap_or(rest);
            if sector.is_empty() || out.len() > self.small.len() {
                return Ok(None);
            }
            reading.spend(sector.len())?;
            out.extend_from_slice(sector);
            number = self
                .small_next
                .get(number as usize)
                .copied()
                .unwrap_or(NONE);
        }
        out.truncate(stream.size);
        Ok(Some(out))
    }
}
