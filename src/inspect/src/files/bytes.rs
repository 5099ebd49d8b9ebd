//! Numbers and pieces in bytes, where there may be too few of them.

/// `length` bytes from `at`.
pub(crate) fn piece(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// A little-endian number of two bytes.
pub(crate) fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let piece = piece(bytes, at, 2)?;
    Some(u16::from_le_bytes(piece.try_into().ok()?))
}

/// A little-endian number of four bytes.
pub(crate) fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let piece = piece(bytes, at, 4)?;
    Some(u32::from_le_bytes(piece.try_into().ok()?))
}

/// A little-endian number of eight bytes.
pub(crate) fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    let piece = piece(bytes, at, 8)?;
    Some(u64::from_le_bytes(piece.try_into().ok()?))
}

/// Where `wanted` first is in `bytes`.
pub(crate) fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let mut from = 0;
    loop {
        let rest = bytes.get(from..)?;
        let at = rest.iter().position(|byte| *byte == first)?;
        if rest.get(at..)?.starts_with(wanted) {
            return Some(from + at);
        }
        from += at + 1;
    }
}

/// Where `wanted` last is in `bytes`.
pub(crate) fn find_last(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes
        .windows(wanted.len())
        .rposition(|window| window == wanted)
}
