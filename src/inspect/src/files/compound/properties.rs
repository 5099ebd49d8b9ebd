//! Properties of documents of old, labels among them (MS-OLEPS 2.21).

use super::directory::Directory;
use crate::files::bytes::{piece, u32_at};
use crate::files::charset::{Charset, decode};
use crate::files::label::{LabelSource, Labels};
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// The numbers of the summary (MS-OLEPS 2.25.1) that have text.
const NAMES: &[(u32, &str)] = &[
    (2, "title"),
    (3, "subject"),
    (4, "creator"),
    (5, "keywords"),
    (6, "description"),
    (8, "lastModifiedBy"),
];

/// Reads both streams of properties.
pub(super) fn read(reading: &mut Reading<'_>, directory: &Directory<'_>) -> Result<(), Stop> {
    let mut labels = Labels::default();
    for name in ["\x05SummaryInformation", "\x05DocumentSummaryInformation"] {
        if let Some(stream) = directory.find(name) {
            let bytes = directory.stream(reading, stream)?;
            let sets = u32_at(&bytes, 24).unwrap_or_default().min(2) as usize;
            for set in 0..sets {
                let at = u32_at(&bytes, 28 + set * 20 + 16).unwrap_or(u32::MAX) as usize;
                let inside = bytes.get(at..).unwrap_or_default();
                // The second set of the second stream is that of the custom properties.
                let named = set == 1;
                read_set(reading, inside, named, &mut labels)?;
            }
        }
    }
    reading.label(labels);
    Ok(())
}

fn read_set(
    reading: &mut Reading<'_>,
    set: &[u8],
    named: bool,
    labels: &mut Labels,
) -> Result<(), Stop> {
    let number = u32_at(set, 4).unwrap_or_default().min(4096) as usize;
    let property = |at: usize| {
        let id = u32_at(set, 8 + at * 8)?;
        let offset = u32_at(set, 12 + at * 8)? as usize;
        Some((id, set.get(offset..)?))
    };
    let names = (0..number)
        .filter_map(property)
        .find(|(id, _)| *id == 0 && named);
    let names = names
        .map(|(_, bytes)| dictionary(bytes))
        .unwrap_or_default();
    for (id, bytes) in (0..number).filter_map(property) {
        reading.spend(8)?;
        let Some(value) = text(bytes).filter(|value| !value.trim().is_empty()) else {
            continue;
        };
        let name = match named {
            true => names
                .iter()
                .find(|(one, _)| *one == id)
                .map(|(_, name)| name.as_str()),
            false => NAMES
                .iter()
                .find(|(one, _)| *one == id)
                .map(|(_, name)| *name),
        };
        let name = name.unwrap_or("property");
        labels.add_property(name, &value, LabelSource::CustomProperties);
        reading.whole(value.trim(), Section::Property, name)?;
    }
    Ok(())
}

/// The names of custom properties (2.17), in single bytes.
fn dictionary(bytes: &[u8]) -> Vec<(u32, String)> {
    let number = u32_at(bytes, 0).unwrap_or_default().min(4096);
    let mut at = 4;
    let mut names = Vec::new();
    for _ in 0..number {
        let (Some(id), Some(length)) = (u32_at(bytes, at), u32_at(bytes, at + 4)) else {
            break;
        };
        let Some(name) = piece(bytes, at + 8, length as usize) else {
            break;
        };
        names.push((id, without_zeros(&decode(name, Some(Charset::Utf8)))));
        at += 8 + length as usize;
    }
    names
}

/// A value that is text: in single bytes (30), or UTF-16 (31).
fn text(bytes: &[u8]) -> Option<String> {
    let length = u32_at(bytes, 4)? as usize;
    let text = match u32_at(bytes, 0)? {
        30 => decode(piece(bytes, 8, length)?, Some(Charset::Utf8)),
        31 => decode(
            piece(bytes, 8, length.checked_mul(2)?)?,
            Some(Charset::Utf16 { big: false }),
        ),
        _ => return None, // a number, not an enum
    };
    Some(without_zeros(&text))
}

fn without_zeros(text: &str) -> String {
    text.trim_end_matches('\0').to_owned()
}
