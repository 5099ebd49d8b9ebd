//! An attempt written down as JSON, to be tried on policies.

use crate::{ActivityType, Attempt, CannotScan, Content, FileFacts, SessionContext};
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
    content: Option<ContentJson>,
    #[serde(default)]
    now: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct FileJson {
    name: String,
    #[serde(default)]
    size: Option<u64>,
    #[serde(default)]
    label: Option<String>,
}

/// `"text"`, or `{"notScanned": "tooLarge"}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(
    untagged,
    expecting = "content has to be text or an object such as `{\"notScanned\": \"tooLarge\"}`"
)]
enum ContentJson {
    Text(String),
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
                label: file.label.as_deref(),
            }),
            content: match &self.content {
                None => Content::None,
                Some(ContentJson::Text(text)) => Content::Text(text),
                Some(ContentJson::NotScanned { not_scanned }) => Content::NotScanned(*not_scanned),
            },
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
