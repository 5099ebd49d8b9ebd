//! Documents of Office before 2007: whether they are locked. Their text is read as far as it stands in the open.

use super::directory::Directory;
use crate::files::bytes::{piece, u16_at, u32_at};
use crate::files::outcome::Reason;
use crate::files::reading::{Reading, Stop};

/// Reads what can be read, and says what cannot.
pub(super) fn read(reading: &mut Reading<'_>, directory: &Directory<'_>) -> Result<(), Stop> {
    for (name, is_locked) in [
        ("WordDocument", word as fn(&[u8]) -> bool),
        ("Workbook", sheets),
        ("Book", sheets),
        ("Current User", slides),
    ] {
        if let Some(stream) = directory.find(name) {
            let bytes = directory.stream(reading, stream)?;
            if is_locked(&bytes) {
                reading.fail(Reason::PasswordEncrypted);
                return Ok(());
            }
        }
    }
    if directory.has("EncryptedSummary") {
        reading.fail(Reason::PasswordEncrypted);
    } else {
        reading.fail(Reason::Unsupported);
    }
    Ok(())
}

/// The flag `fEncrypted` (MS-DOC 2.5.2).
fn word(stream: &[u8]) -> bool {
    u16_at(stream, 10).is_some_and(|flags| flags & 0x0100 != 0)
}

/// The record `FilePass` (MS-XLS 2.4.117) among the first ones.
fn sheets(stream: &[u8]) -> bool {
    let mut at = 0;
    for _ in 0..16 {
        let (Some(kind), Some(length)) = (u16_at(stream, at), u16_at(stream, at + 2)) else {
            return false;
        };
        if kind == 0x2f {
            return true;
        }
        at += 4 + usize::from(length);
    }
    false
}

/// The token that says that the presentation is encrypted (MS-PPT 2.3.2).
fn slides(stream: &[u8]) -> bool {
    piece(stream, 12, 4).is_some() && u32_at(stream, 12) == Some(0xf3d1_c4df)
}
