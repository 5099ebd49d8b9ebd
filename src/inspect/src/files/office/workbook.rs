//! What a workbook's sheets share: their names, whether they are seen, the strings, and how numbers are shown.

use super::Package;
use super::formats::Formats;
use super::relations::{self, Relation};
use crate::files::charset::Decoder;
use crate::files::inflate::Held;
use crate::files::markup::{self, Elements, Language, Parser, Tag, local};
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use crate::files::zip::{Directory, read_entry};
use alloc::string::String;
use alloc::vec::Vec;

#[derive(Default)]
pub(super) struct Workbook {
    sheets: Vec<SheetName>,
    /// All shared strings after each other, and where each ends.
    strings: String,
    ends: Vec<u32>,
    used: Vec<bool>,
    strings_part: Option<String>,
    pub(super) formats: Formats,
}

struct SheetName {
    part: String,
    name: String,
    section: Section,
}

/// The most sheets whose names are known.
const MOST: usize = 1_000;

/// The entry that the package says is the main part.
const MAIN: &str = "/officeDocument";

pub(super) fn read(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    directory: &Directory,
    package: &mut Package,
) -> Result<(), Stop> {
    let root = relations::of(reading, bytes, directory, "")?;
    let Some(main) = root
        .into_iter()
        .find(|relation| relation.kind.ends_with(MAIN))
    else {
        return Ok(());
    };
    let relations = relations::of(reading, bytes, directory, &main.target)?;
    let shared = relations
        .iter()
        .find(|relation| relation.kind.ends_with("/sharedStrings"));
    if let Some(entry) = shared.and_then(|shared| directory.find(&shared.target)) {
        let strings = Strings {
            workbook: Workbook::default(),
            inside: 0,
            phonetic: false,
        };
        let mut parser = Parser::new(Language::Xml, Decoder::default(), strings);
        let is_whole = read_entry(reading, bytes, entry, &mut parser)?;
        parser.end(reading, is_whole)?;
        package.workbook = parser.elements.workbook;
        package.workbook.strings_part = Some(entry.name.clone());
    }
    if !relations
        .iter()
        .any(|relation| relation.kind.ends_with("/worksheet"))
    {
        return Ok(());
    }
    let styles = relations
        .iter()
        .find(|relation| relation.kind.ends_with("/styles"));
    if let Some(entry) = styles.and_then(|styles| directory.find(&styles.target)) {
        let mut parser = Parser::new(Language::Html, Decoder::default(), Formats::default());
        let is_whole = read_entry(reading, bytes, entry, &mut parser)?;
        parser.end(reading, is_whole)?;
        package.workbook.formats = parser.elements;
    }
    if let Some(entry) = directory.find(&main.target) {
        let mut held = Held::default();
        read_entry(reading, bytes, entry, &mut held)?;
        let names = Names {
            relations: &relations,
            sheets: Vec::new(),
        };
        let names = markup::read(
            reading,
            held.get(),
            Language::Html,
            Decoder::default(),
            names,
        )?;
        package.workbook.sheets = names.sheets;
        held.release(reading);
    }
    Ok(())
}

impl Workbook {
    /// Whether this part was read before the others.
    pub(super) fn has_read(&self, part: &str) -> bool {
        super::is_part(self.strings_part.as_deref(), part)
    }

    /// What the sheet in this part is called, and whether it is seen.
    pub(super) fn sheet(&self, part: &str) -> (Section, &str) {
        let found = self
            .sheets
            .iter()
            .find(|sheet| sheet.part.eq_ignore_ascii_case(part));
        found.map_or((Section::Sheet, ""), |sheet| (sheet.section, &sheet.name))
    }

    /// The shared string of this number.
    pub(super) fn string(&mut self, number: usize) -> &str {
        if let Some(used) = self.used.get_mut(number) {
            *used = true;
        }
        self.get(number).unwrap_or_default()
    }

    fn get(&self, number: usize) -> Option<&str> {
        let start = match number.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.strings
            .get(start as usize..*self.ends.get(number)? as usize)
    }

    /// Strings that no cell shows are still in the file.
    pub(super) fn end(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let unused = self.used.iter().enumerate().filter(|(_, used)| !**used);
        let part = reading.part();
        for (number, _) in unused {
            let text = self.get(number).unwrap_or_default();
            reading.hand(text, part, Section::Hidden, "")?;
            reading.hand("\n", part, Section::Hidden, "")?;
        }
        reading.release(self.strings.len());
        Ok(())
    }
}

/// Reads the shared strings (18.4).
struct Strings {
    workbook: Workbook,
    inside: u32,
    phonetic: bool,
}

impl Elements for Strings {
    fn open(&mut self, _: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        match tag.local() {
            "t" => self.inside = 1,
            "rPh" => self.phonetic = true,
            _ => (), // a text, not an enum
        }
        Ok(())
    }

    fn close(&mut self, _: &mut Reading<'_>, name: &str) -> Result<(), Stop> {
        let workbook = &mut self.workbook;
        match local(name) {
            "t" => self.inside = 0,
            "rPh" => self.phonetic = false,
            "si" => {
                workbook
                    .ends
                    .push(u32::try_from(workbook.strings.len()).unwrap_or(u32::MAX));
                workbook.used.push(false);
            }
            _ => (), // a text, not an enum
        }
        Ok(())
    }

    fn text(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        if self.inside == 0 {
            return Ok(());
        }
        if self.phonetic {
            return reading.whole(text, Section::Hidden, "");
        }
        if !reading.hold(text.len()) {
            return Err(Stop);
        }
        self.workbook.strings.push_str(text);
        Ok(())
    }

    fn comment(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        reading.whole(text, Section::Hidden, "")
    }
}

/// Reads the names of the sheets (18.2.19).
struct Names<'r> {
    relations: &'r [Relation],
    sheets: Vec<SheetName>,
}

impl Elements for Names<'_> {
    fn open(&mut self, _: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        if tag.local() != "sheet" || self.sheets.len() >= MOST {
            return Ok(());
        }
        // `r:id` beside `sheetId`.
        let id = tag.get("id").unwrap_or_default();
        if let Some(relation) = self.relations.iter().find(|relation| relation.id == id) {
            let shown = tag.get("state").is_none_or(|state| state == "visible");
            self.sheets.push(SheetName {
                part: relation.target.clone(),
                name: tag.get("name").unwrap_or_default().into_owned(),
                section: if shown {
                    Section::Sheet
                } else {
                    Section::HiddenSheet
                },
            });
        }
        Ok(())
    }
}
