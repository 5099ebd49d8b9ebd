//! A function call of the page that waits: made later as it was meant, or never.

use super::deferred::{self, Deferred};
use super::{fetch, xhr};
use crate::entry;
use crate::hooks::{Hook, Verdict};
use crate::host::{Arg, Handle, Kept, Value};

/// What the page sees if the call is never made.
#[derive(Debug)]
pub enum Otherwise {
    /// Nothing.
    Silence,
    /// Its promise is rejected with a `NotAllowedError`.
    NotAllowed(Deferred),
    /// Its promise is rejected as for a request that does not arrive.
    NotSent(Deferred),
    /// Its request fails.
    RequestFails,
    /// Its promise is fulfilled with the answer the gateway gave at first. The text is the object the
    /// step-up is for.
    Answer(Deferred, Kept, String),
}

/// A call that waits.
#[derive(Debug)]
pub struct HeldCall {
    function: Kept,
    this: Kept,
    list: Kept,
    otherwise: Otherwise,
    /// What is asked again once the files it carries were read.
    hook: Option<Hook>,
}

impl HeldCall {
    /// Holds `function` on `this` with the arguments `list`.
    #[must_use]
    pub fn new(function: Handle, this: Handle, list: Handle, otherwise: Otherwise) -> Self {
        Self {
            function: function.keep(),
            this: this.keep(),
            list: list.keep(),
            otherwise,
            hook: None,
        }
    }

    /// The same call, which `hook` is asked about again once the files it carries were read.
    #[must_use]
    pub fn asking(mut self, hook: Hook) -> Self {
        self.hook = Some(hook);
        self
    }

    /// Holds a call the gateway has stopped, to be made once more.
    #[must_use]
    pub fn again(
        function: Kept,
        this: Kept,
        list: Kept,
        promise: Deferred,
        first: Handle,
        object: String,
    ) -> Self {
        let otherwise = Otherwise::Answer(promise, first.keep(), object);
        Self {
            function,
            this,
            list,
            otherwise,
            hook: None,
        }
    }

    /// Makes the call.
    pub fn go(self) {
        let result = self.made();
        self.end(result);
    }

    /// Makes the call as if the page made it now: what it is about can be decided by now.
    pub fn ask_again(self) {
        let [this, list, function] = [&self.this, &self.list, &self.function].map(Kept::handle);
        let hook = self.hook.map_or(u32::MAX, |hook| hook as u32);
        let result = match entry::call(hook, this, list, function) {
            Verdict::GoOn => self.made(),
            Verdict::Return(value) | Verdict::Throw(value) => value,
        };
        self.end(result);
    }

    fn made(&self) -> Value {
        self.function
            .handle()
            .apply(self.this.handle(), self.list.handle())
    }

    fn end(self, result: Value) {
        match self.otherwise {
            Otherwise::Silence | Otherwise::RequestFails => {}
            Otherwise::NotAllowed(promise) | Otherwise::NotSent(promise) => promise.follow(result),
            Otherwise::Answer(promise, _, object) => fetch::repeated(result, promise, object),
        }
    }

    /// Does not.
    pub fn give_up(self) {
        let error = |error: Option<Handle>| error.map_or(Arg::Undefined, Arg::Handle);
        match self.otherwise {
            Otherwise::Silence => {}
            Otherwise::NotAllowed(promise) => promise.reject(error(deferred::not_allowed())),
            Otherwise::NotSent(promise) => promise.reject(error(deferred::not_sent())),
            Otherwise::RequestFails => xhr::fail(self.this.handle()),
            Otherwise::Answer(promise, first, _) => promise.resolve((&first).into()),
        }
    }
}
