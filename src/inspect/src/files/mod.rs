//! What does a file say: its text with where it stands, its properties, its labels, and whether all of it was read?
//!
//! Everything is told by content, never by a name, and every reader is bounded: by [`Limits`], and by windows that do not
//! grow with the file. **What was not read to its end is never silent**: each thing that stayed unread leaves a
//! [`Reason`], also when the rest was read. Pictures, sounds and fonts within a document are no text and are counted only.
//!
//! Text goes to a [`Sink`] as it is read. Hidden sheets, comments, alternative texts, links, unused strings and comments in
//! the source are text as well.

mod archive;
mod bytes;
mod charset;
mod compound;
mod crc;
mod format;
mod html;
mod inflate;
mod label;
mod limits;
mod lines;
mod mail;
mod markup;
mod office;
mod opendocument;
mod outcome;
#[cfg(feature = "pdf")]
mod pdf;
mod place;
mod plain;
mod reading;
mod report;
mod rtf;
mod texts;
mod zip;

pub use crate::extension::is_mismatch;
pub use charset::decode_named;
pub use label::{Label, LabelMethod, LabelSource};
pub use limits::Limits;
pub use outcome::{Reason, Reasons};
pub use place::{Place, Section, Sink};
pub use report::Report;
pub use texts::Texts;

use format::Format;
use reading::{Reading, Stop};
use zip::type_of as zip_type;

/// Whether PDF is read here, and not only recognised.
pub const READS_PDF: bool = cfg!(feature = "pdf");

/// Reads a file.
///
/// `name` is its name where there is one; it is compared with the content and never decides how the file is read.
pub fn read(bytes: &[u8], name: Option<&str>, limits: &Limits, sink: &mut dyn Sink) -> Report {
    let mut reading = Reading::new(limits, sink);
    let stopped = if bytes.len() > limits.file_bytes {
        Err(reading.stop(Reason::TooLarge))
    } else {
        content(&mut reading, bytes, Role::File)
    };
    // Why it stopped is among the reasons.
    drop(stopped);
    Report::new(reading, bytes, name)
}

/// What a piece of content is to what contains it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// A file of its own: what is not read is missing.
    File,
    /// An ornament of a document, such as a picture: it has no text.
    Part,
}

/// Reads a file within a file.
fn read_within(reading: &mut Reading<'_>, bytes: &[u8], role: Role) -> Result<(), Stop> {
    // A picture is no container.
    if role == Role::Part && Format::of(bytes) == Format::Media {
        return content(reading, bytes, role);
    }
    if !reading.descend() {
        return Ok(());
    }
    let result = content(reading, bytes, role);
    reading.ascend();
    result
}

/// Reads a file in a document; of what merely furnishes that, no more is asked than that it is nothing else.
fn read_embedded(reading: &mut Reading<'_>, bytes: &[u8], is_furnishing: bool) -> Result<(), Stop> {
    match Format::of(bytes) {
        Format::Unknown if is_furnishing => {
            reading.pictures = reading.pictures.saturating_add(1);
            Ok(())
        }
        Format::Media => read_within(reading, bytes, Role::Part),
        Format::Zip
        | Format::Text
        | Format::Html
        | Format::Mail
        | Format::Mailbox
        | Format::Rtf
        | Format::Compound
        | Format::Gzip
        | Format::Tar
        | Format::Pdf
        | Format::SevenZip
        | Format::Rar
        | Format::Empty
        | Format::Archive
        | Format::Program
        | Format::Unknown
        | Format::Protected => read_within(reading, bytes, Role::File),
    }
}

fn content(reading: &mut Reading<'_>, bytes: &[u8], role: Role) -> Result<(), Stop> {
    let format = Format::of(bytes);
    match format {
        Format::Zip => return zip::read(reading, bytes),
        Format::Text => plain::read(reading, bytes)?,
        Format::Html => html::read(reading, bytes, None)?,
        Format::Mail => mail::read(reading, bytes)?,
        Format::Mailbox => mail::read_mailbox(reading, bytes)?,
        Format::Rtf => rtf::read(reading, bytes)?,
        Format::Compound => compound::read(reading, bytes)?,
        Format::Gzip => archive::read_gzip(reading, bytes)?,
        Format::Tar => archive::read_tar(reading, bytes)?,
        #[cfg(feature = "pdf")]
        Format::Pdf => pdf::read(reading, bytes)?,
        #[cfg(not(feature = "pdf"))]
        Format::Pdf => {
            reading.unread_pdf = true;
            reading.fail(Reason::Unsupported);
        }
        Format::SevenZip => reading.fail(archive::seven_zip(bytes)),
        Format::Rar => reading.fail(archive::rar(bytes)),
        Format::Empty => (),
        Format::Media if role == Role::Part => {
            reading.pictures = reading.pictures.saturating_add(1)
        }
        Format::Media | Format::Archive | Format::Program | Format::Unknown => {
            reading.fail(Reason::Unsupported);
        }
        Format::Protected => reading.fail(Reason::RightsProtected),
    }
    // Readers of ZIP files find one behind anything else.
    if format != Format::Empty && zip::has_end(bytes) {
        zip::read(reading, bytes)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
