//! Where the text of a group goes.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Destination {
    /// Into the text.
    Text,
    /// Into a line of its own: headers, footers, notes and comments.
    Note,
    /// Beside it: properties, names of fonts and styles, fields, and whatever is not known.
    Aside,
    Picture,
    /// Objects of other programs.
    Embedded,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Group {
    pub(super) destination: Destination,
    /// Nothing but the sign of an unknown destination has been in it.
    pub(super) begun: bool,
    /// Readers that do not know its first word pass over it.
    pub(super) unknown: bool,
    /// How many letters stand for one in Unicode.
    pub(super) skip: u32,
}

impl Default for Group {
    fn default() -> Self {
        Self {
            destination: Destination::Text,
            begun: false,
            unknown: false,
            skip: 1,
        }
    }
}

/// Destinations whose text is not in the text.
const ASIDE: &[&str] = &[
    "fonttbl",
    "colortbl",
    "stylesheet",
    "info",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "generator",
    "fldinst",
    "datafield",
    "xmlnstbl",
    "themedata",
    "colorschememapping",
    "latentstyles",
    "datastore",
    "bkmkstart",
    "bkmkend",
    "filetbl",
    "revtbl",
    "atnid",
    "atnauthor",
    "docvar",
    "userprops",
    "formfield",
    "txe",
    "xe",
    "tc",
];

/// Destinations that are shown at another place.
const NOTES: &[&str] = &[
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "annotation",
];

impl Group {
    /// The first word of a group tells what it is.
    pub(super) fn word(&mut self, word: &str) {
        let first = core::mem::take(&mut self.begun);
        let inside = self.destination;
        self.destination = match word {
            "pict" => Destination::Picture,
            "objdata" => Destination::Embedded,
            // Behind an object, what is shown of it.
            "shptxt" | "result" | "fldrslt" | "shppict" if first => Destination::Text,
            _ if !first || inside == Destination::Embedded || inside == Destination::Picture => {
                inside
            }
            _ if NOTES.contains(&word) => Destination::Note,
            _ if ASIDE.contains(&word) || self.unknown => Destination::Aside,
            _ => inside, // a text, not an enum
        };
        self.unknown = false;
    }
}
