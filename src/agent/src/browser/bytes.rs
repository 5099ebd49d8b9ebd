//! What do only the bytes of a file tell: what it is, and its hash? Read only where a policy asks.

use super::{blobs, files};
use crate::facts::{Facts, MOST_TEXT};
use crate::host::{Arg, Handle, call, make};
use crate::natives::Native;
use crate::session;
use sha2::{Digest as _, Sha256};
use stepgate_inspect::{FILE_HEAD, file_type};

/// Makes a letter of each byte.
const LETTERS: &str = "text/plain; charset=x-user-defined";
/// How much is read at once, in bytes.
const STEP: usize = 1024 * 1024;

/// Where bytes are.
#[derive(Clone, Copy, Debug)]
pub enum Source<'a> {
    /// In a blob, which may be a file on the disk.
    Blob(Handle),
    /// In a Uint8Array of this length.
    Array(Handle, u32),
    /// In a `data:` address.
    Url(&'a str),
}

/// `facts` with what policies ask of the bytes of the file. A file of more than [`MOST_TEXT`] bytes has no hash here.
#[must_use]
#[inline(never)]
pub fn told(mut facts: Facts, source: Source<'_>) -> Facts {
    if session::asks_for_file_type(&facts) {
        let head = source.piece(0, FILE_HEAD);
        if let Some(file) = &mut facts.file {
            file.file_type = head.map(|head| file_type(&head).into());
        }
    }
    if session::asks_for_hash(&facts)
        && let Some(file) = &mut facts.file
    {
        file.sha256 = source.hash();
    }
    facts
}

impl Source<'_> {
    /// They as a blob; `None` if they are too many for one.
    pub(super) fn blob(self) -> Option<Handle> {
        let bytes = match self {
            Self::Blob(blob) => return Some(blob),
            Self::Array(array, _) => array,
            Self::Url(url) => {
                if url.len() as u64 / 4 > session::limits().bytes {
                    return None;
                }
                let letters = blobs::fetched(url, LETTERS).handle()?;
                call(Native::OfLetters, Arg::Undefined, &[letters.into()]).object()?
            }
        };
        make(Native::NewBlob, &[files::list(&[bytes.into()]).into()])
    }

    fn hash(self) -> Option<[u8; 32]> {
        if let Self::Blob(blob) = self
            && blobs::size(blob).is_none_or(|size| size > u64::from(MOST_TEXT))
        {
            return None;
        }
        let (mut hash, mut from) = (Sha256::new(), 0);
        while from <= MOST_TEXT as usize {
            let piece = self.piece(from, from + STEP)?;
            hash.update(&piece);
            if piece.len() < STEP {
                return Some(hash.finalize().into());
            }
            from += STEP;
        }
        None
    }

    /// The bytes from one place to another, or as many as there are.
    pub(super) fn piece(self, from: usize, to: usize) -> Option<Vec<u8>> {
        match self {
            Self::Blob(blob) => of_blob(blob, from, to),
            Self::Array(array, length) => {
                let all = crate::abi::bytes(array, length.min(to as u32));
                Some(all.get(from..).unwrap_or_default().to_vec())
            }
            Self::Url(url) => {
                let all = read(url, 0)?;
                let to = to.min(all.len());
                Some(all.get(from..to).unwrap_or_default().to_vec())
            }
        }
    }
}

/// A mark at the beginning would change how the rest is read, so a letter is put before it.
fn of_blob(blob: Handle, from: usize, to: usize) -> Option<Vec<u8>> {
    let ends = [(from as f64).into(), (to as f64).into()];
    let piece = blob.call(Native::BlobSlice, &ends).object()?;
    let parts = files::list(&["x".into(), piece.into()]);
    let behind = make(Native::NewBlob, &[parts.into()])?;
    blobs::at_address(behind, |url| read(url, 1))
}

/// What is at a `blob:` or `data:` address, each byte read as a letter of its own, without the first `skipped`.
#[inline(never)]
fn read(url: &str, skipped: usize) -> Option<Vec<u8>> {
    let text = blobs::fetched(url, LETTERS);
    of_letters(text.text_if()?.get(skipped..)?)
}

/// The bytes behind letters: those of their own numbers, or as the Encoding Standard's "x-user-defined" has them; `None`
/// if a letter is none of those.
#[must_use]
#[inline(never)]
pub fn of_letters(letters: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(letters.len());
    for letter in letters.chars() {
        let code = u32::from(letter);
        if code > 0xff && !(0xf780..=0xf7ff).contains(&code) {
            return None;
        }
        bytes.push(code as u8);
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::of_letters;

    #[test]
    fn every_byte_comes_back_from_the_letter_it_was_read_as() {
        let all: Vec<u8> = (0..=255).collect();
        let read: String = ('\0'..'\u{80}').chain('\u{f780}'..='\u{f7ff}').collect();
        let own: String = ('\0'..='\u{ff}').collect();
        assert_eq!(of_letters(&read).as_ref(), Some(&all));
        assert_eq!(of_letters(&own).as_ref(), Some(&all));
        assert_eq!(of_letters("\u{fffd}"), None);
    }
}
