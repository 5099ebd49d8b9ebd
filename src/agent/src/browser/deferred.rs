//! A promise the page waits on while the person proves who they are.

use crate::host::{Arg, Handle, Kept, Value, call, make};
use crate::natives::Native;

/// A promise that is settled later.
#[derive(Debug)]
pub struct Deferred(Kept);

impl Deferred {
    /// A new one. `None` only where nothing works any more.
    #[must_use]
    pub fn new() -> Option<Self> {
        let made = call(Native::Deferred, Arg::Undefined, &[]).object()?;
        Some(Self(made.keep()))
    }

    /// What the page gets.
    #[must_use]
    pub fn promise(&self) -> Value {
        self.0.handle().member("promise")
    }

    /// Fulfils it, or lets it follow another promise.
    pub fn resolve(&self, value: Arg<'_>) {
        self.settle("resolve", value);
    }

    /// Rejects it.
    pub fn reject(&self, error: Arg<'_>) {
        self.settle("reject", error);
    }

    /// Settles it with what a call came to.
    pub fn follow(&self, result: Value) {
        match result {
            Value::Thrown(error) => self.reject(error.into()),
            Value::Undefined
            | Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::Text(..)
            | Value::Object(_) => self.resolve(result.as_arg()),
        }
    }

    fn settle(&self, how: &str, value: Arg<'_>) {
        if let Some(function) = self.0.handle().member(how).object() {
            function.invoke(Arg::Undefined, &[value]);
        }
    }
}

/// What a page is told that asked for something that is not allowed.
#[must_use]
pub fn not_allowed() -> Option<Handle> {
    make(
        Native::NewException,
        &[
            "stopped by your organization's security policy".into(),
            "NotAllowedError".into(),
        ],
    )
}

/// What a page is told whose request is not sent: the same as for any request that does not arrive.
#[must_use]
pub fn not_sent() -> Option<Handle> {
    make(
        Native::NewTypeError,
        &["stopped by your organization's security policy".into()],
    )
}

/// A promise that is already rejected with `error`.
#[must_use]
pub fn rejected(error: Option<Handle>) -> Value {
    let Some(deferred) = Deferred::new() else {
        return Value::Undefined;
    };
    deferred.reject(error.map_or(Arg::Undefined, Arg::Handle));
    deferred.promise()
}
