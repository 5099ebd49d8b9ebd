//! The part of a text that is being looked at, and where it stands in the original.

use super::letters::{OTHER, read};
use alloc::vec::Vec;

/// From `at` (in read characters) on, each character is `width` bytes of the original, the first of them at `byte`.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    at: usize,
    byte: usize,
    width: usize,
}

/// A window over the text, one byte a character.
#[derive(Debug, Default)]
pub(crate) struct Source {
    bytes: Vec<u8>,
    /// Room for what of it stays.
    spare: Vec<u8>,
    /// How many characters have left the window.
    base: usize,
    stretches: Vec<Stretch>,
    /// How many bytes of the original have been read.
    taken: usize,
    /// The beginning of a character whose end has not come yet.
    unfinished: Vec<u8>,
}

impl Source {
    /// Reads on. Bytes that are no UTF-8 are read as some sign.
    pub(crate) fn feed(&mut self, mut bytes: &[u8]) {
        while let (false, Some((first, rest))) = (self.unfinished.is_empty(), bytes.split_first()) {
            self.unfinished.push(*first);
            bytes = rest;
            let whole = core::mem::take(&mut self.unfinished);
            self.take(&whole);
        }
        self.take(bytes);
    }

    /// Says that nothing comes any more.
    pub(crate) fn finish(&mut self) {
        let rest = core::mem::take(&mut self.unfinished);
        if !rest.is_empty() {
            self.push(Some(OTHER), rest.len());
        }
    }

    fn take(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            match core::str::from_utf8(bytes) {
                Ok(text) => return self.read(text),
                Err(error) => {
                    let (valid, rest) = bytes
                        .split_at_checked(error.valid_up_to())
                        .unwrap_or((bytes, &[]));
                    self.read(core::str::from_utf8(valid).unwrap_or_default());
                    let Some(wrong) = error.error_len() else {
                        self.unfinished.extend_from_slice(rest);
                        return;
                    };
                    self.push(Some(OTHER), wrong);
                    bytes = rest.get(wrong..).unwrap_or_default();
                }
            }
        }
    }

    fn read(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let ascii = ascii(rest.as_bytes());
            let (plain, other) = rest.split_at_checked(ascii).unwrap_or((rest, ""));
            self.plain(plain.as_bytes());
            let mut letters = other.chars();
            while let Some(letter) = letters.clone().next().filter(|letter| !letter.is_ascii()) {
                self.push(read(letter), letter.len_utf8());
                letters.next();
            }
            rest = letters.as_str();
        }
    }

    fn plain(&mut self, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.stretch(1);
            self.bytes.extend_from_slice(bytes);
            self.taken += bytes.len();
        }
    }

    fn push(&mut self, byte: Option<u8>, width: usize) {
        if let Some(byte) = byte {
            self.stretch(width);
            self.bytes.push(byte);
        }
        self.taken += width;
    }

    /// Begins a stretch where the last one does not go on.
    fn stretch(&mut self, width: usize) {
        let at = self.end();
        let goes_on = self.stretches.last().is_some_and(|last| {
            last.width == width && last.byte + (at - last.at) * width == self.taken
        });
        if !goes_on {
            self.stretches.push(Stretch {
                at,
                byte: self.taken,
                width,
            });
        }
    }

    /// One past the last character read.
    pub(crate) fn end(&self) -> usize {
        self.base + self.bytes.len()
    }

    /// The characters `from..to` as far as they are in the window, and where the first of them stands.
    pub(crate) fn window(&self, from: usize, to: usize) -> (&[u8], usize) {
        let from = from.max(self.base);
        let to = to.min(self.end());
        (
            self.bytes
                .get(from - self.base..to - self.base)
                .unwrap_or_default(),
            from,
        )
    }

    /// The bytes of the original that the characters `from..to` were read from.
    pub(crate) fn original(&self, from: usize, to: usize) -> (usize, usize) {
        let last = to.saturating_sub(1).max(from);
        (self.place(from).0, self.place(last).1)
    }

    fn place(&self, at: usize) -> (usize, usize) {
        let before = self.stretches.partition_point(|stretch| stretch.at <= at);
        let stretch = before
            .checked_sub(1)
            .and_then(|before| self.stretches.get(before));
        stretch.map_or((at, at + 1), |stretch| {
            let from = stretch.byte + (at - stretch.at) * stretch.width;
            (from, from + stretch.width)
        })
    }

    /// Lets go of the characters before `at`, now and then.
    pub(crate) fn forget(&mut self, at: usize) {
        const OFTEN: usize = 16 * 1024;
        let gone = at.saturating_sub(self.base).min(self.bytes.len());
        if gone < OFTEN {
            return;
        }
        self.spare.clear();
        self.spare
            .extend_from_slice(self.bytes.get(gone..).unwrap_or_default());
        core::mem::swap(&mut self.bytes, &mut self.spare);
        self.base += gone;
        let before = self
            .stretches
            .partition_point(|stretch| stretch.at <= self.base);
        let needed = self.stretches.get(before.saturating_sub(1)..);
        self.stretches = needed.unwrap_or_default().to_vec();
    }
}

/// How many characters of ASCII `bytes` begins with; eight at a time, as most of most texts is.
fn ascii(bytes: &[u8]) -> usize {
    let (eights, _) = bytes.as_chunks::<8>();
    let plain = |eight: &&[u8; 8]| u64::from_le_bytes(**eight) & 0x8080_8080_8080_8080 == 0;
    let from = 8 * eights.iter().take_while(plain).count();
    let rest = bytes.get(from..).unwrap_or_default();
    from + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn offsets_lead_back_to_the_original() {
        let text = "a\u{200b}é４ 中b";
        for size in 1..=text.len() {
            let mut source = Source::default();
            for piece in text.as_bytes().chunks(size) {
                source.feed(piece);
            }
            source.finish();
            assert_eq!(source.window(0, 4).0, b"ae4 ");
            assert_eq!(&text[source.original(0, 1).0..source.original(0, 1).1], "a");
            let (from, to) = source.original(1, 3);
            assert_eq!(&text[from..to], "é４");
            let (from, to) = source.original(5, 6);
            assert_eq!(&text[from..to], "b");
        }
    }

    #[test]
    fn bytes_that_are_no_text_are_some_sign() {
        let mut source = Source::default();
        source.feed(&[b'a', 0xff, 0xe2, 0x82, b'b', 0xe2]);
        source.finish();
        let (read, _) = source.window(0, 9);
        assert_eq!(read, [b'a', 0x1f, 0x1f, b'b', 0x1f]);
        assert_eq!(source.original(3, 4), (4, 5));
    }
}
