//! Decompression through a fixed window: however large the outcome, the memory stays the same.

use super::outcome::Reason;
use super::reading::{Reading, Stop};
use alloc::vec::Vec;
use miniz_oxide::inflate::stream::{InflateState, inflate};
use miniz_oxide::{DataFormat, MZFlush, MZStatus};

/// How much is decompressed at once.
const STEP: usize = 32 << 10;

/// Takes bytes as they come.
pub(crate) trait Consume {
    /// The next bytes.
    fn bytes(&mut self, reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop>;
}

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Inflated {
    /// The stream has an end, after this many bytes of the input, and was read to it.
    Whole(usize),
    /// It is damaged or cut off.
    Damaged,
    /// It is over a limit for one entry.
    TooLarge,
}

/// Decompresses deflate (RFC 1951) or zlib (RFC 1950) data from `input`.
pub(crate) fn read(
    reading: &mut Reading<'_>,
    input: &[u8],
    format: DataFormat,
    to: &mut dyn Consume,
) -> Result<Inflated, Stop> {
    let mut state = InflateState::new_boxed(format);
    let mut window = alloc::vec![0; STEP];
    let (mut rest, mut total) = (input, 0_u64);
    loop {
        let step = inflate(&mut state, rest, &mut window, MZFlush::None);
        rest = rest.get(step.bytes_consumed..).unwrap_or_default();
        let out = window.get(..step.bytes_written).unwrap_or_default();
        total += out.len() as u64;
        reading.inflate(out.len())?;
        to.bytes(reading, out)?;
        if is_over(reading, total, input.len()) {
            return Ok(Inflated::TooLarge);
        }
        match step.status {
            Ok(MZStatus::StreamEnd) => return Ok(Inflated::Whole(input.len() - rest.len())),
            Ok(_) if step.bytes_consumed > 0 || step.bytes_written > 0 => (),
            Ok(_) | Err(_) => return Ok(Inflated::Damaged),
        }
    }
}

/// Whether an entry that became `total` bytes from `compressed` ones is over a limit.
pub(crate) const fn is_over(reading: &Reading<'_>, total: u64, compressed: usize) -> bool {
    let limits = reading.limits;
    let most = (compressed as u64).saturating_mul(limits.ratio);
    total > limits.entry_bytes || total > super::Limits::RATIO_FROM && total > most
}

/// Keeps bytes in memory, as far as the limits allow.
#[derive(Default)]
pub(crate) struct Held {
    bytes: Vec<u8>,
    /// Whether something did not fit.
    pub(crate) over: bool,
}

impl Consume for Held {
    fn bytes(&mut self, reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
        if !self.over && reading.hold(bytes.len()) {
            self.bytes.extend_from_slice(bytes);
        } else if !self.over {
            self.over = true;
        }
        Ok(())
    }
}

impl Held {
    pub(crate) fn get(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, which stay counted until they are released.
    #[cfg(feature = "pdf")]
    pub(crate) fn take(self) -> Vec<u8> {
        self.bytes
    }

    /// Gives the memory back.
    pub(crate) fn release(self, reading: &mut Reading<'_>) {
        reading.release(self.bytes.len());
    }
}

/// The reason that stands for how an entry ended.
pub(crate) const fn note(reading: &mut Reading<'_>, inflated: Inflated) {
    match inflated {
        Inflated::Whole(_) => (),
        Inflated::Damaged => reading.fail(Reason::Corrupt),
        Inflated::TooLarge => reading.fail(Reason::TooLarge),
    }
}
