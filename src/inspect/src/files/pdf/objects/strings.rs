//! Strings that people wrote, outside of pages: fields, comments, bookmarks, links, names of files.

use crate::files::lines::Lines;
use crate::files::pdf::object::{Object, text};
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};

/// Keys of such strings (ISO 32000-2: 12.5, 12.7, 12.3.3, 12.6.4, 14.7.2, 7.11.3).
const KEYS: &[&[u8]] = &[
    b"Contents",
    b"RC",
    b"T",
    b"TU",
    b"V",
    b"DV",
    b"Opt",
    b"Title",
    b"URI",
    b"JS",
    b"Alt",
    b"ActualText",
    b"E",
    b"Subj",
    b"F",
    b"UF",
    b"Desc",
    b"Reason",
    b"Location",
    b"Name",
    b"ContactInfo",
    b"CA",
    b"Author",
];

pub(super) struct Strings(Lines);

impl Strings {
    pub(super) fn new(reading: &mut Reading<'_>) -> Self {
        Self(Lines::new(reading, Section::Hidden, ""))
    }

    /// Adds the strings of an object, and of those that lie in it.
    pub(super) fn add(
        &mut self,
        reading: &mut Reading<'_>,
        object: &Object,
        depth: u32,
    ) -> Result<(), Stop> {
        if depth > 48 {
            return Ok(());
        }
        match object {
            Object::Dict(_) | Object::Stream(_) => {
                for (key, value) in object
                    .dict()
                    .map(|dict| dict.0.as_slice())
                    .unwrap_or_default()
                {
                    if KEYS.contains(&key.as_slice()) {
                        self.value(reading, value)?;
                    }
                    self.add(reading, value, depth + 1)?;
                }
                Ok(())
            }
            Object::Array(parts) => parts
                .iter()
                .try_for_each(|part| self.add(reading, part, depth + 1)),
            Object::Null
            | Object::Number(_)
            | Object::Name(_)
            | Object::String(_)
            | Object::Reference(_)
            | Object::Word(_) => Ok(()),
        }
    }

    /// A string, or several: an array of choices.
    fn value(&mut self, reading: &mut Reading<'_>, value: &Object) -> Result<(), Stop> {
        for part in value.parts() {
            if let Some(string) = part.string() {
                self.0.text(reading, text(string).trim())?;
                self.0.line(reading)?;
            }
        }
        Ok(())
    }

    pub(super) fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        self.0.end(reading)
    }
}
