//! Someone is about to do this, here, with this content.

use crate::wire::{Malformed, Reader, Writer};
use crate::{ActivityType, Grant};

/// What is known about the session: who, with what device, in which app, having proved what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(
    feature = "serde",
    serde(default, deny_unknown_fields, rename_all = "camelCase")
)]
pub struct SessionContext {
    /// Name of the app from the configuration, such as `files`.
    pub app: String,
    /// What people call the app, such as `Files`; for notices only.
    pub app_title: String,
    /// The person's sign-in name, such as `alex@example.com`.
    pub user: String,
    /// The groups the person belongs to.
    pub groups: Vec<String>,
    /// What is known of the device: `intuneCompliant`, `entraHybridJoined`, `validClientCertificate`.
    pub device_tags: Vec<String>,
    /// The step-ups that still hold.
    pub grants: Vec<Grant>,
}

impl SessionContext {
    /// Appends it to `writer`.
    pub fn encode(&self, writer: &mut Writer) {
        for text in [&self.app, &self.app_title, &self.user] {
            writer.str(text);
        }
        for list in [&self.groups, &self.device_tags] {
            writer.varint(list.len() as u64);
            list.iter().for_each(|text| writer.str(text));
        }
        writer.varint(self.grants.len() as u64);
        self.grants.iter().for_each(|grant| grant.encode(writer));
    }

    /// Takes one off `reader`.
    ///
    /// # Errors
    /// [`Malformed`] if there is none.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        Ok(Self {
            app: reader.str()?.into(),
            app_title: reader.str()?.into(),
            user: reader.str()?.into(),
            groups: decode_list(reader, |reader| reader.str().map(Into::into))?,
            device_tags: decode_list(reader, |reader| reader.str().map(Into::into))?,
            grants: decode_list(reader, Grant::decode)?,
        })
    }
}

/// Grows as items are really there, whatever their number is said to be.
fn decode_list<'a, T>(
    reader: &mut Reader<'a>,
    mut item: impl FnMut(&mut Reader<'a>) -> Result<T, Malformed>,
) -> Result<Vec<T>, Malformed> {
    let count = reader.varint()?;
    let mut list = Vec::new();
    for _ in 0..count {
        list.push(item(reader)?);
    }
    Ok(list)
}

/// What is known of a file without reading it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileFacts<'a> {
    /// Its name without a folder.
    pub name: &'a str,
    /// Its size in bytes, if known.
    pub size: Option<u64>,
    /// Its sensitivity label, if it has one.
    pub label: Option<&'a str>,
}

/// The content an attempt carries, as far as the caller can show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content<'a> {
    /// There is none (print), or no policy in scope asks for it.
    #[default]
    None,
    /// All of it.
    Text(&'a str),
    /// There is some, but it cannot be read; the reason is recorded.
    NotScanned(CannotScan),
}

/// Why content could not be read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum CannotScan {
    /// Over the size limit.
    TooLarge = 1,
    /// Not text, or of a kind that is not read.
    Unsupported = 2,
}

impl CannotScan {
    /// Every reason.
    pub const ALL: [Self; 2] = [Self::TooLarge, Self::Unsupported];

    /// Reads a wire name; `None` if it is not one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|reason| reason.keyword() == name)
    }

    /// The wire name.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::TooLarge => "tooLarge",
            Self::Unsupported => "unsupported",
        }
    }
}

/// Everything a decision may depend on.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// What is about to be done.
    pub activity: &'a ActivityType,
    /// Whose session it is.
    pub session: &'a SessionContext,
    /// The file, where there is one.
    pub file: Option<FileFacts<'a>>,
    /// The content.
    pub content: Content<'a>,
    /// Unix time in seconds.
    pub now: u64,
}

impl<'a> Attempt<'a> {
    /// What a `once` grant is bound to: the file's name, or nothing.
    #[must_use]
    pub fn object(&self) -> &'a str {
        self.file.map_or("", |file| file.name)
    }
}
