//! Tar archives (POSIX.1-2017, `pax`, "ustar Interchange Format"; GNU's long names).

use crate::files::bytes::piece;
use crate::files::charset::decode;
use crate::files::outcome::Reason;
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use crate::files::{Role, read_within};
use alloc::borrow::ToOwned;
use alloc::string::String;

const BLOCK: usize = 512;

/// Whether a header with the right sum begins here.
pub(in crate::files) fn is(bytes: &[u8]) -> bool {
    bytes
        .get(..BLOCK)
        .is_some_and(|header| header.iter().any(|byte| *byte != 0) && is_sound(header))
}

/// The sum of all bytes, with blanks for the sum itself.
fn is_sound(header: &[u8]) -> bool {
    let sum: u64 = header
        .iter()
        .enumerate()
        .map(|(at, byte)| {
            if (148..156).contains(&at) {
                32
            } else {
                u64::from(*byte)
            }
        })
        .sum();
    number(header.get(148..156).unwrap_or_default()) == Some(sum)
}

/// A number in octal digits, or in GNU's binary form.
fn number(field: &[u8]) -> Option<u64> {
    if field.first().is_some_and(|first| *first == 0x80) {
        let bytes = field.get(field.len().checked_sub(8)?..)?;
        return Some(u64::from_be_bytes(bytes.try_into().ok()?));
    }
    let text = core::str::from_utf8(field).ok()?;
    let text = text.trim_matches([' ', '\0']);
    if text.is_empty() {
        return Some(0);
    }
    u64::from_str_radix(text, 8).ok()
}

/// Reads every file in it.
pub(in crate::files) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    let mut at = 0;
    let mut long_name = None;
    loop {
        let Some(header) = piece(bytes, at, BLOCK) else {
            break reading.fail(Reason::Corrupt);
        };
        // Two blocks of zeros end it; many have but one.
        if header.iter().all(|byte| *byte == 0) {
            behind(reading, bytes.get(at..).unwrap_or_default());
            break;
        }
        reading.entry()?;
        let size = number(header.get(124..136).unwrap_or_default());
        let size = size
            .and_then(|size| usize::try_from(size).ok())
            .filter(|_| is_sound(header));
        let content = size.and_then(|size| piece(bytes, at + BLOCK, size));
        let Some(content) = content else {
            reading.fail(Reason::Corrupt);
            let rest = bytes.get(at..).unwrap_or_default();
            reading.whole(&decode(rest, None), Section::Hidden, "")?;
            break;
        };
        at += BLOCK + content.len().div_ceil(BLOCK) * BLOCK;
        match header.get(156) {
            Some(b'L') => long_name = Some(text(content)),
            Some(b'x' | b'g') => {
                long_name = path_of(content).or(long_name);
                reading.whole(&decode(content, None), Section::Hidden, "")?;
            }
            Some(_) | None => {
                let name = long_name.take().unwrap_or_else(|| name_of(header));
                entry(reading, &name, content)?;
            }
        }
    }
    Ok(())
}

/// Behind the end is nothing.
fn behind(reading: &mut Reading<'_>, rest: &[u8]) {
    if rest.iter().any(|byte| *byte != 0) {
        reading.fail(Reason::Corrupt);
    }
}

fn entry(reading: &mut Reading<'_>, name: &str, content: &[u8]) -> Result<(), Stop> {
    reading.whole(name, Section::FileName, "")?;
    if content.is_empty() {
        return Ok(());
    }
    reading.within(name, |reading| read_within(reading, content, Role::File))
}

fn text(bytes: &[u8]) -> String {
    let end = bytes
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(bytes.len());
    decode(bytes.get(..end).unwrap_or_default(), None)
}

fn name_of(header: &[u8]) -> String {
    let name = text(header.get(..100).unwrap_or_default());
    let prefix = match header.get(257..262) {
        Some(b"ustar") => text(header.get(345..500).unwrap_or_default()),
        Some(_) | None => String::new(),
    };
    match prefix.is_empty() {
        true => name,
        false => [&prefix, "/", &name].concat(),
    }
}

/// The name in an extended header: lines such as `30 path=folder/name`.
fn path_of(content: &[u8]) -> Option<String> {
    let text = decode(content, None);
    let line = text.lines().find_map(|line| line.split_once(" path="));
    line.map(|(_, path)| path.to_owned())
}
