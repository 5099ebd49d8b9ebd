//! What can Rust say to the page? Calls of captured natives on values it only knows by number.

use crate::abi;
use crate::natives::Native;
use crate::wake::Wake;

/// A value of the page: temporary until the outermost call from the page returns, or kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle(u32);

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

/// Calls a captured native; `this` is `undefined` where it does not matter.
pub fn call<'a>(native: Native, this: impl Into<Arg<'a>>, args: &[Arg<'_>]) -> Value {
    abi::call(Arg::Native(native), this.into(), args)
}

/// Whether this browser has `native` here.
#[must_use]
pub fn has(native: Native) -> bool {
    Arg::Native(native).kind() != "undefined"
}

/// An error where the page's stack is nearly used up: then a call that fires events must not be made,
/// because no listener could stop what they begin.
#[must_use]
pub fn without_room() -> Option<Value> {
    let room = call(Native::Room, Arg::Undefined, &[]);
    room.threw().then_some(room)
}

/// Makes an object of a captured constructor.
#[must_use]
#[inline(never)]
pub fn make(native: Native, args: &[Arg<'_>]) -> Option<Handle> {
    call(native, Arg::Undefined, args).object()
}

/// An object without a prototype.
#[must_use]
pub fn dictionary(members: &[(&str, Arg<'_>)]) -> Handle {
    let made = call(Native::Dictionary, Arg::Undefined, &[])
        .object()
        .unwrap_or(Handle(0));
    for (name, value) in members {
        made.put(name, *value);
    }
    made
}

impl Arg<'_> {
    fn kind(self) -> String {
        call(Native::TypeOf, Arg::Undefined, &[self]).text()
    }
}

impl Handle {
    pub(crate) const fn from_number(number: u32) -> Self {
        Self(number)
    }

    pub(crate) const fn number(self) -> u32 {
        self.0
    }

    /// Calls a captured method or getter on this value.
    #[inline(never)]
    pub fn call(self, native: Native, args: &[Arg<'_>]) -> Value {
        call(native, self, args)
    }

    /// Calls this value, a function.
    pub fn invoke(self, this: Arg<'_>, args: &[Arg<'_>]) -> Value {
        abi::call(Arg::Handle(self), this, args)
    }

    /// Calls this value, a function, with the array-like `list` as its arguments.
    pub fn apply(self, this: Handle, list: Handle) -> Value {
        call(
            Native::Apply,
            Arg::Undefined,
            &[self.into(), this.into(), list.into()],
        )
    }

    /// Reads by a captured getter.
    #[inline(never)]
    pub fn get(self, native: Native) -> Value {
        self.call(native, &[])
    }

    /// Reads by a captured getter what should be text; empty if it is not.
    #[inline(never)]
    pub fn get_text(self, native: Native) -> String {
        self.get(native).text()
    }

    /// Reads by a captured getter what should be an object.
    #[inline(never)]
    pub fn get_object(self, native: Native) -> Option<Self> {
        self.get(native).object()
    }

    /// Writes by a captured setter.
    pub fn set<'a>(self, native: Native, value: impl Into<Arg<'a>>) {
        self.call(native, &[value.into()]);
    }

    /// Reads a member the way the page would: only for own members and the page's own dictionaries.
    #[inline(never)]
    pub fn member(self, name: &str) -> Value {
        call(Native::Get, Arg::Undefined, &[self.into(), name.into()])
    }

    /// Reads the element `index` of an array or an arguments list.
    pub fn element(self, index: u32) -> Value {
        call(
            Native::Get,
            Arg::Undefined,
            &[self.into(), Arg::Number(f64::from(index))],
        )
    }

    /// The own `length` of an array or an arguments list.
    pub fn length(self) -> u32 {
        self.member("length").number() as u32
    }

    /// Writes a member of an object without a prototype.
    pub fn put<'a>(self, name: &str, value: impl Into<Arg<'a>>) {
        call(
            Native::Put,
            Arg::Undefined,
            &[self.into(), name.into(), value.into()],
        );
    }

    /// Whether both are the same value.
    #[must_use]
    pub fn is(self, other: Self) -> bool {
        call(Native::Same, Arg::Undefined, &[self.into(), other.into()]).truthy()
    }

    /// The `typeof` of this value.
    #[must_use]
    pub fn kind(self) -> String {
        Arg::Handle(self).kind()
    }

    /// This value as text, as the browser itself would convert it.
    #[must_use]
    pub fn to_text(self) -> String {
        call(Native::ToText, Arg::Undefined, &[self.into()]).text()
    }

    /// Keeps the value beyond this call.
    #[must_use]
    #[inline(never)]
    pub fn keep(self) -> Kept {
        Kept(abi::keep(self))
    }
}

/// A value of the page that stays until this is dropped.
#[derive(Debug)]
pub struct Kept(Handle);

impl Kept {
    /// The value.
    #[must_use]
    pub const fn handle(&self) -> Handle {
        self.0
    }
}

impl Drop for Kept {
    #[inline(never)]
    fn drop(&mut self) {
        abi::drop_kept(self.0);
    }
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
        match self {
            Self::Number(number) => number,
            Self::Undefined
            | Self::Null
            | Self::Bool(_)
            | Self::Text(..)
            | Self::Object(_)
            | Self::Thrown(_) => 0.0,
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
        Self::Handle(kept.0)
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
