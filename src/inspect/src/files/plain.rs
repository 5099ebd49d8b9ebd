//! Plain text in any encoding.

use super::bytes::find;
use super::charset::{Charset, Decoder, read_declared};
use super::lines::Lines;
use super::place::Section;
use super::reading::{Reading, Stop};
use alloc::string::String;

/// Reads text whose encoding its bytes tell, or its declaration if it is XML.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    read_declared(reading, declared(bytes), bytes, read_as)
}

/// What the declaration of XML says (XML 1.0, 4.3.3).
fn declared(bytes: &[u8]) -> Option<&str> {
    let head = bytes.get(..256).unwrap_or(bytes).strip_prefix(b"<?xml")?;
    let declaration = head.get(..find(head, b"?>")?)?;
    let said = declaration.get(find(declaration, b"encoding")? + b"encoding".len()..)?;
    let said = core::str::from_utf8(said).ok()?.trim_start();
    let quoted = said.strip_prefix('=')?.trim_start();
    quoted.split(['"', '\'']).nth(1)
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
