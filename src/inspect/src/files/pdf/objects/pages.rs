//! Pages, with what they draw.

use crate::files::outcome::Reason;
use crate::files::pdf::content::{Content, Seen};
use crate::files::pdf::document::Document;
use crate::files::pdf::fonts::Fonts;
use crate::files::pdf::object::{Dict, Object};
use crate::files::reading::{Reading, Stop};
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::vec::Vec;

/// Reads every page that there is: those of the tree in their order, and then those that nothing leads to.
pub(super) fn read(
    reading: &mut Reading<'_>,
    document: &Document<'_>,
    fonts: &mut Fonts,
    seen: &mut Seen,
) -> Result<(), Stop> {
    let order = order(reading, document)?;
    let mut pages = Vec::new();
    for (number, place) in document.numbered() {
        document.pay(reading)?;
        if let Object::Dict(dict) = document.object(*place)
            && (dict.is(b"Type", b"Page") || dict.has(b"Contents") && dict.has(b"MediaBox"))
        {
            pages.push((order.get(number).copied().unwrap_or(usize::MAX), *place));
        }
    }
    pages.sort_unstable();
    for (_, place) in pages {
        document.pay(reading)?;
        let object = document.object(place);
        let Some(dict) = object.dict() else { continue };
        seen.pages += 1;
        let name = format!("page {}", seen.pages);
        reading.within(&name, |reading| page(reading, document, dict, fonts, seen))?;
    }
    Ok(())
}

/// Where in the tree of pages each object is (7.7.3).
fn order(reading: &mut Reading<'_>, document: &Document<'_>) -> Result<BTreeMap<u32, usize>, Stop> {
    let mut order = BTreeMap::new();
    let root = document
        .trailers
        .iter()
        .rev()
        .find_map(|trailer| trailer.get(b"Root"));
    let root = root.map(|root| document.resolve(root));
    let pages = root.as_ref().and_then(|root| root.dict()?.get(b"Pages"));
    let mut ahead: Vec<Object> = pages.cloned().into_iter().collect();
    while let Some(next) = ahead.pop() {
        document.pay(reading)?;
        if let Object::Reference(number) = next {
            if order.contains_key(&number) {
                continue;
            }
            order.insert(number, order.len());
        }
        let kids = document
            .resolve(&next)
            .dict()
            .map(|dict| document.get(dict, b"Kids"));
        ahead.extend(
            kids.iter()
                .flat_map(|kids| kids.parts().iter().rev().cloned()),
        );
    }
    Ok(order)
}

fn page(
    reading: &mut Reading<'_>,
    document: &Document<'_>,
    dict: &Dict,
    fonts: &mut Fonts,
    seen: &mut Seen,
) -> Result<(), Stop> {
    let mut streams = Vec::new();
    for contents in dict
        .get(b"Contents")
        .map(|contents| document.versions(contents))
        .unwrap_or_default()
    {
        for part in contents.parts() {
            let versions = document.versions(part);
            if versions.is_empty() {
                reading.fail(Reason::Corrupt);
            }
            streams.extend(versions);
        }
    }
    let mut bytes = Vec::new();
    let mut held = 0;
    for stream in streams {
        let Object::Stream(stream) = stream else {
            continue;
        };
        document.pay(reading)?;
        if let Some(part) = document.decoded(reading, &stream)? {
            bytes.extend_from_slice(&part);
            // Words do not go on from one stream to the next.
            bytes.push(b'\n');
            held += part.len();
        }
    }
    let resources = inherited(document, dict);
    if seen.resources.is_empty() {
        seen.resources.clone_from(&resources);
    }
    let mut content = Content::new(reading, document, resources);
    let result = content.read(reading, &bytes, fonts, seen);
    reading.release(held);
    result?;
    content.end(reading)
}

/// The resources of a page, or of those above it (7.7.3.4).
fn inherited(document: &Document<'_>, page: &Dict) -> Vec<Dict> {
    let mut out = Vec::new();
    let mut dict = page.clone();
    for _ in 0..32 {
        out.extend(document.get(&dict, b"Resources").dict().cloned());
        match document.get(&dict, b"Parent").dict() {
            Some(parent) => dict = parent.clone(),
            None => break,
        }
    }
    out
}
