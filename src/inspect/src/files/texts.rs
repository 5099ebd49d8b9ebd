//! The texts of a file, one after the other.

use super::place::{Place, Sink};
use alloc::string::String;

/// Gathers what is read, what is in the file apart from what is about it.
#[derive(Debug)]
pub struct Texts<F> {
    /// What is in the file.
    pub content: String,
    /// What the file says about itself, one `name: value` a line.
    pub metadata: String,
    part: u32,
    goes_on: F,
}

impl<F: FnMut() -> bool> Texts<F> {
    /// `goes_on` is asked as [`Sink::goes_on`] is.
    pub const fn new(goes_on: F) -> Self {
        Self {
            content: String::new(),
            metadata: String::new(),
            part: 0,
            goes_on,
        }
    }
}

impl<F: FnMut() -> bool> Sink for Texts<F> {
    fn text(&mut self, piece: &str, place: &Place<'_>) {
        let metadata = place.section.is_metadata();
        let text = if metadata {
            &mut self.metadata
        } else {
            &mut self.content
        };
        if self.part != place.part {
            self.part = place.part;
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            // What a property is called says what its value is.
            if metadata && !place.name.is_empty() {
                text.push_str(place.name);
                text.push_str(": ");
            }
        }
        text.push_str(piece);
    }

    fn goes_on(&mut self) -> bool {
        (self.goes_on)()
    }
}
