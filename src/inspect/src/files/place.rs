//! Where a piece of text is from, and who takes it.

use alloc::string::String;

/// Takes what is read, as it is read.
pub trait Sink {
    /// A piece of text. Pieces of one part come one after the other and continue each other without a gap; another number
    /// of the part begins another text. Lines end with `\n`, and the cells of a row in a table are separated by `\t`.
    fn text(&mut self, piece: &str, place: &Place<'_>);

    /// Whether to go on; asked at least once for every 64 KB of work. Otherwise reading ends, with the reason
    /// [`TimedOut`](super::Reason::TimedOut).
    fn goes_on(&mut self) -> bool {
        true
    }

    /// The text of `bytes` in the encoding called `name`, one that is not read here itself: neither UTF nor Windows-1252.
    /// `None` where it is not known either; what is in it is then `unsupported`.
    fn decode(&mut self, name: &str, bytes: &[u8]) -> Option<String> {
        super::decode_named(name, bytes)
    }
}

/// Where a piece of text is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'p> {
    /// The running number of the text it belongs to, from 1.
    pub part: u32,
    /// The way to the part through containers, as in `mail.eml!report.docx!word/document.xml`. Empty for the file itself.
    pub path: &'p str,
    /// What kind of place it is.
    pub section: Section,
    /// The name of the property, header, sheet or entry; empty for other sections.
    pub name: &'p str,
}

/// What kind of place a text is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// The main text.
    Body,
    /// The header of pages.
    Header,
    /// The footer of pages.
    Footer,
    /// Comments of people.
    Comment,
    /// Footnotes and endnotes.
    Note,
    /// A sheet of a workbook.
    Sheet,
    /// A sheet that the workbook does not show.
    HiddenSheet,
    /// A slide.
    Slide,
    /// What the speaker sees.
    SpeakerNotes,
    /// What a reader of the document does not see at once: alternative texts, targets of links, field codes, comments in
    /// the source, unused text.
    Hidden,
    /// A header of a mail.
    MailHeader,
    /// A property of the document.
    Property,
    /// The name of an entry or attachment.
    FileName,
}

impl Section {
    /// Its name.
    #[must_use]
    pub const fn keyword(self) -> &'static str {
        match self {
            Self::Body => "body",
            Self::Header => "header",
            Self::Footer => "footer",
            Self::Comment => "comment",
            Self::Note => "note",
            Self::Sheet => "sheet",
            Self::HiddenSheet => "hiddenSheet",
            Self::Slide => "slide",
            Self::SpeakerNotes => "speakerNotes",
            Self::Hidden => "hidden",
            Self::MailHeader => "mailHeader",
            Self::Property => "property",
            Self::FileName => "fileName",
        }
    }

    /// Whether it is about the file rather than in it: the search in `metadata`.
    #[must_use]
    pub const fn is_metadata(self) -> bool {
        matches!(self, Self::Property | Self::MailHeader)
    }
}
