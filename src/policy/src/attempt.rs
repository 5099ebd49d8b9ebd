//! Someone is about to do this, here, with this content.

use crate::filter::plain_name;
use crate::{ActivityType, CannotScan, Label, SessionContext};
use stepgate_inspect::is_mismatch;

/// What is known of a file without reading all of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FileFacts<'a> {
    /// Its name without a folder, as people see it.
    pub name: &'a str,
    /// Its name in Unicode's compatibility form (NFKC), where that is another one and whoever asks has no tables for
    /// it. Natively the name itself is enough.
    pub plain_name: Option<&'a str>,
    /// Its size in bytes, if known.
    pub size: Option<u64>,
    /// Its sensitivity labels, and those of files within it.
    pub labels: &'a [Label],
    /// What it is by its content, one of [`FILE_TYPES`](crate::FILE_TYPES), whatever its name says.
    pub file_type: Option<&'a str>,
    /// The SHA-256 of its content.
    pub sha256: Option<&'a [u8; 32]>,
}

impl FileFacts<'_> {
    /// Whether its name says that it is something else than its content; `None` if what it is by its content is not known,
    /// or there is none.
    #[must_use]
    pub fn mismatch(&self) -> Option<bool> {
        let file_type = self.file_type.filter(|_| self.size != Some(0))?;
        Some(is_mismatch(&plain_name(self), file_type))
    }
}

/// One side of a move of data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Side<'a> {
    /// The web origin, such as `https://files.example.com`; empty if it is none or not known.
    pub origin: &'a str,
    /// The app's name in the configuration; empty if it is none.
    pub app: &'a str,
}

/// Where in the app it happens, and between which places data moves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place<'a> {
    /// Address of the page.
    pub url: &'a str,
    /// Where the data comes from.
    pub source: Side<'a>,
    /// Where the data goes to.
    pub destination: Side<'a>,
    /// Of the CSS selectors that policies name ([`wants_selectors`](crate::wants_selectors)), those that match here.
    pub selectors: &'a [String],
    /// How much data moves, in bytes, if known.
    pub data_size: Option<u64>,
}

/// The content an attempt carries, as far as the caller can show it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Content<'a> {
    /// There is none (print), or no policy in scope asks for it.
    #[default]
    None,
    /// All of it.
    Text(&'a str),
    /// Some of it; the rest could not be read. What is found in it counts.
    Part(&'a str),
    /// There is some, but it cannot be read; the reason is recorded.
    NotScanned(CannotScan),
    /// It was looked into while it was read, as was what the file says about itself.
    #[cfg(feature = "load")]
    Examined(&'a crate::Examined),
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
    /// Where it happens.
    pub place: Place<'a>,
    /// The content.
    pub content: Content<'a>,
    /// What the file says about itself, as text: author, title, comments and the like. Empty if nothing, or if its
    /// content is not known either.
    pub metadata: &'a str,
    /// Unix time in seconds.
    pub now: u64,
}

impl<'a> Attempt<'a> {
    /// What a `once` grant and an answered warning are bound to: the file's name, or nothing.
    #[must_use]
    pub fn object(&self) -> &'a str {
        self.file.map_or("", |file| file.name)
    }
}
