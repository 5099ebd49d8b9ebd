//! A ZIP file that is an archive: each entry is a file of its own.

use super::{Directory, Entry, read_entry};
use crate::files::inflate::Held;
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use crate::files::{Role, read_within};

pub(crate) fn read(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    directory: &Directory,
) -> Result<(), Stop> {
    for entry in &directory.entries {
        reading.whole(&entry.name, Section::FileName, "")?;
        if !entry.is_folder() {
            reading.within(&entry.name, |reading| file(reading, bytes, entry))?;
        }
    }
    Ok(())
}

fn file(reading: &mut Reading<'_>, bytes: &[u8], entry: &Entry) -> Result<(), Stop> {
    let mut held = Held::default();
    read_entry(reading, bytes, entry, &mut held)?;
    // What there is of a damaged entry is read as well.
    if !held.get().is_empty() {
        read_within(reading, held.get(), Role::File)?;
    }
    held.release(reading);
    Ok(())
}
