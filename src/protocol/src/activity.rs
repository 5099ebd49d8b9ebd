//! What is kept of an attempt: who, what, where and why, never the content.

use crate::json::{Object, array, boolean, hex, number, string};
use crate::{Outcome, Source};
use stepgate_policy::{
    Action, ActivityType, Failure, FileFacts, Found, Inspected, Label, PolicyTrace,
};

/// One activity, as the page reports it and the gateway keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "camelCase")
)]
pub struct Activity {
    /// 32 hexadecimal digits, made where it happened, so that one sent twice is kept once.
    #[cfg_attr(feature = "serde", serde(deserialize_with = "id"))]
    pub id: String,
    /// Unix time in milliseconds.
    pub time: u64,
    /// What was attempted.
    pub activity: ActivityType,
    /// What was decided.
    pub action: Action,
    /// Id of the policy that acted.
    pub policy: Option<String>,
    /// What became of it.
    pub outcome: Outcome,
    /// Where: origin and path, no query.
    pub url: String,
    /// The file, where there was one.
    pub file: Option<ActivityFile>,
    /// Ids of every policy that matched.
    pub matches: Vec<String>,
    /// Why no decision could be made, if none could.
    pub failure: Option<Failure>,
    /// The policies it was decided by, [`Bundle::revision`](stepgate_policy::Bundle::revision).
    #[cfg_attr(feature = "serde", serde(with = "revision"))]
    pub revision: u64,
    /// How each policy for the activity came out.
    pub trace: Vec<PolicyTrace>,
    /// What the policies that matched found in the content, masked.
    #[cfg_attr(feature = "serde", serde(default))]
    pub findings: Vec<Found>,
    /// Who recorded it.
    pub source: Source,
    /// A short remark, such as a gap in what the agent covers.
    pub detail: Option<String>,
}

/// The most labels that are kept of a file.
pub const MOST_LABELS: usize = 64;

/// What is kept of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(deny_unknown_fields, rename_all = "camelCase")
)]
pub struct ActivityFile {
    /// Its name without a folder.
    pub name: String,
    /// Its size in bytes, if known.
    pub size: Option<u64>,
    /// Its sensitivity labels, and those of files within it. Written before there could be several, it has one or none.
    #[cfg_attr(
        feature = "serde",
        serde(default, alias = "label", with = "stepgate_policy::label_list")
    )]
    pub labels: Vec<Label>,
    /// What it is by its content, if known: one of [`FILE_TYPES`](stepgate_policy::FILE_TYPES).
    #[cfg_attr(feature = "serde", serde(default))]
    pub file_type: Option<String>,
    /// Whether its name says that it is something else, if known.
    #[cfg_attr(feature = "serde", serde(default))]
    pub mismatch: Option<bool>,
}

/// What the page posts to [`paths::ACTIVITIES`](crate::paths::ACTIVITIES).
#[cfg(feature = "serde")]
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Batch {
    /// At most [`MAX_BATCH`](crate::MAX_BATCH); the reader of the request has to check.
    pub activities: Vec<Activity>,
}

/// Appends a batch to `out` as JSON.
pub fn write_batch<'a>(activities: impl IntoIterator<Item = &'a Activity>, out: &mut String) {
    let mut object = Object::begin(out);
    array(object.name("activities"), activities, |out, activity| {
        activity.write_json(out)
    });
    object.end();
}

impl Activity {
    /// Appends it to `out` as JSON.
    pub fn write_json(&self, out: &mut String) {
        let mut object = Object::begin(out);
        object.string("id", &self.id);
        number(object.name("time"), self.time);
        write_activity_type(object.name("activity"), &self.activity);
        object.string("action", self.action.keyword());
        object.optional("policy", self.policy.as_deref());
        object.string("outcome", self.outcome.keyword());
        object.string("url", &self.url);
        match &self.file {
            Some(file) => file.write_json(object.name("file")),
            None => object.name("file").push_str("null"),
        }
        array(object.name("matches"), &self.matches, |out, id| {
            string(out, id)
        });
        object.optional("failure", self.failure.map(Failure::keyword));
        let out = object.name("revision");
        out.push('"');
        hex(out, self.revision, 16);
        out.push('"');
        array(object.name("trace"), &self.trace, write_trace);
        array(object.name("findings"), &self.findings, write_found);
        object.string("source", self.source.keyword());
        object.optional("detail", self.detail.as_deref());
        object.end();
    }
}

