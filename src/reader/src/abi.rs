//! How do Rust and the script touch? The only unsafe code of the reader.
//!
//! The script asks for [`room`], fills it with the name and the bytes of a file, and calls [`read`]. It is asked on the
//! way whether to go on. What comes back is a table of numbers that say where texts lie. One instance reads one file.

use crate::told::{Host, Told, read as read_file};
use core::cell::UnsafeCell;
use stepgate_inspect::files::Limits;

/// How many numbers the table has: five texts, each where it is and how long, and two truths.
const NUMBERS: usize = 12;

struct State {
    input: Vec<u8>,
    told: Told,
    table: [u32; NUMBERS],
}

struct Only(UnsafeCell<State>);

// SAFETY: the module has one thread.
unsafe impl Sync for Only {}

static STATE: Only = Only(UnsafeCell::new(State {
    input: Vec::new(),
    told: Told {
        text: String::new(),
        metadata: String::new(),
        file_type: String::new(),
        mismatch: false,
        labels: String::new(),
        outcome: String::new(),
        unread_pdf: false,
    },
    table: [0; NUMBERS],
}));

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// Hears how many bytes were looked at; answers 0 to end.
    fn goes_on(looked: f64) -> u32;

    /// Makes UTF-8 of `length` bytes in the encoding called by `name_length` letters at `name`. Answers how many bytes that
    /// are, which [`decoded`] puts down; [`UNKNOWN`] where it does not know the encoding.
    fn decode(name: *const u8, name_length: usize, bytes: *const u8, length: usize) -> usize;

    /// Puts down what was decoded last.
    fn decoded(at: *mut u8);
}

/// More bytes than there can be.
const UNKNOWN: usize = usize::MAX;

/// The script that called.
struct Script;

impl Host for Script {
    fn goes_on(&mut self, looked: f64) -> bool {
        // SAFETY: takes and returns a number.
        unsafe { goes_on(looked) != 0 }
    }

    fn decode(&mut self, name: &str, bytes: &[u8]) -> Option<String> {
        // SAFETY: the script only reads what lies there.
        let length = unsafe { decode(name.as_ptr(), name.len(), bytes.as_ptr(), bytes.len()) };
        let mut text = Vec::new();
        if length == UNKNOWN || text.try_reserve_exact(length).is_err() {
            return None;
        }
        text.resize(length, 0);
        // SAFETY: there is room for what it said.
        unsafe { decoded(text.as_mut_ptr()) };
        String::from_utf8(text).ok()
    }
}

/// Room for `length` bytes: the name in UTF-8, and behind it the file. Null where there is no memory for it.
#[unsafe(no_mangle)]
extern "C" fn room(length: u32) -> *mut u8 {
    // SAFETY: one thread, and the script calls nothing while another call runs.
    let state = unsafe { &mut *STATE.0.get() };
    let length = length as usize;
    let mut input = Vec::new();
    if input.try_reserve_exact(length).is_err() {
        return core::ptr::null_mut();
    }
    input.resize(length, 0);
    state.input = input;
    state.input.as_mut_ptr()
}

/// Reads what lies in the room: a name of `name` bytes, then the file, which is of `size` bytes. The limits are those of
/// [`Limits`]; what is no number keeps its default. Answers where the table is.
#[unsafe(no_mangle)]
extern "C" fn read(
    name: u32,
    size: f64,
    file_bytes: f64,
    characters: f64,
    entries: f64,
    entry_bytes: f64,
    inflated_bytes: f64,
    ratio: f64,
    depth: f64,
    held_bytes: f64,
    work: f64,
) -> *const u32 {
    let usual = Limits::default();
    let limits = Limits {
        file_bytes: or(file_bytes, usual.file_bytes as u64) as usize,
        characters: or(characters, usual.characters),
        entries: or(entries, u64::from(usual.entries)) as u32,
        entry_bytes: or(entry_bytes, usual.entry_bytes),
        inflated_bytes: or(inflated_bytes, usual.inflated_bytes),
        ratio: or(ratio, usual.ratio),
        depth: or(depth, u64::from(usual.depth)) as u32,
        held_bytes: or(held_bytes, usual.held_bytes as u64) as usize,
        work: or(work, usual.work),
    };
    // SAFETY: one thread; what the script is asked does not come back in here.
    let state = unsafe { &mut *STATE.0.get() };
    let (name, file) = state
        .input
        .split_at_checked(name as usize)
        .unwrap_or_default();
    let name = core::str::from_utf8(name).unwrap_or_default();
    state.told = read_file(file, size as u64, name, &limits, &mut Script);
    state.table = table(&state.told);
    state.table.as_ptr()
}

fn or(limit: f64, usual: u64) -> u64 {
    if limit.is_nan() { usual } else { limit as u64 }
}

fn table(told: &Told) -> [u32; NUMBERS] {
    let texts = [
        &told.text,
        &told.metadata,
        &told.file_type,
        &told.labels,
        &told.outcome,
    ];
    let mut table = [0; NUMBERS];
    let (pairs, truths) = table.split_at_mut(texts.len() * 2);
    for (pair, text) in pairs.chunks_exact_mut(2).zip(texts) {
        pair.copy_from_slice(&[text.as_ptr() as usize as u32, text.len() as u32]);
    }
    truths.copy_from_slice(&[u32::from(told.mismatch), u32::from(told.unread_pdf)]);
    table
}
