//! A case: a file, and what must come of reading it.

use super::transcript::Transcript;
use serde::Deserialize;
use stepgate_inspect::files::{Label, Limits};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    #[allow(dead_code, reason = "for people")]
    about: String,
    pub file: String,
    #[serde(default)]
    limits: SomeLimits,
    expected: Expected,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct SomeLimits {
    file_bytes: Option<usize>,
    characters: Option<u64>,
    entries: Option<u32>,
    entry_bytes: Option<u64>,
    depth: Option<u32>,
    work: Option<u64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Expected {
    file_type: String,
    outcome: String,
    /// The reasons beside the outcome.
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    mismatch: bool,
    #[serde(default)]
    labels: Vec<SomeLabel>,
    #[serde(default)]
    found: Vec<Words>,
    #[serde(default)]
    absent: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SomeLabel {
    id: String,
    source: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    site_id: Option<String>,
    #[serde(default)]
    method: Option<String>,
    #[serde(default)]
    content_bits: Option<u32>,
    #[serde(default)]
    path: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Words {
    text: String,
    #[serde(default)]
    section: Option<String>,
    #[serde(default)]
    path: Option<String>,
    #[serde(default)]
    name: Option<String>,
}

impl Case {
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        let some = &self.limits;
        limits.file_bytes = some.file_bytes.unwrap_or(limits.file_bytes);
        limits.characters = some.characters.unwrap_or(limits.characters);
        limits.entries = some.entries.unwrap_or(limits.entries);
        limits.entry_bytes = some.entry_bytes.unwrap_or(limits.entry_bytes);
        limits.depth = some.depth.unwrap_or(limits.depth);
        limits.work = some.work.unwrap_or(limits.work);
        limits
    }

    /// What is not as it must be.
    pub fn differences(&self, transcript: &Transcript) -> Vec<String> {
        let (expected, report) = (&self.expected, &transcript.report);
        let mut out = Vec::new();
        let mut same = |what: &str, is: String, must: String| {
            if is != must {
                out.push(format!("{what} is {is}, not {must}"));
            }
        };
        same(
            "the type",
            report.file_type.into(),
            expected.file_type.clone(),
        );
        same(
            "the outcome",
            report.keyword().into(),
            expected.outcome.clone(),
        );
        let also: Vec<_> = report
            .reasons
            .iter()
            .skip(1)
            .map(|reason| reason.keyword())
            .collect();
        same("also", format!("{also:?}"), format!("{:?}", expected.also));
        same(
            "the mismatch",
            report.is_mismatch.to_string(),
            expected.mismatch.to_string(),
        );
        let labels: Vec<_> = report.labels.iter().map(written).collect();
        let must: Vec<_> = expected.labels.iter().map(SomeLabel::written).collect();
        same("the labels", labels.join("\n"), must.join("\n"));
        for words in &expected.found {
            if !words.are_in(transcript) {
                out.push(format!(
                    "`{}` is not found in {:?} {:?}",
                    words.text, words.section, words.path
                ));
            }
        }
        for words in &expected.absent {
            if transcript
                .parts
                .iter()
                .any(|part| part.text.contains(words))
            {
                out.push(format!("`{words}` is found"));
            }
        }
        out
    }
}

impl Words {
    fn are_in(&self, transcript: &Transcript) -> bool {
        transcript.parts.iter().any(|part| {
            part.text.contains(&self.text)
                && self
                    .section
                    .as_ref()
                    .is_none_or(|section| part.section.keyword() == section)
                && self.path.as_ref().is_none_or(|path| part.path == *path)
                && self.name.as_ref().is_none_or(|name| part.name == *name)
        })
    }
}

fn written(label: &Label) -> String {
    format!(
        "{} {:?} {:?} {:?} {:?} {:?} {}",
        label.id,
        label.source,
        label.name,
        label.site_id,
        label.method.map(|method| format!("{method:?}")),
        label.content_bits,
        label.path
    )
}

impl SomeLabel {
    fn written(&self) -> String {
        format!(
            "{} {} {:?} {:?} {:?} {:?} {}",
            self.id,
            self.source,
            self.name,
            self.site_id,
            self.method,
            self.content_bits,
            self.path
        )
    }
}
