//! Going through a text once, whatever pieces it comes in.

use crate::engine::Engine;
use crate::reading::Source;
use crate::view::{AHEAD, BACK};
use crate::{Finding, Inspector};
use alloc::vec::Vec;

/// How much is read at a time.
const PIECE: usize = 16 * 1024;

/// Scans a text that comes in pieces, cut anywhere, even inside characters. The findings are those of the whole, and the
/// memory needed does not grow with the text.
#[derive(Debug)]
pub struct Scanner<'i> {
    source: Source,
    engine: Engine<'i>,
}

impl<'i> Scanner<'i> {
    /// Begins a text.
    #[must_use]
    pub fn new(inspector: &'i Inspector) -> Self {
        Self {
            source: Source::default(),
            engine: Engine::new(inspector),
        }
    }

    /// Reads on: UTF-8; bytes that are not are passed over.
    pub fn feed(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(PIECE) {
            self.source.feed(piece);
            let ready = self.source.end().saturating_sub(AHEAD);
            if ready > self.engine.scanned() {
                self.go_on(ready, false);
            }
        }
    }

    /// The findings that are certain by now, in their order. They are not answered again.
    pub fn take(&mut self) -> Vec<Finding> {
        core::mem::take(&mut self.engine.findings)
    }

    /// Up to where in the text, in bytes, every finding that begins before it is certain by now.
    #[must_use]
    pub fn certain(&self) -> usize {
        let at = self.engine.needed();
        self.source.original(at, at).0
    }

    /// Ends the text; the findings that have not been taken.
    #[must_use]
    pub fn finish(mut self) -> Vec<Finding> {
        self.source.finish();
        self.go_on(self.source.end(), true);
        self.take()
    }

    /// How many steps the scan has taken: linear in the text, whatever it is.
    #[doc(hidden)]
    #[must_use]
    pub fn steps(&self) -> u64 {
        self.engine.steps
    }

    fn go_on(&mut self, to: usize, last: bool) {
        let from = self.engine.needed();
        let (bytes, base) = self
            .source
            .window(from.saturating_sub(BACK), self.source.end());
        self.engine.pass(bytes, base, to);
        self.engine.settle(&self.source, last);
        self.source
            .forget(self.engine.needed().saturating_sub(2 * BACK));
    }
}
