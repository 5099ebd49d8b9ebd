//! Plain text in any encoding.

use super::charset::{Charset, Decoder};
use super::lines::Lines;
use super::place::Section;
use super::reading::{Reading, Stop};
use alloc::string::String;

/// Reads text whose encoding its bytes tell.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    read_as(reading, bytes, None)
}

/// Reads text in an encoding that is known, if it is.
pub(super) fn read_as(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    charset: Option<Charset>,
) -> Result<(), Stop> {
    let mut decoder = charset.map_or_else(Decoder::default, Decoder::new);
    let mut lines = Lines::new(reading, Section::Body, "");
    let mut text = String::new();
    for chunk in bytes.chunks(16 << 10) {
        reading.spend(chunk.len())?;
        decoder.push(chunk, &mut text);
        lines.text(reading, &text)?;
        text.clear();
    }
    decoder.end(&mut text);
    lines.text(reading, &text)?;
    lines.end(reading)
}
