//! What someone is about to do.

use crate::wire::{Malformed, Reader, Writer};
use core::fmt;

/// The activity an attempt is about, as `activityType` in a policy.
///
/// The wire names are those of Microsoft Defender for Cloud Apps session policies
/// (`cutCopy`, `paste`, `print`, `sendItem`), with copy and cut told apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActivityType {
    /// Text or objects leave the page by the clipboard or by dragging out.
    Copy,
    /// As [`Self::Copy`], and the original is removed.
    Cut,
    /// Clipboard content, or something dropped that is not a file, enters the page.
    Paste,
    /// The page goes to paper or PDF.
    Print,
    /// A file goes to the person's disk.
    Download,
    /// A file goes to the app.
    Upload,
    /// A message, form or other text goes to the app.
    SendItem,
    /// An activity an app announces itself: `custom:<name>`.
    Custom(String),
}

impl ActivityType {
    /// The built-in activities, in the order their numbers have in the bundle.
    pub const BUILT_IN: [Self; 7] = [
        Self::Copy,
        Self::Cut,
        Self::Paste,
        Self::Print,
        Self::Download,
        Self::Upload,
        Self::SendItem,
    ];

    /// The wire name without the name of a custom activity: `copy` .. `sendItem`, `custom`.
    #[must_use]
    pub const fn keyword(&self) -> &'static str {
        match self {
            Self::Copy => "copy",
            Self::Cut => "cut",
            Self::Paste => "paste",
            Self::Print => "print",
            Self::Download => "download",
            Self::Upload => "upload",
            Self::SendItem => "sendItem",
            Self::Custom(_) => "custom",
        }
    }

    /// Reads a wire name; `None` if it is not one.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        if let Some(custom) = name.strip_prefix("custom:") {
            return (!custom.is_empty()).then(|| Self::Custom(custom.into()));
        }
        Self::BUILT_IN
            .into_iter()
            .find(|activity| activity.keyword() == name)
    }

    /// Appends it to `writer`: its place in [`Self::BUILT_IN`], or one beyond and its name.
    pub fn encode(&self, writer: &mut Writer) {
        let number = Self::BUILT_IN.iter().position(|activity| activity == self);
        writer.u8(number.unwrap_or(Self::BUILT_IN.len()) as u8);
        if let Self::Custom(name) = self {
            writer.str(name);
        }
    }

    /// Takes one off `reader`.
    ///
    /// # Errors
    /// [`Malformed`] if there is none.
    pub fn decode(reader: &mut Reader<'_>) -> Result<Self, Malformed> {
        let number = usize::from(reader.u8()?);
        if number == Self::BUILT_IN.len() {
            return Ok(Self::Custom(reader.str()?.into()));
        }
        Self::BUILT_IN.get(number).cloned().ok_or(Malformed)
    }
}

impl fmt::Display for ActivityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.keyword())?;
        match self {
            Self::Custom(name) => write!(f, ":{name}"),
            Self::Copy
            | Self::Cut
            | Self::Paste
            | Self::Print
            | Self::Download
            | Self::Upload
            | Self::SendItem => Ok(()),
        }
    }
}
