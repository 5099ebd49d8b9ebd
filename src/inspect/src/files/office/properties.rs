//! Properties of a document: core, extended and custom (ISO 29500-2, 11; ISO 29500-1, 22.2 and 22.3).

use super::Package;
use crate::files::markup::Tag;
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use alloc::borrow::ToOwned;
use alloc::string::String;

pub(super) struct Properties {
    /// These are the custom properties of the document, where labels stand.
    custom: bool,
    depth: u32,
    name: String,
    value: String,
}

/// The longest value that is held, in bytes.
const LONGEST: usize = 64 << 10;

impl Properties {
    pub(super) const fn new(custom: bool) -> Self {
        Self {
            custom,
            depth: 0,
            name: String::new(),
            value: String::new(),
        }
    }

    pub(super) fn open(&mut self, tag: &Tag<'_>) {
        if self.depth == 1 {
            match tag.get("name") {
                Some(name) => self.name = name.into_owned(),
                None => tag.local().clone_into(&mut self.name),
            }
            self.value.clear();
        } else if !self.value.is_empty() {
            // One of several values.
            self.value.push('\n');
        }
        self.depth = self.depth.saturating_add(1);
    }

    pub(super) fn text(&mut self, text: &str) {
        if self.value.len() < LONGEST && (!self.value.is_empty() || !text.trim_ascii().is_empty()) {
            self.value.push_str(text);
        }
    }

    pub(super) fn close(
        &mut self,
        reading: &mut Reading<'_>,
        package: &mut Package,
    ) -> Result<(), Stop> {
        self.depth = self.depth.saturating_sub(1);
        if self.depth != 1 || self.value.is_empty() {
            return Ok(());
        }
        if self.value.len() >= LONGEST {
            reading.fail(crate::files::Reason::TooLarge);
        }
        if self.custom {
            package.custom_property(&self.name, &self.value);
        }
        let value = core::mem::take(&mut self.value);
        reading.whole(value.trim(), Section::Property, &self.name)
    }
}
