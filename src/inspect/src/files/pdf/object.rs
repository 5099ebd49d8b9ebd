//! What PDF files are made of (ISO 32000-2, 7.3).

use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Object {
    Null,
    Number(f64),
    Name(Vec<u8>),
    String(Vec<u8>),
    Array(Vec<Object>),
    Dict(Dict),
    Stream(Stream),
    /// The number of another object.
    Reference(u32),
    /// An operator, or a word such as `true`.
    Word(Vec<u8>),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Dict(pub(super) Vec<(Vec<u8>, Object)>);

/// A dictionary and where its bytes are in the file.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Stream {
    pub(super) dict: Dict,
    pub(super) bytes: Range<usize>,
    /// The number and generation it has, by which it may be encrypted.
    pub(super) id: (u32, u16),
}

impl Object {
    /// The dictionary, also that of a stream.
    pub(super) const fn dict(&self) -> Option<&Dict> {
        match self {
            Self::Dict(dict) => Some(dict),
            Self::Stream(stream) => Some(&stream.dict),
            Self::Null
            | Self::Number(_)
            | Self::Name(_)
            | Self::String(_)
            | Self::Array(_)
            | Self::Reference(_)
            | Self::Word(_) => None,
        }
    }

    pub(super) const fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            _ => None,
        }
    }

    /// A whole number that is not negative.
    pub(super) fn size(&self) -> Option<usize> {
        let number = self.number()?;
        (number >= 0.0).then_some(number as usize)
    }

    pub(super) fn name(&self) -> Option<&[u8]> {
        match self {
            Self::Name(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn string(&self) -> Option<&[u8]> {
        match self {
            Self::String(string) => Some(string),
            _ => None,
        }
    }

    /// Its parts, or itself as the only one.
    pub(super) fn parts(&self) -> &[Self] {
        match self {
            Self::Array(parts) => parts,
            Self::Null => &[],
            _ => core::slice::from_ref(self),
        }
    }
}

impl Dict {
    pub(super) fn get(&self, key: &[u8]) -> Option<&Object> {
        let found = self.0.iter().rev().find(|(name, _)| name == key);
        found.map(|(_, value)| value)
    }

    pub(super) fn is(&self, key: &[u8], name: &[u8]) -> bool {
        self.get(key).and_then(Object::name) == Some(name)
    }

    pub(super) fn has(&self, key: &[u8]) -> bool {
        self.get(key).is_some()
    }
}

/// The text of a string (7.9.2.2): UTF-16 or UTF-8 by its mark, and otherwise nearly Latin.
pub(super) fn text(string: &[u8]) -> String {
    use crate::files::charset::{Charset, decode, windows};
    match Charset::of(string) {
        (charset @ (Charset::Utf8 | Charset::Utf16 { .. }), 1..) => decode(
            string
                .get(if charset == Charset::Utf8 { 3 } else { 2 }..)
                .unwrap_or_default(),
            Some(charset),
        ),
        _ => string.iter().copied().map(windows).collect(),
    }
}
