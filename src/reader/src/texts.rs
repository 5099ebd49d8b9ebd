//! The texts of a file, one after the other.

use stepgate_inspect::files::{Place, Sink};

/// How much a reader looks at, in bytes, before it asks whether to go on.
const ASKED_EVERY: f64 = 65_536.0;

/// Gathers what is read, what is in the file apart from what is about it.
pub struct Texts<'g> {
    /// What is in the file.
    pub content: String,
    /// What the file says about itself, one `name: value` a line.
    pub metadata: String,
    part: u32,
    looked: f64,
    goes_on: &'g mut dyn FnMut(f64) -> bool,
}

impl<'g> Texts<'g> {
    /// `goes_on` hears about how many bytes were looked at, and says whether to look at more.
    pub fn new(goes_on: &'g mut dyn FnMut(f64) -> bool) -> Self {
        Self {
            content: String::new(),
            metadata: String::new(),
            part: 0,
            looked: 0.0,
            goes_on,
        }
    }
}

impl Sink for Texts<'_> {
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
        self.looked += ASKED_EVERY;
        (self.goes_on)(self.looked)
    }
}
