//! OLE compound files (MS-CFB): the documents of old, protected documents, saved mails, and what is embedded in others.

mod directory;
mod legacy;
mod message;
mod native;
mod properties;
mod sectors;

use super::office::read_labels;
use super::outcome::Reason;
use super::reading::{Reading, Stop};
use super::{Role, read_within};
use directory::Directory;

/// Reads a compound file, whatever it is.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    let Some(directory) = Directory::read(reading, bytes)? else {
        reading.fail(Reason::Corrupt);
        return Ok(());
    };
    if is_protected(reading, &directory)? {
        return Ok(());
    }
    properties::read(reading, &directory)?;
    if directory.find("__properties_version1.0").is_some() {
        return message::read(reading, &directory);
    }
    if embedded(reading, &directory)? {
        return Ok(());
    }
    legacy::read(reading, &directory)
}

/// Rights management keeps a stream of its own (MS-OFFCRYPTO 2.2.11), or is a transform of the data (2.2.4); without one,
/// an encrypted package has a password (2.3). The label stands beside the package, and needs no key.
fn is_protected(reading: &mut Reading<'_>, directory: &Directory<'_>) -> Result<bool, Stop> {
    let info = "\x06DataSpaces/TransformInfo/";
    if let Some(stream) = directory.find(&[info, "LabelInfo"].concat()) {
        let bytes = directory.stream(reading, stream)?;
        read_labels(reading, &bytes)?;
    }
    let by_rights = directory.has("\x09DRMContent")
        || directory.has("\x09DRMViewerContent")
        || directory.has(&[info, "DRMEncryptedTransform"].concat())
        || directory.any_below(info, "DRM");
    if by_rights {
        reading.fail(Reason::RightsProtected);
    } else if directory.has("EncryptedPackage") || directory.has("EncryptionInfo") {
        reading.fail(Reason::PasswordEncrypted);
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// What another document put into this container (MS-OLEDS): a document as it is, or a file with its name.
fn embedded(reading: &mut Reading<'_>, directory: &Directory<'_>) -> Result<bool, Stop> {
    let mut any = false;
    for name in ["Package", "CONTENTS", "\x01Ole10Native"] {
        if let Some(stream) = directory.find(name) {
            let bytes = directory.stream(reading, stream)?;
            let inside = if name.ends_with("Native") {
                native::content(&bytes)
            } else {
                Some(bytes.as_ref())
            };
            any = true;
            match inside {
                Some(inside) => reading.within(name.trim_start_matches('\x01'), |reading| {
                    read_within(reading, inside, Role::File)
                })?,
                None => reading.fail(Reason::Corrupt),
            }
        }
    }
    Ok(any)
}
