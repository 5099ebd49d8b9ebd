//! A body of several parts (RFC 2046, 5.1).

use super::entity;
use super::headers::Headers;
use crate::files::charset::decode;
use crate::files::outcome::Reason;
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};

/// Reads each part. What stands before the first and behind the last is not shown, and read as well.
pub(super) fn read(
    reading: &mut Reading<'_>,
    boundary: &str,
    body: &[u8],
    depth: u32,
) -> Result<(), Stop> {
    reading.spend(body.len())?;
    let (mut start, mut at, mut inside, mut ended) = (0, 0, false, false);
    while at < body.len() {
        let line = line_at(body, at);
        if let Some(last) = delimiter(line, boundary.as_bytes()).filter(|_| !ended) {
            part(
                reading,
                body.get(start..at).unwrap_or_default(),
                inside.then_some(depth),
            )?;
            (start, inside, ended) = (at + line.len(), !last, last);
        }
        at += line.len();
    }
    part(
        reading,
        body.get(start..).unwrap_or_default(),
        inside.then_some(depth),
    )?;
    if !ended {
        reading.fail(Reason::Corrupt);
    }
    Ok(())
}

fn part(reading: &mut Reading<'_>, bytes: &[u8], depth: Option<u32>) -> Result<(), Stop> {
    let Some(depth) = depth else {
        let text = decode(bytes, None);
        return reading.whole(text.trim(), Section::Hidden, "");
    };
    reading.entry()?;
    let (headers, body) = Headers::read(bytes);
    entity(reading, &headers, body, depth)
}

/// The line that begins here, with its end.
fn line_at(body: &[u8], at: usize) -> &[u8] {
    let rest = body.get(at..).unwrap_or_default();
    let end = rest.iter().position(|byte| *byte == b'\n');
    end.and_then(|end| rest.get(..=end)).unwrap_or(rest)
}

/// Whether the line is between parts, and whether it is the last such.
fn delimiter(line: &[u8], boundary: &[u8]) -> Option<bool> {
    let rest = line
        .strip_prefix(b"--")?
        .strip_prefix(boundary)?
        .trim_ascii_end();
    match rest {
        b"" => Some(false),
        b"--" => Some(true),
        _ => None, // bytes, not an enum
    }
}
