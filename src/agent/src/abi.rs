//! How do Rust and the page's script touch? The only unsafe code of the agent.
//!
//! JavaScript imports: five functions that take numbers. JavaScript calls: `room` and `start` once, then
//! `on_event`, `on_call` and `on_wake`. A value is a [`Raw`] of 16 bytes in linear memory.

use crate::host::{Arg, Handle, Value};

const UNDEFINED: u32 = 0;
const NULL: u32 = 1;
const BOOLEAN: u32 = 2;
const NUMBER: u32 = 3;
const TEXT: u32 = 4;
const OBJECT: u32 = 5;
const NATIVE: u32 = 6;
const WAKE: u32 = 7;
const THROWN: u32 = 8;

/// The greatest number of arguments a call can have.
const MOST_ARGUMENTS: usize = 16;

/// One value as both sides see it.
#[derive(Clone, Copy, Debug)]
#[repr(C, align(8))]
pub(crate) struct Raw {
    tag: u32,
    padding: u32,
    data: u64,
}

impl Raw {
    pub(crate) const UNDEFINED: Self = Self::new(UNDEFINED, 0);

    const fn new(tag: u32, data: u64) -> Self {
        Self {
            tag,
            padding: 0,
            data,
        }
    }

    const fn pair(tag: u32, low: u32, high: u32) -> Self {
        Self::new(tag, low as u64 | (high as u64) << 32)
    }

    fn encode(arg: Arg<'_>) -> Self {
        match arg {
            Arg::Undefined => Self::UNDEFINED,
            Arg::Null => Self::new(NULL, 0),
            Arg::Bool(value) => Self::new(BOOLEAN, u64::from(value)),
            Arg::Number(value) => Self::new(NUMBER, value.to_bits()),
            Arg::Text(text) => Self::pair(TEXT, text.as_ptr() as usize as u32, text.len() as u32),
            Arg::Handle(handle) => Self::new(OBJECT, u64::from(handle.number())),
            Arg::Native(native) => Self::new(NATIVE, native as u64),
            Arg::Wake(kind, data) => Self::pair(WAKE, kind as u32, data),
        }
    }

    fn decode(self) -> Value {
        let (low, high) = (self.data as u32, (self.data >> 32) as u32);
        match self.tag {
            NULL => Value::Null,
            BOOLEAN => Value::Bool(low != 0),
            NUMBER => Value::Number(f64::from_bits(self.data)),
            TEXT => Value::Text(Handle::from_number(low), high),
            OBJECT => Value::Object(Handle::from_number(low)),
            THROWN => Value::Thrown(Handle::from_number(low)),
            _ => Value::Undefined, // a number from the other side, not an enum
        }
    }
}

