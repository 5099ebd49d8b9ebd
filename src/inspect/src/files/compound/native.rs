//! A file put into a document as an icon (MS-OLEDS 2.3.6, and the packager's own header).

use crate::files::bytes::{piece, u16_at, u32_at};

/// The file's content.
pub(super) fn content(bytes: &[u8]) -> Option<&[u8]> {
    packaged(bytes).or_else(|| {
        let size = u32_at(bytes, 0)? as usize;
        piece(bytes, 4, size)
    })
}

/// Behind the size: 2, a label, a path, three numbers of which the last is the length of another path, that path, and the
/// size of the content.
fn packaged(bytes: &[u8]) -> Option<&[u8]> {
    (u16_at(bytes, 4)? == 2).then_some(())?;
    let after_label = after_zero(bytes, 6)?;
    let after_path = after_zero(bytes, after_label)?;
    let length = u32_at(bytes, after_path + 4)? as usize;
    let at = (after_path + 8).checked_add(length)?;
    let size = u32_at(bytes, at)? as usize;
    piece(bytes, at + 4, size)
}

fn after_zero(bytes: &[u8], from: usize) -> Option<usize> {
    let at = bytes.get(from..)?.iter().position(|byte| *byte == 0)?;
    Some(from + at + 1)
}
