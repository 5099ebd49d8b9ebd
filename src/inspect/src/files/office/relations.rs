//! How parts belong together (ISO 29500-2, 6.5).

use super::Package;
use crate::files::charset::Decoder;
use crate::files::inflate::Held;
use crate::files::markup::{self, Elements, Language, Tag};
use crate::files::place::Section;
use crate::files::reading::{Reading, Stop};
use crate::files::zip::{Directory, read_entry};
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// What the part with the labels is to the document (MS-OI29500 3.4.1.5).
const LABELS: &str =
    "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels";

/// The end of the type of custom properties, which is not the same in the strict form.
const CUSTOM: &str = "/custom-properties";

/// Links of a part: those that lead out of the document are text.
pub(super) struct Relations;

impl Relations {
    pub(super) fn open(reading: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        let external = tag.get("TargetMode").is_some_and(|mode| mode == "External");
        if !external {
            return Ok(());
        }
        let target = tag.get("Target").unwrap_or_default();
        reading.whole(&target, Section::Hidden, "")
    }
}

/// The most links of one part that are kept: those that a document needs to be read.
const MOST: usize = 10_000;

/// One link.
pub(super) struct Relation {
    pub(super) id: String,
    pub(super) kind: String,
    /// The name of the part it leads to, from the root of the package.
    pub(super) target: String,
}

struct All<'a> {
    folder: &'a str,
    relations: Vec<Relation>,
}

impl Elements for All<'_> {
    fn open(&mut self, _: &mut Reading<'_>, tag: &Tag<'_>) -> Result<(), Stop> {
        let external = tag.get("TargetMode").is_some_and(|mode| mode == "External");
        if tag.local() == "Relationship" && !external && self.relations.len() < MOST {
            let text = |name| tag.get(name).unwrap_or_default().into_owned();
            self.relations.push(Relation {
                id: text("Id"),
                kind: text("Type"),
                target: resolve(self.folder, &text("Target")),
            });
        }
        Ok(())
    }
}

/// The name of the part that `target` means, seen from `folder`.
fn resolve(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            "." | "" => (),
            ".." => drop(steps.pop()),
            _ => steps.push(step), // a text, not an enum
        }
    }
    steps.join("/")
}

/// The links of the part of this name, or of the package for an empty one.
pub(super) fn of(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    directory: &Directory,
    part: &str,
) -> Result<Vec<Relation>, Stop> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let name = [folder, "/_rels/", file, ".rels"].concat();
    let Some(entry) = directory.find(&name) else {
        return Ok(Vec::new());
    };
    let mut held = Held::default();
    read_entry(reading, bytes, entry, &mut held)?;
    let all = All {
        folder,
        relations: Vec::new(),
    };
    let all = markup::read(reading, held.get(), Language::Html, Decoder::default(), all)?;
    held.release(reading);
    Ok(all.relations)
}

/// Finds the parts that say what the document is labelled.
pub(super) fn read_root(
    reading: &mut Reading<'_>,
    bytes: &[u8],
    directory: &Directory,
    package: &mut Package,
) -> Result<(), Stop> {
    for relation in of(reading, bytes, directory, "")? {
        if relation.kind == LABELS {
            package.label_part.get_or_insert(relation.target);
        } else if relation.kind.ends_with(CUSTOM) {
            package.custom_part.get_or_insert(relation.target);
        }
    }
    Ok(())
}