/// Calls the function `target` on `this`. One copy: everything the agent does goes through it.
#[inline(never)]
pub(crate) fn call(target: Arg<'_>, this: Arg<'_>, args: &[Arg<'_>]) -> Value {
    let mut list = [Raw::UNDEFINED; MOST_ARGUMENTS];
    for (slot, arg) in list.iter_mut().zip(args) {
        *slot = Raw::encode(*arg);
    }
    let count = args.len().min(MOST_ARGUMENTS) as u32;
    let (target, this) = (Raw::encode(target), Raw::encode(this));
    page::call(&target, &this, &list, count).decode()
}

/// The most UTF-16 code units of a string that are ever copied: more is not read at all.
pub(crate) const MOST_UNITS: u32 = 16 * 1024 * 1024;

/// The UTF-8 of the string at `handle`, of `units` UTF-16 code units.
#[inline(never)]
pub(crate) fn text(handle: Handle, units: u32) -> String {
    if units > MOST_UNITS {
        return String::new();
    }
    let mut bytes = vec![0; units as usize * 3];
    let written = page::text(handle.number(), &mut bytes);
    bytes.truncate(written);
    String::from_utf8(bytes).unwrap_or_default()
}

/// Copies the Uint8Array at `handle`.
pub(crate) fn bytes(handle: Handle, length: u32) -> Vec<u8> {
    let mut bytes = vec![0; length as usize];
    page::bytes(handle.number(), &mut bytes);
    bytes
}

pub(crate) fn keep(handle: Handle) -> Handle {
    Handle::from_number(page::keep(handle.number()))
}

pub(crate) fn drop_kept(handle: Handle) {
    page::drop(handle.number());
}

#[cfg(target_arch = "wasm32")]
mod page {
    use super::Raw;

    #[link(wasm_import_module = "host")]
    unsafe extern "C" {
        fn page_call(
            target: *const Raw,
            this: *const Raw,
            list: *const Raw,
            count: u32,
            out: *mut Raw,
        );
        fn page_text(handle: u32, at: *mut u8, room: u32) -> u32;
        fn page_bytes(handle: u32, at: *mut u8, length: u32);
        fn page_keep(handle: u32) -> u32;
        fn page_drop(handle: u32);
    }

    pub(super) fn call(target: &Raw, this: &Raw, list: &[Raw], count: u32) -> Raw {
        let mut out = Raw::UNDEFINED;
        // SAFETY: the pointers are to live values, the script reads `count` <= `list.len()` values and
        // writes one whole `Raw` whose bits may be anything.
        unsafe { page_call(target, this, list.as_ptr(), count, &raw mut out) };
        out
    }

    pub(super) fn text(handle: u32, room: &mut [u8]) -> usize {
        // SAFETY: the script writes at most `room.len()` bytes from its start (`encodeInto`).
        unsafe { page_text(handle, room.as_mut_ptr(), room.len() as u32) as usize }
    }

    pub(super) fn bytes(handle: u32, room: &mut [u8]) {
        // SAFETY: the script writes exactly `room.len()` bytes from its start.
        unsafe { page_bytes(handle, room.as_mut_ptr(), room.len() as u32) };
    }

    pub(super) fn keep(handle: u32) -> u32 {
        // SAFETY: takes and returns a number.
        unsafe { page_keep(handle) }
    }

    pub(super) fn drop(handle: u32) {
        // SAFETY: takes a number.
        unsafe { page_drop(handle) }
    }
}

/// Outside a page every call answers `undefined`, so that logic can be tested natively.
#[cfg(not(target_arch = "wasm32"))]
mod page {
    use super::Raw;

    pub(super) fn call(_target: &Raw, _this: &Raw, _list: &[Raw], _count: u32) -> Raw {
        Raw::UNDEFINED
    }

    pub(super) fn text(_handle: u32, _room: &mut [u8]) -> usize {
        0
    }

    pub(super) fn bytes(_handle: u32, _room: &mut [u8]) {}

    pub(super) fn keep(handle: u32) -> u32 {
        handle
    }

    pub(super) fn drop(_handle: u32) {}
}

#[cfg(target_arch = "wasm32")]
mod exports {
    use super::Raw;
    use crate::entry;
    use crate::hooks::Verdict;
    use crate::host::Handle;
    use core::cell::UnsafeCell;

    /// Where the value of a verdict lies.
    struct Answer(UnsafeCell<Raw>);

    // SAFETY: the module has one thread.
    unsafe impl Sync for Answer {}

    static ANSWER: Answer = Answer(UnsafeCell::new(Raw::UNDEFINED));

    /// Room for `length` bytes that the script fills before it calls `start`.
    #[unsafe(no_mangle)]
    extern "C" fn room(length: u32) -> *mut u8 {
        Box::leak(vec![0_u8; length as usize].into_boxed_slice()).as_mut_ptr()
    }

    #[unsafe(no_mangle)]
    extern "C" fn out() -> *const Raw {
        ANSWER.0.get()
    }

    /// Takes the boot; answers the default behaviour (0 allow, 1 block).
    #[unsafe(no_mangle)]
    extern "C" fn start(at: *const u8, length: u32) -> u32 {
        // SAFETY: `at` came from `room(length)`, was filled since, and lives as long as the page.
        let boot: &'static [u8] = unsafe { core::slice::from_raw_parts(at, length as usize) };
        entry::start(boot) as u32
    }

    #[unsafe(no_mangle)]
    extern "C" fn on_event(hook: u32, event: u32) {
        entry::event(hook, Handle::from_number(event));
    }

    /// Answers 0 go on, 1 return the value at `out`, 2 throw it.
    #[unsafe(no_mangle)]
    extern "C" fn on_call(hook: u32, this: u32, list: u32, native: u32) -> u32 {
        let [this, list, native] = [this, list, native].map(Handle::from_number);
        let (number, value) = match entry::call(hook, this, list, native) {
            Verdict::GoOn => return 0,
            Verdict::Return(value) => (1, value),
            Verdict::Throw(value) => (2, value),
        };
        // SAFETY: one thread, and nobody holds a reference into the cell.
        unsafe { *ANSWER.0.get() = Raw::encode(value.as_arg()) };
        number
    }

    #[unsafe(no_mangle)]
    extern "C" fn on_wake(kind: u32, data: u32, value: u32) {
        entry::wake(kind, data, Handle::from_number(value));
    }
}
