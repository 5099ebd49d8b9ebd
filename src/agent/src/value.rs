//! What passes between Rust and the page: values the natives return, and arguments they are given.

use crate::abi;
use crate::host::{Handle, Kept, call};
use crate::natives::Native;
use crate::wake::Wake;

/// What a native returned.
#[derive(Clone, Copy, Debug)]
pub enum Value {
    /// `undefined`, or the native does not exist here.
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string and its length in UTF-16 code units.
    Text(Handle, u32),
    /// An object, function, symbol or big integer.
    Object(Handle),
    /// It threw this instead of returning.
    Thrown(Handle),
}

/// What a native is given.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// `undefined`
    Undefined,
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(&'a str),
    /// A value of the page.
    Handle(Handle),
    /// A captured native, or a value captured with them.
    Native(Native),
    /// A function that wakes the agent with what it is called with.
    Wake(Wake, u32),
}

impl Value {
    /// The object, if it is one.
    #[must_use]
    #[inline(never)]
    pub fn object(self) -> Option<Handle> {
        match self {
            Self::Object(handle) => Some(handle),
            Self::Undefined
            | Self::Null
            | Self::Bool(_)
            | Self::Number(_)
            | Self::Text(..)
            | Self::Thrown(_) => None,
        }
    }

    /// The value of the page it stands for: text or an object.
    #[must_use]
    pub const fn handle(self) -> Option<Handle> {
        match self {
            Self::Text(handle, _) | Self::Object(handle) => Some(handle),
            Self::Undefined | Self::Null | Self::Bool(_) | Self::Number(_) | Self::Thrown(_) => {
                None
            }
        }
    }

    /// The text; empty if it is none.
    #[must_use]
    #[inline(never)]
    pub fn text(self) -> String {
        self.text_if().unwrap_or_default()
    }

    /// The text, if it is text.
    #[must_use]
    #[inline(never)]
    pub fn text_if(self) -> Option<String> {
        match self {
            Self::Text(handle, units) => Some(abi::text(handle, units)),
            Self::Undefined
            | Self::Null
            | Self::Bool(_)
            | Self::Number(_)
            | Self::Object(_)
            | Self::Thrown(_) => None,
        }
    }

    /// This value as the text the browser itself would make of it.
    #[must_use]
    pub fn converted(self) -> Self {
        match self {
            Self::Text(..) => self,
            Self::Undefined
            | Self::Null
            | Self::Bool(_)
            | Self::Number(_)
            | Self::Object(_)
            | Self::Thrown(_) => call(Native::ToText, Arg::Undefined, &[self.as_arg()]),
        }
    }

    /// The number; 0 if it is none.
    #[must_use]
    pub fn number(self) -> f64 {
        self.number_if().unwrap_or_default()
    }

    /// The number, if it is one.
    #[must_use]
    pub fn number_if(self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Undefined
            | Self::Null
            | Self::Bool(_)
            | Self::Text(..)
            | Self::Object(_)
            | Self::Thrown(_) => None,
        }
    }

    /// Whether it is `true`.
    #[must_use]
    #[inline(never)]
    pub fn truthy(self) -> bool {
        matches!(self, Self::Bool(true))
    }

    /// Whether the call threw.
    #[must_use]
    pub fn threw(self) -> bool {
        matches!(self, Self::Thrown(_))
    }

    /// Whether it is neither `undefined` nor `null` nor thrown.
    #[must_use]
    pub fn exists(self) -> bool {
        !matches!(self, Self::Undefined | Self::Null | Self::Thrown(_))
    }

    /// The value, to be given on.
    #[must_use]
    pub fn as_arg(self) -> Arg<'static> {
        match self {
            Self::Undefined => Arg::Undefined,
            Self::Null => Arg::Null,
            Self::Bool(value) => Arg::Bool(value),
            Self::Number(value) => Arg::Number(value),
            Self::Text(handle, _) | Self::Object(handle) | Self::Thrown(handle) => {
                Arg::Handle(handle)
            }
        }
    }
}

impl Arg<'_> {
    /// The `typeof` of it.
    pub(crate) fn kind(self) -> String {
        call(Native::TypeOf, Arg::Undefined, &[self]).text()
    }
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<Handle> for Arg<'_> {
    fn from(handle: Handle) -> Self {
        Self::Handle(handle)
    }
}

impl From<&Kept> for Arg<'_> {
    fn from(kept: &Kept) -> Self {
        Self::Handle(kept.handle())
    }
}

impl From<Native> for Arg<'_> {
    fn from(native: Native) -> Self {
        Self::Native(native)
    }
}

impl From<bool> for Arg<'_> {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<f64> for Arg<'_> {
    fn from(value: f64) -> Self {
        Self::Number(value)
    }
}
