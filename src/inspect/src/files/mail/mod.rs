//! Mail as it is sent (RFC 5322, MIME: RFC 2045 to 2047): headers, bodies and attachments.

mod content;
mod encoded;
mod headers;
mod multipart;

use super::label::LabelSource;
use super::outcome::Reason;
use super::place::Section;
use super::reading::{Reading, Stop};
use headers::Headers;

/// Reads one mail.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    reading.spend(bytes.len())?;
    let (headers, body) = Headers::read(bytes);
    for (name, value) in headers.all() {
        let value = encoded::words(reading, value);
        reading.whole(&value, Section::MailHeader, name)?;
    }
    for labels in headers.values("msip_labels") {
        let labels = encoded::words(reading, labels);
        reading.label_text(&labels, LabelSource::MailHeader);
    }
    if !headers.is_ended {
        reading.fail(Reason::Corrupt);
    }
    entity(reading, &headers, body, 0)
}

/// Reads a file of many mails (RFC 4155): each begins behind a line that begins with `From `.
pub(super) fn read_mailbox(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    let mut rest = bytes;
    while !rest.is_empty() {
        reading.entry()?;
        let start = after_line(rest);
        let mail = rest.get(start..).unwrap_or_default();
        let end = super::bytes::find(mail, b"\nFrom ").map_or(mail.len(), |at| at + 1);
        reading.whole(
            &super::charset::decode(rest.get(..start).unwrap_or_default(), None),
            Section::MailHeader,
            "",
        )?;
        read(reading, mail.get(..end).unwrap_or_default())?;
        rest = mail.get(end..).unwrap_or_default();
    }
    Ok(())
}

fn after_line(bytes: &[u8]) -> usize {
    let end = bytes.iter().position(|byte| *byte == b'\n');
    end.map_or(bytes.len(), |at| at + 1)
}

/// How many parts may be made of parts.
const DEEPEST: u32 = 16;

/// Reads what has headers of MIME: a mail, or a part of one, `depth` parts deep.
fn entity(
    reading: &mut Reading<'_>,
    headers: &Headers,
    body: &[u8],
    depth: u32,
) -> Result<(), Stop> {
    let content_type = headers.content_type();
    let kind = content_type.value.as_str();
    if kind == "multipart/encrypted" {
        reading.fail(Reason::PasswordEncrypted);
    }
    if !kind.starts_with("multipart/") {
        return content::read(reading, headers, &content_type, body);
    }
    let Some(boundary) = content_type
        .get("boundary")
        .filter(|boundary| !boundary.is_empty())
    else {
        reading.fail(Reason::Corrupt);
        return content::read(reading, headers, &content_type, body);
    };
    if depth >= DEEPEST {
        reading.fail(Reason::TooLarge);
        return Ok(());
    }
    multipart::read(reading, boundary, body, depth + 1)
}
