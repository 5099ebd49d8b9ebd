//! What the agent remembers about a page's objects, for as long as they live.

use crate::host::{Arg, Handle, Kept, Value, make};
use crate::natives::Native;
use core::cell::OnceCell;

/// Remembers one value for each object.
#[derive(Debug)]
pub struct WeakMemory(OnceCell<Option<Kept>>);

impl WeakMemory {
    /// An empty memory.
    #[must_use]
    pub const fn new() -> Self {
        Self(OnceCell::new())
    }

    fn map(&self) -> Option<Handle> {
        let made = self
            .0
            .get_or_init(|| make(Native::NewMap, &[]).map(Handle::keep));
        made.as_ref().map(Kept::handle)
    }

    /// Remembers `value` for `object`.
    pub fn set(&self, object: Handle, value: Arg<'_>) {
        if let Some(map) = self.map() {
            map.call(Native::MapSet, &[object.into(), value]);
        }
    }

    /// What is remembered for `object`.
    #[must_use]
    pub fn get(&self, object: Handle) -> Value {
        self.map().map_or(Value::Undefined, |map| {
            map.call(Native::MapGet, &[object.into()])
        })
    }

    /// Forgets what is remembered for `object`.
    pub fn forget(&self, object: Handle) {
        if let Some(map) = self.map() {
            map.call(Native::MapDelete, &[object.into()]);
        }
    }
}

impl Default for WeakMemory {
    fn default() -> Self {
        Self::new()
    }
}
