//! Whether archives that are not read are locked with a password.

use crate::files::bytes::{find, piece, u16_at, u32_at, u64_at};
use crate::files::outcome::Reason;

/// The method AES-256 with SHA-256 of 7z (`7zFormat.txt`, `Methods.txt`), which its header names.
const AES: &[u8] = b"\x06\xf1\x07\x01";

/// Why a 7z archive is not read. Where the header itself is compressed, only the encryption of that is seen.
pub(in crate::files) fn seven_zip(bytes: &[u8]) -> Reason {
    let header = || {
        let offset = usize::try_from(u64_at(bytes, 12)?).ok()?;
        let size = usize::try_from(u64_at(bytes, 20)?).ok()?;
        piece(bytes, offset.checked_add(32)?, size)
    };
    match header() {
        None => Reason::Corrupt,
        Some(header) if find(header, AES).is_some() => Reason::PasswordEncrypted,
        Some(_) => Reason::Unsupported,
    }
}

/// Why a RAR archive is not read (`technote.txt` of RAR 4 and 5).
pub(in crate::files) fn rar(bytes: &[u8]) -> Reason {
    let locked = match bytes.strip_prefix(b"Rar!\x1a\x07\x01\0") {
        Some(headers) => rar_5(headers),
        None => rar_4(bytes.get(7..).unwrap_or_default()),
    };
    match locked {
        Some(true) => Reason::PasswordEncrypted,
        Some(false) => Reason::Unsupported,
        None => Reason::Corrupt,
    }
}

/// Headers have a kind, flags and a size; that of the archive says whether all others are encrypted, that of a file whether
/// it is.
fn rar_4(bytes: &[u8]) -> Option<bool> {
    let mut rest = bytes;
    for _ in 0..1024 {
        let (kind, flags, size) = (*rest.get(2)?, u16_at(rest, 3)?, u16_at(rest, 5)?);
        let added = match kind {
            0x73 if flags & 0x0080 != 0 => return Some(true),
            0x74 if flags & 0x0004 != 0 => return Some(true),
            0x7b => return Some(false),
            _ if flags & 0x8000 != 0 => u32_at(rest, 7)?,
            _ => 0, // a number, not an enum
        };
        rest = rest.get(usize::from(size).max(7).checked_add(added as usize)?..)?;
        if rest.is_empty() {
            return Some(false);
        }
    }
    Some(false)
}

/// Headers have a check sum, a size, a kind and flags; the kind 4 says that all others are encrypted, and an extra record 1
/// that a file is.
fn rar_5(bytes: &[u8]) -> Option<bool> {
    let mut rest = bytes;
    for _ in 0..1024 {
        let (size, at) = variable(rest, 4)?;
        let start = at;
        let end = at.checked_add(size)?;
        let (kind, at) = variable(rest, at)?;
        let (flags, at) = variable(rest, at)?;
        let (extra, at) = if flags & 1 != 0 {
            variable(rest, at)?
        } else {
            (0, at)
        };
        let (data, _) = if flags & 2 != 0 {
            variable(rest, at)?
        } else {
            (0, at)
        };
        let header = rest.get(start..end)?;
        let records = header.get(header.len().checked_sub(extra)?..)?;
        match kind {
            4 => return Some(true),
            5 => return Some(false),
            2 | 3 if has_record(records, 1) => return Some(true),
            _ => (), // a number, not an enum
        }
        rest = rest.get(end.checked_add(data)?..)?;
    }
    Some(false)
}

fn has_record(records: &[u8], wanted: usize) -> bool {
    let mut at = 0;
    while let Some((size, after)) = variable(records, at) {
        if variable(records, after).is_some_and(|(kind, _)| kind == wanted) {
            return true;
        }
        at = after.saturating_add(size);
    }
    false
}

/// A number in sevens of bits, and where it ends.
fn variable(bytes: &[u8], at: usize) -> Option<(usize, usize)> {
    let mut value = 0_u64;
    for (step, byte) in bytes.get(at..)?.iter().take(9).enumerate() {
        value |= u64::from(byte & 0x7f) << (7 * step);
        if byte & 0x80 == 0 {
            return Some((usize::try_from(value).ok()?, at + step + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{Reason, rar};

    #[test]
    fn a_locked_rar_is_known_by_its_headers() {
        // RAR 4: the header of the archive, with and without its flag.
        let four = |flags: u8| {
            [
                b"Rar!\x1a\x07\0\0\0\x73".as_slice(),
                &[flags, 0, 13, 0, 0, 0, 0, 0, 0, 0],
                b"\0\0\x7b\0\x40\x07\0",
            ]
            .concat()
        };
        assert_eq!(rar(&four(0x80)), Reason::PasswordEncrypted);
        assert_eq!(rar(&four(0)), Reason::Unsupported);
        // RAR 5: the header of encryption, and the end.
        let five = |kind: u8| [b"Rar!\x1a\x07\x01\0\0\0\0\0".as_slice(), &[3, kind, 0, 0]].concat();
        assert_eq!(rar(&five(4)), Reason::PasswordEncrypted);
        assert_eq!(rar(&five(5)), Reason::Unsupported);
        assert_eq!(rar(b"Rar!\x1a\x07\x01\0"), Reason::Corrupt);
    }
}
