//! What is known of an attempt, owned, so that it can be held while the person proves who they are?

use crate::host::Value;
use stepgate_policy::{ActivityType, CannotScan, Content, FileFacts};
use stepgate_protocol::ActivityFile;

/// The greatest text that is read for inspection, in UTF-16 code units.
pub const MOST_TEXT: u32 = 4 * 1024 * 1024;

/// One attempt.
#[derive(Clone, Debug)]
pub struct Facts {
    /// What is about to be done.
    pub activity: ActivityType,
    /// The file, where there is one.
    pub file: Option<File>,
    /// The content, as far as it was read.
    pub material: Material,
}

/// What is known of a file without reading it.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Its name without a folder.
    pub name: String,
    /// Its size in bytes, if known.
    pub size: Option<u64>,
    /// Its sensitivity label, if it has one.
    pub label: Option<String>,
}

/// The content of an attempt.
#[derive(Clone, Debug, Default)]
pub enum Material {
    /// None, or nobody asked.
    #[default]
    None,
    /// All of it.
    Text(String),
    /// It cannot be read.
    NotScanned(CannotScan),
}

impl Facts {
    /// An attempt without a file or content.
    #[must_use]
    pub const fn new(activity: ActivityType) -> Self {
        Self {
            activity,
            file: None,
            material: Material::None,
        }
    }

    /// An attempt on a file.
    #[must_use]
    pub const fn on(activity: ActivityType, file: File) -> Self {
        Self {
            activity,
            file: Some(file),
            material: Material::None,
        }
    }

    /// The same with content.
    #[must_use]
    pub fn with(mut self, material: Material) -> Self {
        self.material = material;
        self
    }

    /// What a `once` grant is bound to.
    #[must_use]
    pub fn object(&self) -> &str {
        self.file.as_ref().map_or("", |file| &file.name)
    }
}

impl File {
    /// A file of which only the name is known.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            size: None,
            label: None,
        }
    }

    /// As a decision takes it.
    #[must_use]
    pub fn facts(&self) -> FileFacts<'_> {
        FileFacts {
            name: &self.name,
            size: self.size,
            label: self.label.as_deref(),
            ..FileFacts::default()
        }
    }

    /// As an activity keeps it.
    #[must_use]
    pub fn record(&self) -> ActivityFile {
        ActivityFile {
            name: self.name.clone(),
            size: self.size,
            label: self.label.clone(),
        }
    }
}

impl Material {
    /// What a value of the page says, if it is text and not too long to read.
    #[must_use]
    pub fn of(value: Value) -> Self {
        match value {
            Value::Text(_, units) if units > MOST_TEXT => Self::NotScanned(CannotScan::TooLarge),
            Value::Text(text, units) => Self::Text(crate::abi::text(text, units)),
            Value::Undefined
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Object(_)
            | Value::Thrown(_) => Self::None,
        }
    }

    /// The text, as far as it was read.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::None | Self::NotScanned(_) => String::new(),
        }
    }

    /// As a decision takes it.
    #[must_use]
    pub fn content(&self) -> Content<'_> {
        match self {
            Self::None => Content::None,
            Self::Text(text) => Content::Text(text),
            Self::NotScanned(reason) => Content::NotScanned(*reason),
        }
    }
}
