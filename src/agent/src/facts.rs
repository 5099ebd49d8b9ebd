//! What is known of an attempt, owned, so that it can be held while the person proves who they are?

use crate::browser::sides;
use crate::host::{Handle, Kept, Value};
use std::rc::Rc;
use stepgate_policy::{ActivityType, CannotScan, Content, FileFacts, Label, Side};
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
    /// Where it happens.
    pub place: Place,
    /// The content, as far as it was read.
    pub material: Material,
    /// What the file says about itself.
    pub metadata: String,
    /// What has to be read before this can be decided; `material` says until then that nobody has.
    pub unread: Option<Unread>,
}

/// A blob that nobody has read yet.
#[derive(Clone, Debug)]
pub struct Unread(Rc<Kept>);

impl Unread {
    /// Keeps it beyond this call.
    #[must_use]
    pub fn new(blob: Handle) -> Self {
        Self(Rc::new(blob.keep()))
    }

    /// The blob.
    #[must_use]
    pub fn blob(&self) -> Handle {
        self.0.handle()
    }
}

/// Where an attempt happens, and between which places data moves. What is empty is not known.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Address of the page, where it is not this one's.
    pub url: String,
    /// Origin and app the data comes from.
    pub source: [String; 2],
    /// Origin and app the data goes to.
    pub destination: [String; 2],
    /// Of the CSS selectors that policies name, those that match here.
    pub selectors: Vec<String>,
    /// How much data moves, in bytes, if known.
    pub data_size: Option<u64>,
}

/// What is known of a file without reading it.
#[derive(Clone, Debug, Default)]
pub struct File {
    /// Its name without a folder.
    pub name: String,
    /// Its size in bytes, if known.
    pub size: Option<u64>,
    /// Its sensitivity labels, and those of files within it.
    pub labels: Vec<Label>,
    /// What it is by its content, if known.
    pub file_type: Option<String>,
    /// The SHA-256 of its content, if known.
    pub sha256: Option<[u8; 32]>,
}

/// The content of an attempt.
#[derive(Clone, Debug, Default)]
pub enum Material {
    /// None, or nobody asked.
    #[default]
    None,
    /// All of it.
    Text(String),
    /// Some of it; the rest cannot be read.
    Part(String),
    /// It cannot be read.
    NotScanned(CannotScan),
}

impl Facts {
    /// An attempt without a file or content.
    #[must_use]
    pub fn new(activity: ActivityType) -> Self {
        Self {
            place: sides::here(&activity),
            activity,
            file: None,
            material: Material::None,
            metadata: String::new(),
            unread: None,
        }
    }

    /// An attempt on a file.
    #[must_use]
    pub fn on(activity: ActivityType, file: File) -> Self {
        Self {
            place: sides::here(&activity),
            activity,
            file: Some(file),
            material: Material::None,
            metadata: String::new(),
            unread: None,
        }
    }

    /// The same with content.
    #[must_use]
    pub fn with(mut self, material: Material) -> Self {
        self.material = material;
        self
    }

    /// The same, to be decided once `blob` was read.
    #[must_use]
    pub fn unread(mut self, blob: Handle) -> Self {
        self.unread = Some(Unread::new(blob));
        self.with(Material::NotScanned(CannotScan::Unsupported))
    }

    /// What a `once` grant is bound to.
    #[must_use]
    pub fn object(&self) -> &str {
        self.file.as_ref().map_or("", |file| &file.name)
    }
}

impl Place {
    /// Nothing is known.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            url: String::new(),
            source: [String::new(), String::new()],
            destination: [String::new(), String::new()],
            selectors: Vec::new(),
            data_size: None,
        }
    }

    /// As a decision takes it.
    #[must_use]
    pub fn facts(&self) -> stepgate_policy::Place<'_> {
        let Self {
            source: [from, from_app],
            destination: [to, to_app],
            ..
        } = self;
        let side = |origin, app| Side { origin, app };
        stepgate_policy::Place {
            url: &self.url,
            source: side(from, from_app),
            destination: side(to, to_app),
            selectors: &self.selectors,
            data_size: self.data_size,
        }
    }
}

impl File {
    /// A file of which only the name is known.
    #[must_use]
    pub fn named(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// As a decision takes it.
    #[must_use]
    pub fn facts(&self) -> FileFacts<'_> {
        FileFacts {
            name: &self.name,
            size: self.size,
            plain_name: None,
            labels: &self.labels,
            file_type: self.file_type.as_deref(),
            sha256: self.sha256.as_ref(),
        }
    }

    /// As an activity keeps it.
    #[must_use]
    pub fn record(&self) -> ActivityFile {
        self.facts().into()
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

    /// How many bytes of text it is, if all of it was read.
    #[must_use]
    pub const fn size(&self) -> Option<u64> {
        match self {
            Self::Text(text) => Some(text.len() as u64),
            Self::None | Self::Part(_) | Self::NotScanned(_) => None,
        }
    }

    /// The text, as far as it was read.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Text(text) | Self::Part(text) => text.clone(),
            Self::None | Self::NotScanned(_) => String::new(),
        }
    }

    /// As a decision takes it.
    #[must_use]
    pub fn content(&self) -> Content<'_> {
        match self {
            Self::None => Content::None,
            Self::Text(text) => Content::Text(text),
            Self::Part(text) => Content::Part(text),
            Self::NotScanned(reason) => Content::NotScanned(*reason),
        }
    }
}
