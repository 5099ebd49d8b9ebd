//! The sectors of a compound file and the chains that they make (MS-CFB 2.2 to 2.5).

use crate::files::bytes::{piece, u16_at, u32_at};
use crate::files::reading::{Reading, Stop};
use alloc::vec::Vec;

/// The end of a chain; larger numbers stand for no sector as well.
const LAST: u32 = 0xffff_fffa;

pub(super) struct Sectors<'b> {
    bytes: &'b [u8],
    /// The size of a sector in bytes, as a power of two.
    shift: u32,
    /// For each sector, the next one.
    next: Vec<u32>,
}

impl<'b> Sectors<'b> {
    /// The table of sectors, from the header and its extension.
    pub(super) fn read(reading: &mut Reading<'_>, bytes: &'b [u8]) -> Result<Option<Self>, Stop> {
        let shift = match u16_at(bytes, 30) {
            Some(9) => 9,
            Some(12) => 12,
            Some(_) | None => return Ok(None),
        };
        let mut sectors = Self {
            bytes,
            shift,
            next: Vec::new(),
        };
        let Some(numbers) = sectors.table_sectors() else {
            return Ok(None);
        };
        for number in numbers {
            let Some(sector) = sectors.sector(number) else {
                return Ok(None);
            };
            reading.spend(sector.len())?;
            for at in (0..sector.len()).step_by(4) {
                sectors.next.push(u32_at(sector, at).unwrap_or(u32::MAX));
            }
        }
        Ok(Some(sectors))
    }

    /// The numbers of the sectors that the table is in.
    fn table_sectors(&self) -> Option<Vec<u32>> {
        let most = self.bytes.len() >> self.shift;
        let mut numbers: Vec<u32> = (76..512)
            .step_by(4)
            .map_while(|at| u32_at(self.bytes, at))
            .filter(|number| *number < LAST)
            .collect();
        let mut more = u32_at(self.bytes, 68)?;
        let mut steps = 0;
        while more < LAST {
            steps += 1;
            if steps > most {
                return None;
            }
            let sector = self.sector(more)?;
            let last = sector.len() - 4;
            let inside = (0..last).step_by(4).filter_map(|at| u32_at(sector, at));
            numbers.extend(inside.filter(|number| *number < LAST));
            more = u32_at(sector, last)?;
        }
        (numbers.len() <= most).then_some(numbers)
    }

    pub(super) fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let at = (number as usize)
            .checked_add(1)?
            .checked_mul(1 << self.shift)?;
        let whole = piece(self.bytes, at, 1 << self.shift);
        // The last sector may be cut where its stream ends.
        whole.or_else(|| self.bytes.get(at..).filter(|rest| !rest.is_empty()))
    }

    /// The bytes of a chain, at most `size` of them; `None` if it is not one.
    pub(super) fn chain(
        &self,
        reading: &mut Reading<'_>,
        start: u32,
        size: usize,
    ) -> Result<Option<Vec<u8>>, Stop> {
        let size_of_file = self.bytes.len();
        let mut out = Vec::new();
        let mut number = start;
        while out.len() < size && number < LAST {
            let Some(sector) = self.sector(number) else {
                return Ok(None);
            };
            // A chain that is longer than the file goes in a circle.
            if out.len() > size_of_file {
                return Ok(None);
            }
            reading.spend(sector.len())?;
            out.extend_from_slice(sector);
            number = self.next.get(number as usize).copied().unwrap_or(u32::MAX);
        }
        out.truncate(size);
        Ok(Some(out))
    }
}
