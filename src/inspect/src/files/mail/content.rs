//! One piece of content in a mail: a text, or a file.

use super::encoded;
use super::headers::{Headers, Parametered};
use crate::files::charset::{ReadText, read_named};
use crate::files::outcome::Reason;
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use crate::files::{Role, html, plain, read_within};
use alloc::borrow::Cow;

/// Reads it.
pub(super) fn read(
    reading: &mut Reading<'_>,
    headers: &Headers,
    content_type: &Parametered,
    body: &[u8],
) -> Result<(), Stop> {
    let file_name = headers.file_name(reading, content_type);
    if let Some(name) = &file_name {
        reading.whole(name, Section::FileName, "")?;
    }
    if is_sealed(reading, content_type) {
        return Ok(());
    }
    reading.spend(body.len())?;
    if !reading.hold(body.len()) {
        return Ok(());
    }
    let bytes = decoded(reading, headers, body);
    let name = file_name.as_deref();
    let result = match (content_type.value.as_str(), name) {
        ("text/html" | "application/xhtml+xml", None) => {
            text(reading, content_type, &bytes, html::read)
        }
        (kind, None) if kind.starts_with("text/") => {
            text(reading, content_type, &bytes, plain::read_as)
        }
        ("message/rfc822" | "message/global", _) => {
            within(reading, name.unwrap_or("message"), |reading| {
                super::read(reading, &bytes)
            })
        }
        (kind, _) => {
            let picture = kind.starts_with("image/") && headers.is_inline();
            let role = if picture { Role::Part } else { Role::File };
            reading.within(name.unwrap_or("attachment"), |reading| {
                read_within(reading, &bytes, role)
            })
        }
    };
    reading.release(body.len());
    result
}

fn within(
    reading: &mut Reading<'_>,
    name: &str,
    read: impl FnOnce(&mut Reading<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    if !reading.descend() {
        return Ok(());
    }
    let result = reading.within(name, read);
    reading.ascend();
    result
}

/// Whether only someone with a key can read it (RFC 8551, 3.2; MS-OXORMMS).
fn is_sealed(reading: &mut Reading<'_>, content_type: &Parametered) -> bool {
    match content_type.value.as_str() {
        "application/pkcs7-mime" | "application/x-pkcs7-mime" => {
            let signed = content_type
                .get("smime-type")
                .is_some_and(|kind| kind.starts_with("signed"));
            reading.fail(if signed {
                Reason::Unsupported
            } else {
                Reason::PasswordEncrypted
            });
            true
        }
        "application/x-microsoft-rpmsg-message" => {
            reading.fail(Reason::RightsProtected);
            true
        }
        _ => false, // a text, not an enum
    }
}

fn decoded<'b>(reading: &mut Reading<'_>, headers: &Headers, body: &'b [u8]) -> Cow<'b, [u8]> {
    let way = headers.get("Content-Transfer-Encoding").trim();
    if way.eq_ignore_ascii_case("base64") {
        let (bytes, whole) = encoded::base64(body);
        if !whole {
            reading.fail(Reason::Corrupt);
        }
        Cow::Owned(bytes)
    } else if way.eq_ignore_ascii_case("quoted-printable") {
        Cow::Owned(encoded::quoted(body))
    } else {
        Cow::Borrowed(body)
    }
}

/// Reads text in the encoding that the header says.
fn text(
    reading: &mut Reading<'_>,
    content_type: &Parametered,
    bytes: &[u8],
    read: ReadText,
) -> Result<(), Stop> {
    match content_type.get("charset") {
        Some(name) => read_named(reading, name, bytes, read),
        None => read(reading, bytes, None),
    }
}
