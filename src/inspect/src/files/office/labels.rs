//! The part, or stream, with the labels (MS-OFFCRYPTO 2.6.4).

use crate::files::charset::Decoder;
use crate::files::label::{LabelSource, Labels};
use crate::files::markup::{self, Elements, Language, Tag};
use crate::files::reading::{Reading, Stop};
use alloc::borrow::Cow;
use alloc::vec::Vec;

#[derive(Default)]
pub(super) struct LabelList(pub(super) Labels);

impl LabelList {
    pub(super) fn open(&mut self, tag: &Tag<'_>) {
        self.add(tag, LabelSource::LabelInfo);
    }

    fn add(&mut self, tag: &Tag<'_>, source: LabelSource) {
        if tag.local() == "label" {
            let attributes: Vec<(&str, Cow<'_, str>)> = tag.attributes().collect();
            let pairs = attributes
                .iter()
                .map(|(name, value)| (*name, value.as_ref()));
            self.0.add_element(pairs, source);
        }
    }
}

/// The stream beside an encrypted document.
struct Stream(LabelList);

impl Elements for Stream {
    fn open(&mut self, _: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        self.0.add(tag, LabelSource::ProtectedLabelInfo);
        Ok(())
    }
}

/// Reads the stream `LabelInfo`.
pub(in crate::files) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    let stream = Stream(LabelList::default());
    let stream = markup::read(reading, bytes, Language::Html, Decoder::default(), stream)?;
    reading.label(stream.0.0);
    Ok(())
}
