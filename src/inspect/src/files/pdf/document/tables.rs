//! Tables of where objects are (ISO 32000-2, 7.5.4 and 7.5.8).

use crate::files::bytes::find;
use crate::files::pdf::lexer::Lexer;
use crate::files::pdf::object::{Dict, Object};
use crate::files::reading::{Reading, Stop};
use alloc::vec::Vec;

/// All entries of all tables in the file: `0000000123 00000 n`.
pub(super) fn classic(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<Vec<(u32, usize)>, Stop> {
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(found) = bytes.get(at..).and_then(|rest| find(rest, b"xref")) {
        at += found + b"xref".len();
        let mut lexer = Lexer::of_content(bytes);
        lexer.at = at;
        while let Some((first, number)) = pair(&mut lexer) {
            for entry in 0..number {
                let start = lexer.at;
                let Some((offset, _)) = pair(&mut lexer) else {
                    break;
                };
                let word = lexer.next();
                reading.spend(20)?;
                match word {
                    Some(Object::Word(word)) if word == b"n" => {
                        let id = first.saturating_add(entry);
                        out.push((u32::try_from(id).unwrap_or(u32::MAX), offset));
                    }
                    Some(Object::Word(word)) if word == b"f" => (),
                    // Fewer entries than it said.
                    _ => {
                        lexer.at = start;
                        break;
                    }
                }
            }
            at = lexer.at.max(at);
        }
    }
    Ok(out)
}

fn pair(lexer: &mut Lexer<'_>) -> Option<(usize, usize)> {
    let start = lexer.at;
    let pair = || Some((lexer.next()?.size()?, lexer.next()?.size()?));
    let pair = { pair }();
    if pair.is_none() {
        lexer.at = start;
    }
    pair
}

/// The entries of a table in a stream that are in the file itself.
pub(super) fn of_stream(dict: &Dict, table: &[u8]) -> Vec<(u32, usize)> {
    let widths: Vec<usize> = dict
        .get(b"W")
        .map(|widths| widths.parts().iter().filter_map(Object::size).collect())
        .unwrap_or_default();
    let [kind, offset, generation] = widths.as_slice() else {
        return Vec::new();
    };
    let (kind, offset, generation) = (*kind.min(&8), *offset.min(&8), *generation.min(&8));
    let size = dict.get(b"Size").and_then(Object::size).unwrap_or_default();
    let whole = [0, size];
    let said: Vec<usize> = dict
        .get(b"Index")
        .map(|index| index.parts().iter().filter_map(Object::size).collect())
        .unwrap_or_default();
    let ranges = if said.is_empty() {
        whole.as_slice()
    } else {
        said.as_slice()
    };
    let numbers = ranges.chunks_exact(2).flat_map(|range| match range {
        [first, number] => *first..first.saturating_add(*number),
        _ => 0..0, // a slice, not an enum
    });
    let length = (kind + offset + generation).max(1);
    let rows = table.chunks_exact(length).zip(numbers);
    rows.filter_map(|(row, number)| {
        let (first, rest) = row.split_at_checked(kind)?;
        let is_here = kind == 0 || big(first) == 1;
        let place = big(rest.get(..offset)?);
        is_here.then_some((u32::try_from(number).ok()?, usize::try_from(place).ok()?))
    })
    .collect()
}

fn big(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .fold(0, |number, byte| number << 8 | u64::from(*byte))
}
