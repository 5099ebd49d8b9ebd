//! What can Rust say to the page? Calls of captured natives on values it only knows by number.

use crate::abi;
use crate::natives::Native;
pub use crate::value::{Arg, Value};

/// A value of the page: temporary until the outermost call from the page returns, or kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Handle(u32);

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
