//! LZW (ISO 32000-2, 7.4.4).

use super::{parameter, predictor};
use crate::files::inflate::is_over;
use crate::files::outcome::Reason;
use crate::files::pdf::object::Dict;
use crate::files::reading::{Reading, Stop};
use alloc::vec::Vec;

const CLEAR: usize = 256;
const END: usize = 257;

/// Where each entry of the table is in what came out: it is always a piece of that.
#[derive(Clone, Copy)]
struct Piece {
    start: usize,
    length: usize,
}

pub(super) fn read(
    reading: &mut Reading<'_>,
    parameters: Option<&Dict>,
    bytes: &[u8],
) -> Result<Vec<u8>, Stop> {
    let early = parameter(parameters, b"EarlyChange", 1).min(1);
    let mut out: Vec<u8> = Vec::new();
    let mut table: Vec<Piece> = Vec::new();
    let (mut bits, mut number, mut counted) = (0_u32, 0_u32, 0);
    let mut last: Option<Piece> = None;
    let mut ended = false;
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        number += 8;
        let width = width(table.len() + 258 + early);
        if number < width {
            continue;
        }
        number -= width;
        let code = (bits >> number & ((1 << width) - 1)) as usize;
        bits &= (1 << number) - 1;
        let start = out.len();
        match code {
            CLEAR => {
                table.clear();
                last = None;
                continue;
            }
            END => {
                ended = true;
                break;
            }
            0..256 => out.push(code as u8),
            _ => {
                let piece = table.get(code - 258).copied();
                // The entry that is being made: the last one and its first letter.
                let piece = piece.or_else(|| {
                    last.filter(|_| code - 258 == table.len())
                        .map(|last| Piece {
                            length: last.length + 1,
                            ..last
                        })
                });
                let Some(piece) = piece else { break };
                for at in piece.start..piece.start + piece.length {
                    out.extend(out.get(at).copied());
                }
            }
        }
        let length = out.len() - start;
        if let Some(last) = last.filter(|_| table.len() < 4096 - 258) {
            table.push(Piece {
                start: last.start,
                length: last.length + 1,
            });
        }
        last = Some(Piece { start, length });
        if out.len() - counted > 4096 {
            reading.inflate(out.len() - counted)?;
            counted = out.len();
            if is_over(reading, out.len() as u64, bytes.len()) {
                reading.fail(Reason::TooLarge);
                break;
            }
        }
    }
    if !ended {
        reading.fail(Reason::Corrupt);
    }
    let out = predictor::undo(parameters, out);
    Ok(if reading.hold(out.len()) {
        out
    } else {
        Vec::new()
    })
}

const fn width(entries: usize) -> u32 {
    match entries {
        0..512 => 9,
        512..1024 => 10,
        1024..2048 => 11,
        _ => 12,
    }
}
