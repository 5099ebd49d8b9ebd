//! What does the text around a value say about it?

mod keywords;
mod label;
mod nouns;
mod table;

pub(crate) use keywords::{Keyword, Keywords};
pub(crate) use label::{Label, is_whole, label};
pub(crate) use nouns::{FILLERS, NOUNS};
pub(crate) use table::Table;

/// The bit of words that name something no detector finds: an order, a version, an amount.
pub(crate) const SOMETHING_ELSE: u64 = 1 << 63;
/// How far a keyword is heard, in characters on both sides, as in Microsoft Purview.
pub(crate) const HEARD: usize = 300;

/// A keyword in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) at: usize,
    pub(crate) end: usize,
    pub(crate) line: usize,
    /// Which entities it speaks of.
    pub(crate) mask: u64,
}
