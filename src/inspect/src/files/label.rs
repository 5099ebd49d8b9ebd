//! Sensitivity labels of Microsoft Purview Information Protection (MIP).
//!
//! Sources: MS-OFFCRYPTO 2.6 (`LabelInfo`), MS-OI29500 3.4.1.5 (its part in a document), and "Sensitivity label metadata" of the
//! MIP SDK (`MSIP_Label_<id>_<key>` in custom properties, PDF and mail headers).

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// A label that a file carries. Its name in a policy comes from configuration, by [`Self::id`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The label's GUID, in small letters without braces.
    pub id: String,
    /// The GUID of the organization it belongs to.
    pub site_id: Option<String>,
    /// Its name as the file says it, which proves nothing and may be outdated.
    pub name: Option<String>,
    /// Who set it.
    pub method: Option<LabelMethod>,
    /// What it does to the content: 1 a header, 2 a footer, 4 a watermark, 8 encryption, added up.
    pub content_bits: Option<u32>,
    /// Where it was found.
    pub source: LabelSource,
    /// The way to the file within the file that carries it; empty for the file itself.
    pub path: String,
}

/// Who set a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelMethod {
    /// By default, or automatically.
    Standard,
    /// By a person.
    Privileged,
}

/// Where a label was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelSource {
    /// The part `LabelInfo.xml` of an Office document, found by its relationship.
    LabelInfo,
    /// The stream `LabelInfo` beside the encrypted document.
    ProtectedLabelInfo,
    /// The custom properties of a document.
    CustomProperties,
    /// The information dictionary of a PDF.
    PdfInfo,
    /// The XMP packet of a PDF.
    PdfXmp,
    /// The header `msip_labels` of a mail.
    MailHeader,
}

/// Labels of one file, being collected.
#[derive(Default)]
pub(crate) struct Labels(Vec<Entry>);

struct Entry {
    label: Label,
    enabled: bool,
}

/// The most labels of one file that are kept. A file has one for each organization.
const MOST: usize = 64;

impl Labels {
    /// An element `label` of `LabelInfo`, by its attributes. It decides, even if it says that there is none.
    pub(crate) fn add_element<'a>(
        &mut self,
        attributes: impl Iterator<Item = (&'a str, &'a str)>,
        source: LabelSource,
    ) {
        let mut label = None;
        let (mut site_id, mut method, mut bits) = (None, None, None);
        let (mut enabled, mut removed) = (true, false);
        for (name, value) in attributes {
            match name {
                "id" => label = guid(value),
                "siteId" => site_id = guid(value),
                "method" => method = method_of(value),
                "contentBits" => bits = value.trim().parse().ok(),
                "enabled" => enabled = is_true(value),
                "removed" => removed = is_true(value),
                _ => (), // a text, not an enum
            }
        }
        let Some(id) = label else { return };
        let Some(entry) = self.entry(&id, source) else {
            return;
        };
        entry.label.site_id = site_id;
        entry.label.method = method;
        entry.label.content_bits = bits;
        entry.enabled = enabled && !removed;
    }

    /// A property `MSIP_Label_<id>_<key>`; others are no matter.
    pub(crate) fn add_property(&mut self, name: &str, value: &str, source: LabelSource) {
        let Some((id, key)) = property(name) else {
            return;
        };
        let Some(entry) = self.entry(&id, source) else {
            return;
        };
        let value = value.trim();
        match key.to_ascii_lowercase().as_str() {
            "enabled" => entry.enabled = is_true(value),
            "siteid" => entry.label.site_id = guid(value),
            "method" => entry.label.method = method_of(value),
            "name" => entry.label.name = (!value.is_empty()).then(|| value.to_owned()),
            "contentbits" => entry.label.content_bits = value.parse().ok(),
            _ => (), // a text, not an enum
        }
    }

    /// Pairs as in `MSIP_Label_<id>_Enabled=true; MSIP_Label_<id>_Name=Confidential`, with white space from folding anywhere.
    pub(crate) fn add_pairs(&mut self, text: &str, source: LabelSource) {
        for pair in text.split(';') {
            if let Some((name, value)) = pair.split_once('=') {
                let name: String = name.split_whitespace().collect();
                self.add_property(&name, value, source);
            }
        }
    }

    /// The one with this id. What was found first in a more telling source is kept as it is.
    fn entry(&mut self, id: &str, source: LabelSource) -> Option<&mut Entry> {
        let found = self.0.iter().position(|entry| entry.label.id == id);
        match found {
            Some(at) => self
                .0
                .get_mut(at)
                .filter(|entry| entry.label.source == source),
            None if self.0.len() < MOST => {
                self.0.push(Entry {
                    label: Label {
                        id: id.to_owned(),
                        site_id: None,
                        name: None,
                        method: None,
                        content_bits: None,
                        source,
                        path: String::new(),
                    },
                    enabled: false,
                });
                self.0.last_mut()
            }
            None => None,
        }
    }

    /// Adds those of a less telling source that are not known yet.
    pub(crate) fn or(&mut self, others: Self) {
        for other in others.0 {
            let id = &other.label.id;
            match self.0.iter_mut().find(|entry| entry.label.id == *id) {
                // The name is not in `LabelInfo`.
                Some(known) => known.label.name = known.label.name.take().or(other.label.name),
                None => self.0.push(other),
            }
        }
    }

    /// Those that count, of the file at `path`.
    pub(super) fn finish(self, path: &str) -> impl Iterator<Item = Label> {
        let enabled = self.0.into_iter().filter(|entry| entry.enabled);
        enabled.map(move |entry| Label {
            path: path.to_owned(),
            ..entry.label
        })
    }
}

