//! An attempt written down as JSON, to be tried on policies.

use crate::{
    ActivityType, Attempt, CannotScan, Content, FileFacts, Label, Place, SessionContext, Side,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An attempt that owns what an [`Attempt`] borrows.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct AttemptFile {
    activity: ActivityType,
    #[serde(default)]
    session: SessionContext,
    #[serde(default)]
    file: Option<FileJson>,
    #[serde(default)]
    place: PlaceJson,
    #[serde(default)]
    content: Option<ContentJson>,
    #[serde(default)]
    metadata: String,
    #[serde(default)]
    now: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct FileJson {
    name: String,
    #[serde(default)]
    size: Option<u64>,
    #[serde(default, alias = "label", with = "crate::label_list")]
    labels: Vec<Label>,
    #[serde(default)]
    file_type: Option<String>,
    #[serde(default, with = "hash")]
    sha256: Option<[u8; 32]>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct PlaceJson {
    url: String,
    source: SideJson,
    destination: SideJson,
    selectors: Vec<String>,
    data_size: Option<u64>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
struct SideJson {
    origin: String,
    app: String,
}

impl SideJson {
    fn side(&self) -> Side<'_> {
        Side {
            origin: &self.origin,
            app: &self.app,
        }
    }
}

/// `"text"`, or `{"part": "text"}`, or `{"notScanned": "tooLarge"}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "content has to be text or an object such as `{\"notScanned\": \"tooLarge\"}`"
)]
enum ContentJson {
    Text(String),
    #[serde(rename_all = "camelCase")]
    Part {
        part: String,
    },
    #[serde(rename_all = "camelCase")]
    NotScanned {
        not_scanned: CannotScan,
    },
}

impl AttemptFile {
    /// Reads an attempt; `name` is how errors call the file.
    ///
    /// # Errors
    /// [`AttemptFileError`] with the place and what was expected there.
    pub fn from_str(name: &str, json: &str) -> Result<Self, AttemptFileError> {
        let mut reader = serde_json::Deserializer::from_str(json);
        let attempt = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            AttemptFileError {
                file: name.into(),
                path,
                problem: error.into_inner().to_string(),
            }
        })?;
        reader.end().map_err(|error| AttemptFileError {
            file: name.into(),
            path: ".".into(),
            problem: error.to_string(),
        })?;
        Ok(attempt)
    }

    /// The attempt, as [`decide`](crate::decide()) takes it.
    #[must_use]
    pub fn attempt(&self) -> Attempt<'_> {
        Attempt {
            activity: &self.activity,
            session: &self.session,
            file: self.file.as_ref().map(|file| FileFacts {
                name: &file.name,
                size: file.size,
                labels: &file.labels,
                file_type: file.file_type.as_deref(),
                sha256: file.sha256.as_ref(),
                plain_name: None,
            }),
            place: Place {
                url: &self.place.url,
                source: self.place.source.side(),
                destination: self.place.destination.side(),
                selectors: &self.place.selectors,
                data_size: self.place.data_size,
            },
            content: match &self.content {
                None => Content::None,
                Some(ContentJson::Text(text)) => Content::Text(text),
                Some(ContentJson::Part { part }) => Content::Part(part),
                Some(ContentJson::NotScanned { not_scanned }) => Content::NotScanned(*not_scanned),
            },
            metadata: &self.metadata,
            now: self.now,
        }
    }
}

/// Why an attempt could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AttemptFileError {
    file: String,
    path: String,
    problem: String,
}

impl fmt::Display for AttemptFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.file, self.path, self.problem)
    }
}

impl std::error::Error for AttemptFileError {}

mod hash {
    use super::super::value::parse_hash;
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use std::fmt::Write as _;

    #[expect(clippy::ref_option, reason = "the signature is serde's")]
    pub(super) fn serialize<S: Serializer>(
        hash: &Option<[u8; 32]>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let written = hash.map(|hash| {
            hash.iter().fold(String::new(), |mut text, byte| {
                // Writing to a string cannot fail.
                let _ = write!(text, "{byte:02x}");
                text
            })
        });
        written.serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<[u8; 32]>, D::Error> {
        let Some(text) = Option::<String>::deserialize(deserializer)? else {
            return Ok(None);
        };
        let hash = parse_hash(&text)
            .ok_or_else(|| D::Error::custom("a SHA-256 has to be 64 hexadecimal digits"))?;
        Ok(Some(hash))
    }
}
