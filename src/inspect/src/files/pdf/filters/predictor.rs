//! Rows that are kept as differences (ISO 32000-2, 7.4.4.4; the PNG specification, 9).

use super::parameter;
use crate::files::pdf::object::Dict;
use alloc::vec::Vec;

/// The rows as they were. What is no whole row is left out.
pub(super) fn undo(parameters: Option<&Dict>, bytes: Vec<u8>) -> Vec<u8> {
    let predictor = parameter(parameters, b"Predictor", 1);
    if predictor < 2 {
        return bytes;
    }
    let colors = parameter(parameters, b"Colors", 1).clamp(1, 32);
    let bits = parameter(parameters, b"BitsPerComponent", 8).clamp(1, 16);
    let columns = parameter(parameters, b"Columns", 1).clamp(1, 1 << 20);
    let pixel = (colors * bits).div_ceil(8);
    let row = (columns * colors * bits).div_ceil(8).min(bytes.len());
    if predictor == 2 {
        // Pictures only, but the streams of objects may be so too.
        return if bits == 8 {
            tiff(bytes, row, pixel)
        } else {
            bytes
        };
    }
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut before = alloc::vec![0; row];
    for line in bytes.chunks(row + 1) {
        let (kind, line) = line.split_first().unwrap_or((&0, &[]));
        let mut now: Vec<u8> = Vec::with_capacity(row);
        for (at, byte) in line.iter().enumerate() {
            let back = |line: &[u8]| {
                at.checked_sub(pixel)
                    .and_then(|at| line.get(at))
                    .copied()
                    .unwrap_or_default()
            };
            let (left, above, corner) = (
                back(&now),
                before.get(at).copied().unwrap_or_default(),
                back(&before),
            );
            now.push(byte.wrapping_add(predicted(*kind, left, above, corner)));
        }
        out.extend_from_slice(&now);
        now.resize(row, 0);
        before = now;
    }
    out
}

fn predicted(kind: u8, left: u8, above: u8, corner: u8) -> u8 {
    match kind {
        1 => left,
        2 => above,
        3 => left.midpoint(above),
        4 => paeth(left, above, corner),
        _ => 0, // a number, not an enum
    }
}

fn paeth(left: u8, above: u8, corner: u8) -> u8 {
    let guess = i16::from(left) + i16::from(above) - i16::from(corner);
    let far = |byte: u8| (guess - i16::from(byte)).abs();
    if far(left) <= far(above) && far(left) <= far(corner) {
        left
    } else if far(above) <= far(corner) {
        above
    } else {
        corner
    }
}

fn tiff(mut bytes: Vec<u8>, row: usize, pixel: usize) -> Vec<u8> {
    for line in bytes.chunks_mut(row.max(1)) {
        for at in pixel..line.len() {
            let left = line.get(at - pixel).copied().unwrap_or_default();
            if let Some(byte) = line.get_mut(at) {
                *byte = byte.wrapping_add(left);
            }
        }
    }
    bytes
}
