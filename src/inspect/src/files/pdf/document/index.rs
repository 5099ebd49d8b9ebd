//! Where each object is.

use crate::files::pdf::lexer::{Lexer, whole};
use crate::files::pdf::object::{Dict, Object};
use crate::files::reading::{Reading, Stop};
use alloc::vec::Vec;

/// Where an object is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::files::pdf) enum Place {
    /// In a stream of objects. What is in the file itself comes later, and counts before it.
    Stream { stream: u32, offset: u32 },
    /// In the file, behind `obj`.
    File { offset: u32, id: (u32, u16) },
}

/// Numbers and places, in the order of both.
#[derive(Default)]
pub(super) struct Index(Vec<(u32, Place)>);

/// Goes through the file.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(Index, Vec<Dict>), Stop> {
    let (mut index, mut trailers) = (Index::default(), Vec::new());
    let mut at = 0;
    let mut spent = 0;
    while let Some(found) = next_word(bytes, at) {
        match found {
            Found::Object { id, after } => {
                reading.entry_of_document()?;
                index.add(id, after);
                // Past the stream, if there is one: its bytes are none of ours.
                let mut lexer = Lexer::new(bytes, after);
                let object = lexer.indirect(id);
                reading.spend(lexer.at.saturating_sub(after))?;
                at = match object {
                    Object::Stream(stream) => stream.bytes.end,
                    _ => after,
                };
            }
            Found::Trailer { after } => {
                let mut lexer = Lexer::new(bytes, after);
                let dict = lexer.next();
                reading.spend(lexer.at.saturating_sub(after))?;
                if let Some(Object::Dict(dict)) = dict {
                    trailers.push(dict);
                }
                at = after;
            }
        }
        reading.spend(at.saturating_sub(spent))?;
        spent = at;
    }
    reading.spend(bytes.len().saturating_sub(spent))?;
    Ok((index, trailers))
}

enum Found {
    Object { id: (u32, u16), after: usize },
    Trailer { after: usize },
}

/// The next `1 0 obj` or `trailer`.
fn next_word(bytes: &[u8], from: usize) -> Option<Found> {
    let mut at = from;
    loop {
        let rest = bytes.get(at..)?;
        at += rest
            .iter()
            .position(|byte| *byte == b'o' || *byte == b't')?;
        let rest = bytes.get(at..)?;
        if rest.starts_with(b"trailer") {
            return Some(Found::Trailer {
                after: at + b"trailer".len(),
            });
        }
        let id = rest
            .starts_with(b"obj")
            .then(|| id_before(bytes.get(..at)?))
            .flatten();
        if let Some(id) = id {
            return Some(Found::Object { id, after: at + 3 });
        }
        at += 1;
    }
}

/// The number and generation that stand at the end.
fn id_before(bytes: &[u8]) -> Option<(u32, u16)> {
    let tail = bytes.get(bytes.len().saturating_sub(40)..)?;
    let mut words = tail
        .rsplit(|byte| byte.is_ascii_whitespace() || *byte == 0)
        .filter(|word| !word.is_empty());
    let generation = whole(words.next()?)?;
    let word = words.next()?;
    // Something may stand right before the number: `endobj12 0 obj`.
    let digits = word
        .iter()
        .rev()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let number = whole(word.get(word.len().checked_sub(digits)?..)?)?;
    Some((number, u16::try_from(generation).ok()?))
}

impl Index {
    fn add(&mut self, id: (u32, u16), after: usize) {
        let offset = u32::try_from(after).unwrap_or(u32::MAX);
        self.0.push((id.0, Place::File { offset, id }));
    }

    /// The object that a table says is here, if there is one.
    pub(super) fn add_at(&mut self, bytes: &[u8], number: u32, offset: usize) {
        let mut lexer = Lexer::of_content(bytes);
        lexer.at = offset;
        let start = (lexer.next(), lexer.next(), lexer.next());
        let (Some(Object::Number(_)), Some(Object::Number(generation)), Some(Object::Word(word))) =
            start
        else {
            return;
        };
        if word == b"obj" {
            let place = Place::File {
                offset: u32::try_from(lexer.at).unwrap_or(u32::MAX),
                id: (number, generation as u16),
            };
            self.0.push((number, place));
        }
    }

    /// The objects of a stream: at its start stand their numbers and where they are.
    pub(super) fn add_stream(&mut self, stream: u32, dict: &Dict, bytes: &[u8]) -> bool {
        let (Some(number), Some(first)) = (
            dict.get(b"N").and_then(Object::size),
            dict.get(b"First").and_then(Object::size),
        ) else {
            return false;
        };
        let mut lexer = Lexer::of_content(bytes);
        for _ in 0..number {
            if lexer.at >= first {
                return false;
            }
            let (Some(id), Some(offset)) = (lexer.next(), lexer.next()) else {
                return false;
            };
            let (Some(id), Some(offset)) = (id.size(), offset.size()) else {
                return false;
            };
            let offset = u32::try_from(first.saturating_add(offset)).unwrap_or(u32::MAX);
            self.0.push((
                u32::try_from(id).unwrap_or(u32::MAX),
                Place::Stream { stream, offset },
            ));
        }
        true
    }

    pub(super) fn sort(&mut self) {
        self.0.sort_unstable();
        self.0.dedup();
    }

    pub(super) fn numbered(&self) -> &[(u32, Place)] {
        &self.0
    }

    pub(super) fn all(&self) -> impl Iterator<Item = Place> {
        self.0.iter().map(|(_, place)| *place)
    }

    pub(super) fn versions(&self, number: u32) -> impl Iterator<Item = Place> {
        let start = self.0.partition_point(|(one, _)| *one < number);
        let rest = self.0.get(start..).unwrap_or_default();
        rest.iter()
            .take_while(move |(one, _)| *one == number)
            .map(|(_, place)| *place)
    }

    pub(super) fn last(&self, number: u32) -> Option<Place> {
        self.versions(number).last()
    }
}