impl From<FileFacts<'_>> for ActivityFile {
    fn from(file: FileFacts<'_>) -> Self {
        Self {
            name: file.name.into(),
            size: file.size,
            labels: file.labels.iter().take(MOST_LABELS).cloned().collect(),
            file_type: file.file_type.map(Into::into),
            mismatch: file.mismatch(),
        }
    }
}

impl ActivityFile {
    fn write_json(&self, out: &mut String) {
        let mut object = Object::begin(out);
        object.string("name", &self.name);
        match self.size {
            Some(size) => number(object.name("size"), size),
            None => object.name("size").push_str("null"),
        }
        array(object.name("labels"), &self.labels, write_label);
        object.optional("fileType", self.file_type.as_deref());
        let mismatch = self.mismatch.map_or("null", boolean);
        object.name("mismatch").push_str(mismatch);
        object.end();
    }
}

fn write_label(out: &mut String, label: &Label) {
    let mut object = Object::begin(out);
    object.string("id", &label.id);
    object.string("siteId", &label.site_id);
    object.string("name", &label.name);
    object.name("nested").push_str(boolean(label.nested));
    object.end();
}

fn write_found(out: &mut String, found: &Found) {
    let mut object = Object::begin(out);
    number(object.name("policy"), found.policy.into());
    object.string("expression", found.expression.keyword());
    number(object.name("count"), found.count.into());
    match found.confidence {
        Some(confidence) => number(object.name("confidence"), confidence.into()),
        None => object.name("confidence").push_str("null"),
    }
    array(object.name("evidence"), &found.evidence, |out, one| {
        string(out, one)
    });
    array(
        object.name("fingerprints"),
        &found.fingerprints,
        |out, print| {
            out.push('"');
            hex(out, *print, 16);
            out.push('"');
        },
    );
    object.end();
}

fn write_activity_type(out: &mut String, activity: &ActivityType) {
    match activity {
        ActivityType::Custom(name) => string(out, &["custom:", name].concat()),
        ActivityType::Copy
        | ActivityType::Cut
        | ActivityType::Paste
        | ActivityType::Print
        | ActivityType::Download
        | ActivityType::Upload
        | ActivityType::SendItem => string(out, activity.keyword()),
    }
}

fn write_trace(out: &mut String, trace: &PolicyTrace) {
    let mut object = Object::begin(out);
    number(object.name("policy"), u64::from(trace.policy));
    object.name("matched").push_str(boolean(trace.matched));
    object.name("satisfied").push_str(boolean(trace.satisfied));
    array(object.name("conditions"), &trace.conditions, |out, held| {
        out.push_str(boolean(*held))
    });
    let out = object.name("inspection");
    match trace.inspection {
        None => out.push_str("null"),
        Some(Inspected::Count(count)) => {
            let mut inspection = Object::begin(out);
            number(inspection.name("count"), u64::from(count));
            inspection.end();
        }
        Some(Inspected::NotAsked) => string(out, "notAsked"),
        Some(Inspected::Failed(reason)) => string(out, reason.keyword()),
    }
    object.end();
}

#[cfg(feature = "serde")]
fn id<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let id = <String as serde::Deserialize>::deserialize(deserializer)?;
    let valid = id.len() == 32
        && id
            .bytes()
            .all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    valid.then_some(id).ok_or_else(|| {
        serde::de::Error::custom("an activity's id has to be 32 small hexadecimal digits")
    })
}

#[cfg(feature = "serde")]
mod revision {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};
    use std::borrow::Cow;

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "the signature is serde's"
    )]
    pub(super) fn serialize<S: Serializer>(
        revision: &u64,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{revision:016x}"))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        let digits = Cow::<str>::deserialize(deserializer)?;
        let valid = digits.len() == 16 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        valid
            .then(|| u64::from_str_radix(&digits, 16).ok())
            .flatten()
            .ok_or_else(|| D::Error::custom("a revision has to be 16 hexadecimal digits"))
    }
}
