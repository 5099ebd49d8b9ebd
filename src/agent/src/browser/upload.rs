//! Choosing files: file inputs, in the page or not.

use super::weak::WeakMemory;
use super::{blobs, event, files, sides};
use crate::gate;
use crate::hold::Resume;
use crate::hooks::Verdict;
use crate::host::{Arg, Handle, Kept, dictionary, make};
use crate::natives::Native;
use crate::wake::Wake;

/// Chosen files that wait.
#[derive(Debug)]
pub struct HeldFiles {
    input: Kept,
    files: Vec<Kept>,
}

thread_local! {
    /// Inputs whose choice was taken back: the browser's own events about it are still to come.
    static TAKEN_BACK: WeakMemory = const { WeakMemory::new() };
    /// Inputs outside the page that are already listened to.
    static HEARD: WeakMemory = const { WeakMemory::new() };
}

/// Whether it is a file input.
#[must_use]
pub fn is_file_input(element: Handle) -> bool {
    element.get_text(Native::NodeName) == "input" && element.get_text(Native::InputType) == "file"
}

/// `input` and `change`.
pub fn chosen(event: Handle) {
    let Some(input) = event::innermost(event).filter(|input| is_file_input(*input)) else {
        return;
    };
    let Some(list) = input.get_object(Native::InputFiles) else {
        return;
    };
    let all = files::all(list);
    if all.is_empty() {
        return silence(event, input);
    }
    if !decide(input, all) {
        event::stop(event);
    }
}

/// The browser reports an empty choice because we emptied it.
fn silence(event: Handle, input: Handle) {
    if !TAKEN_BACK.with(|memory| memory.get(input)).truthy() {
        return;
    }
    event.call(Native::StopImmediate, &[]);
    if event.get_text(Native::Type) == "change" {
        TAKEN_BACK.with(|memory| memory.forget(input));
    }
}

fn decide(input: Handle, all: Vec<Handle>) -> bool {
    let undecided: Vec<Handle> = all
        .iter()
        .copied()
        .filter(|file| !files::is_decided(*file))
        .collect();
    if undecided.is_empty() {
        return true;
    }
    let facts = sides::at(input, || {
        undecided.iter().map(|file| files::upload(*file)).collect()
    });
    let held = || {
        Resume::Files(HeldFiles {
            input: input.keep(),
            files: files::keep(&all),
        })
    };
    let allowed = gate::pass_all(facts, held);
    if allowed {
        files::decided(&undecided);
    } else {
        input.set(Native::SetInputValue, "");
        TAKEN_BACK.with(|memory| memory.set(input, true.into()));
    }
    allowed
}

/// The `files` getter: nobody reads files that were not decided about.
#[must_use]
pub fn reading(this: Handle, native: Handle) -> Verdict {
    let files = native.invoke(this.into(), &[]);
    let undecided = files.object().map(files::all).unwrap_or_default();
    if undecided.is_empty() || decide(this, undecided) {
        return blobs::answer(files);
    }
    Verdict::Return(native.invoke(this.into(), &[]))
}

/// An input that is not in the page opens its chooser: its events never reach the window.
pub fn listen_to_detached(input: Handle) {
    if HEARD.with(|memory| memory.get(input)).truthy() {
        return;
    }
    HEARD.with(|memory| memory.set(input, true.into()));
    for name in ["input", "change"] {
        let hear = Arg::Wake(Wake::DetachedInput, 0);
        input.call(Native::AddListener, &[name.into(), hear, true.into()]);
    }
}

impl HeldFiles {
    /// Whether both were chosen in one input.
    #[must_use]
    pub fn are_for_input_of(&self, other: &Self) -> bool {
        self.input.handle().is(other.input.handle())
    }

    /// Chooses them again, and lets the page know as the browser would.
    pub fn go(self) {
        let files: Vec<Handle> = self.files.iter().map(Kept::handle).collect();
        files::decided(&files);
        let input = self.input.handle();
        let Some(transfer) = files::transfer(&files) else {
            return;
        };
        let Some(list) = transfer.get_object(Native::DataFiles) else {
            return;
        };
        files::decided(&files::all(list));
        TAKEN_BACK.with(|memory| memory.forget(input));
        input.set(Native::SetInputFiles, list);
        for (name, composed) in [("input", true), ("change", false)] {
            let init = dictionary(&[("bubbles", true.into()), ("composed", composed.into())]);
            if let Some(event) = make(Native::NewEvent, &[name.into(), init.into()]) {
                input.call(Native::Dispatch, &[event.into()]);
            }
        }
    }
}