/// The id and the key of a property's name.
fn property(name: &str) -> Option<(String, &str)> {
    const START: &str = "MSIP_Label_";
    let (start, rest) = name.trim().split_at_checked(START.len())?;
    let (id, key) = rest.split_at_checked(36)?;
    if !start.eq_ignore_ascii_case(START) {
        return None;
    }
    Some((guid(id)?, key.strip_prefix('_')?))
}

/// A GUID in small letters without braces.
fn guid(text: &str) -> Option<String> {
    crate::guid(text.trim().trim_matches(['{', '}']))
}

fn is_true(value: &str) -> bool {
    let value = value.trim();
    value == "1" || value.eq_ignore_ascii_case("true")
}

fn method_of(value: &str) -> Option<LabelMethod> {
    match value.trim() {
        "Standard" => Some(LabelMethod::Standard),
        "Privileged" => Some(LabelMethod::Privileged),
        _ => None, // a text, not an enum
    }
}

#[cfg(test)]
mod tests {
    use super::{LabelMethod, LabelSource, Labels};
    use alloc::vec::Vec;

    const ONE: &str = "2f2a9d6e-9c3b-4d1c-8a6c-0f1d7f0b9a11";
    const TWO: &str = "7b1c0e52-3f44-4f0a-9d55-6a1e2c3d4e5f";

    #[test]
    fn a_header_that_is_folded_within_a_name_is_read() {
        let text = alloc::format!(
            "MSIP_Label_{ONE}_Ena\t bled=True; MSIP_Label_2f2a9d6e-9c3b- 4d1c-8a6c-0f1d7f0b9a11_Name=Top Secret; \
             MSIP_Label_{ONE}_Method=Privileged;MSIP_Label_{TWO}_Enabled=false; MSIP_Label_{TWO}_Name=Old;;x=y"
        );
        let mut labels = Labels::default();
        labels.add_pairs(&text, LabelSource::MailHeader);
        let found: Vec<_> = labels.finish("").collect();
        assert_eq!(found.len(), 1);
        let label = found.first().unwrap();
        assert_eq!(
            (label.id.as_str(), label.name.as_deref()),
            (ONE, Some("Top Secret"))
        );
        assert_eq!(label.method, Some(LabelMethod::Privileged));
    }

    #[test]
    fn the_part_decides_about_its_labels_and_properties_add_others() {
        let mut part = Labels::default();
        let gone = [
            ("id", "{2F2A9D6E-9C3B-4D1C-8A6C-0F1D7F0B9A11}"),
            ("enabled", "1"),
            ("removed", "1"),
        ];
        part.add_element(gone.into_iter(), LabelSource::LabelInfo);
        let mut properties = Labels::default();
        for id in [ONE, TWO] {
            let name = alloc::format!("MSIP_Label_{id}_Enabled");
            properties.add_property(&name, "true", LabelSource::CustomProperties);
        }
        part.or(properties);
        let found: Vec<_> = part.finish("").map(|label| label.id).collect();
        assert_eq!(found, [TWO]);
    }

    #[test]
    fn what_is_no_label_is_none() {
        let mut labels = Labels::default();
        for name in [
            "MSIP_Label_",
            "MSIP_Label_x_Enabled",
            "Sensitivity",
            "MSIP_Label_é",
            "",
        ] {
            labels.add_property(name, "true", LabelSource::PdfInfo);
        }
        labels.add_element([("id", "no guid")].into_iter(), LabelSource::LabelInfo);
        assert_eq!(labels.finish("").count(), 0);
    }
}
