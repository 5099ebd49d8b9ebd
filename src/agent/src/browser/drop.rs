//! Dropping: files are uploads, text is pasted.

use super::paste::{self, HeldPaste};
use super::{boundary, drag, event, files, sides};
use crate::gate;
use crate::hold::Resume;
use crate::host::{Handle, Kept, dictionary, make};
use crate::natives::Native;

/// Dropped files that wait.
#[derive(Debug)]
pub struct HeldDrop {
    files: Vec<Kept>,
    target: Kept,
    at: (f64, f64),
}

/// `drop`.
pub fn dropping(event: Handle) {
    if !event::is_trusted(event) {
        return;
    }
    let Some(data) = event.get_object(Native::DragData) else {
        return;
    };
    let Some(target) = event::innermost(event) else {
        return;
    };
    let undecided = data
        .get_object(Native::DataFiles)
        .map(files::undecided)
        .unwrap_or_default();
    if let Some(copied) = boundary::found(data) {
        return boundary::pasting(event, copied, target);
    }
    if undecided.is_empty() {
        return dropping_text(event, data, target);
    }
    let facts = sides::at(target, || {
        undecided.iter().map(|file| files::upload(*file)).collect()
    });
    if !gate::pass_all(facts, || {
        Resume::Drop(HeldDrop::new(event, &undecided, target))
    }) {
        return event::stop(event);
    }
    files::decided(&undecided);
}

fn dropping_text(event: Handle, data: Handle, target: Handle) {
    let text = paste::text_of(data, "text/plain");
    if drag::is_from_here() || text.is_empty() {
        return; // moved within the page
    }
    let ruled = vec![gate::rule(sides::at(target, || paste::text_facts(data)))];
    if paste::masked(&ruled, &|| text.clone(), target) {
        return event::stop(event);
    }
    if !gate::settle(ruled, || Resume::Paste(HeldPaste::new(data, &[], target))) {
        event::stop(event);
    }
}

impl HeldDrop {
    fn new(event: Handle, files: &[Handle], target: Handle) -> Self {
        let at = (
            event.get(Native::ClientX).number(),
            event.get(Native::ClientY).number(),
        );
        Self {
            files: files::keep(files),
            target: target.keep(),
            at,
        }
    }

    /// Drops them again where they were dropped.
    pub fn go(self) {
        let files: Vec<Handle> = self.files.iter().map(Kept::handle).collect();
        files::decided(&files);
        let Some(transfer) = files::transfer(&files) else {
            return;
        };
        // A `DataTransfer` hands its files out anew: those are the same files.
        let again = transfer
            .get_object(Native::DataFiles)
            .map(files::all)
            .unwrap_or_default();
        files::decided(&again);
        let init = dictionary(&[
            ("bubbles", true.into()),
            ("cancelable", true.into()),
            ("composed", true.into()),
            ("clientX", self.at.0.into()),
            ("clientY", self.at.1.into()),
            ("dataTransfer", transfer.into()),
        ]);
        if let Some(drop) = make(Native::NewDragEvent, &["drop".into(), init.into()]) {
            self.target.handle().call(Native::Dispatch, &[drop.into()]);
        }
    }
}
