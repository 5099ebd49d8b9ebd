//! A part of a document: its first element tells what it is.

use super::Package;
use super::any::Any;
use super::labels::LabelList;
use super::properties::Properties;
use super::relations::Relations;
use super::sheet::Sheet;
use super::story::Story;
use crate::files::markup::{Elements, Tag};
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};

pub(super) struct Part<'p> {
    name: &'p str,
    package: &'p mut Package,
    kind: Kind,
}

enum Kind {
    /// No element yet.
    Unknown,
    Story(Story),
    Sheet(Sheet),
    Properties(Properties),
    Relations,
    Labels(LabelList),
    Any(Any),
}

/// Parts that hold text of people, by their first element, and where it stands.
const STORIES: &[(&str, Section)] = &[
    ("document", Section::Body),
    ("glossaryDocument", Section::Body),
    ("hdr", Section::Header),
    ("ftr", Section::Footer),
    ("comments", Section::Comment),
    ("cmLst", Section::Comment),
    ("cmAuthorLst", Section::Comment),
    ("people", Section::Comment),
    ("ThreadedComments", Section::Comment),
    ("personList", Section::Comment),
    ("footnotes", Section::Note),
    ("endnotes", Section::Note),
    ("sld", Section::Slide),
    ("sldLayout", Section::Slide),
    ("sldMaster", Section::Slide),
    ("notes", Section::SpeakerNotes),
    ("notesMaster", Section::SpeakerNotes),
    ("handoutMaster", Section::SpeakerNotes),
    ("presentation", Section::Body),
    ("chartSpace", Section::Body),
    ("dataModel", Section::Body),
    ("drawing", Section::Body),
    ("wsDr", Section::Body),
    ("userShapes", Section::Body),
    ("styles", Section::Hidden),
    ("styleSheet", Section::Hidden),
    ("theme", Section::Hidden),
    ("settings", Section::Hidden),
    ("webSettings", Section::Hidden),
    ("fonts", Section::Hidden),
    ("numbering", Section::Hidden),
    ("tblStyleLst", Section::Hidden),
    ("presentationPr", Section::Hidden),
    ("viewPr", Section::Hidden),
    ("calcChain", Section::Hidden),
    ("Types", Section::Hidden),
    ("workbook", Section::Hidden),
    ("xml", Section::Hidden),
];

impl<'p> Part<'p> {
    pub(super) const fn new(name: &'p str, package: &'p mut Package) -> Self {
        Self {
            name,
            package,
            kind: Kind::Unknown,
        }
    }

    fn kind(&self, reading: &mut Reading<'_>, root: &str) -> Kind {
        if let Some((_, section)) = STORIES.iter().find(|(name, _)| *name == root) {
            return Kind::Story(Story::new(reading, *section));
        }
        match root {
            "worksheet" | "chartsheet" | "dialogsheet" | "macrosheet" => {
                let (section, name) = self.package.workbook.sheet(self.name);
                Kind::Sheet(Sheet::new(reading, section, name))
            }
            "coreProperties" | "Properties" => {
                Kind::Properties(Properties::new(self.package.is_custom_part(self.name)))
            }
            "Relationships" => Kind::Relations,
            "labelList" if self.package.is_label_part(self.name) => {
                Kind::Labels(LabelList::default())
            }
            _ => Kind::Any(Any::new(reading)), // a text, not an enum
        }
    }
}

impl Elements for Part<'_> {
    fn open(&mut self, reading: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        if matches!(self.kind, Kind::Unknown) {
            self.kind = self.kind(reading, tag.local());
        }
        match &mut self.kind {
            Kind::Unknown => Ok(()),
            Kind::Story(story) => story.open(reading, tag),
            Kind::Sheet(sheet) => sheet.open(reading, tag),
            Kind::Properties(properties) => {
                properties.open(tag);
                Ok(())
            }
            Kind::Relations => Relations::open(reading, tag),
            Kind::Labels(labels) => {
                labels.open(tag);
                Ok(())
            }
            Kind::Any(any) => any.open(reading, tag),
        }
    }

    fn close(&mut self, reading: &mut Reading<'_>, name: &str) -> Result<(), Stop> {
        let name = crate::files::markup::local(name);
        match &mut self.kind {
            Kind::Unknown | Kind::Relations | Kind::Labels(_) => Ok(()),
            Kind::Story(story) => story.close(reading, name),
            Kind::Sheet(sheet) => sheet.close(reading, name, &mut self.package.workbook),
            Kind::Properties(properties) => properties.close(reading, self.package),
            Kind::Any(any) => any.close(reading),
        }
    }

    fn text(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        match &mut self.kind {
            Kind::Unknown | Kind::Relations | Kind::Labels(_) => Ok(()),
            Kind::Story(story) => story.text(reading, text),
            Kind::Sheet(sheet) => sheet.text(reading, text),
            Kind::Properties(properties) => {
                properties.text(text);
                Ok(())
            }
            Kind::Any(any) => any.text(reading, text),
        }
    }

    fn comment(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        match &mut self.kind {
            Kind::Story(Story { lines, .. })
            | Kind::Sheet(Sheet { lines, .. })
            | Kind::Any(Any { lines, .. }) => lines.aside(reading, text),
            Kind::Unknown | Kind::Properties(_) | Kind::Relations | Kind::Labels(_) => {
                reading.whole(text, Section::Hidden, "")
            }
        }
    }

    fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        match &mut self.kind {
            Kind::Unknown | Kind::Relations | Kind::Properties(_) => Ok(()),
            Kind::Story(story) => story.end(reading),
            Kind::Sheet(sheet) => sheet.end(reading),
            Kind::Labels(labels) => {
                self.package.labels = core::mem::take(&mut labels.0);
                Ok(())
            }
            Kind::Any(any) => any.end(reading),
        }
    }
}
