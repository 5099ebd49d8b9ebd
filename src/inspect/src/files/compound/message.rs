//! Mails that Outlook saved (MS-OXMSG): every property is a stream.

use super::directory::Directory;
use crate::files::charset::{Charset, decode};
use crate::files::label::LabelSource;
use crate::files::outcome::Reason;
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use crate::files::{Role, html, read_within};
use alloc::string::String;

/// What the names of properties begin with; behind it stand the property and the type of its value.
const START: &str = "__substg1.0_";

/// Reads the mail, the people it is to, and what is attached.
pub(super) fn read(reading: &mut Reading<'_>, directory: &Directory<'_>) -> Result<(), Stop> {
    let mut has_body = false;
    let mut has_rich = false;
    for stream in &directory.streams {
        let name = stream.path.rsplit('/').next().unwrap_or_default();
        let Some((property, kind)) = name
            .strip_prefix(START)
            .and_then(|name| name.split_at_checked(4))
        else {
            continue;
        };
        if !stream.is_stream {
            continue;
        }
        let bytes = directory.stream(reading, stream)?;
        let text = match kind {
            "001F" => decode(&bytes, Some(Charset::Utf16 { big: false })),
            "001E" => decode(&bytes, Some(Charset::Utf8)),
            _ => String::new(), // a text, not an enum
        };
        match (property, kind) {
            ("1000", _) if !text.is_empty() => has_body = true,
            ("1013", "0102") => {
                has_body = true;
                html::read(reading, &bytes, None)?;
            }
            ("1009", "0102") => has_rich = true,
            ("3701", "0102") => {
                let name = attachment_name(reading, directory, &stream.path)?;
                reading.within(&name, |reading| read_within(reading, &bytes, Role::File))?;
            }
            ("007D", _) => reading.label_text(&unfolded_labels(&text), LabelSource::MailHeader),
            _ => (), // texts, not an enum
        }
        let section = match property {
            "1000" => Section::Body,
            "3704" | "3707" => Section::FileName,
            _ => Section::MailHeader, // a text, not an enum
        };
        reading.whole(text.trim_end_matches('\0'), section, "")?;
    }
    // The body in compressed RTF alone is not read.
    if has_rich && !has_body {
        reading.fail(Reason::Unsupported);
    }
    Ok(())
}

/// The long name of the attachment whose content is at `path`.
fn attachment_name(
    reading: &mut Reading<'_>,
    directory: &Directory<'_>,
    path: &str,
) -> Result<String, Stop> {
    reading.spend(directory.streams.len())?;
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let stream = directory.find(&[folder, "/", START, "3707001F"].concat());
    let Some(stream) = stream else {
        return Ok("attachment".into());
    };
    let bytes = directory.stream(reading, stream)?;
    let name = decode(&bytes, Some(Charset::Utf16 { big: false }));
    Ok(name.trim_end_matches('\0').into())
}

/// What stands behind `msip_labels:` in the headers as they came.
fn unfolded_labels(headers: &str) -> String {
    let small = headers.to_ascii_lowercase();
    let start = small
        .find("msip_labels:")
        .map(|at| at + "msip_labels:".len());
    let rest = start.and_then(|at| headers.get(at..)).unwrap_or_default();
    let mut out = String::new();
    for (number, line) in rest.lines().enumerate() {
        if number > 0 && !line.starts_with([' ', '\t']) {
            break;
        }
        out.push_str(line);
    }
    out
}
