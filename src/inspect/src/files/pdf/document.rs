//! The objects of a file, found wherever they are.
//!
//! Readers follow the table at the end of the file; this goes through all of it, and looks at the table in addition. So
//! nothing that some reader shows is missed, older versions of an object included, and broken tables do not matter.

mod index;
mod tables;

use super::crypt::Crypt;
use super::lexer::Lexer;
use super::object::{Dict, Object, Stream};
use crate::files::outcome::Reason;
use crate::files::reading::{Reading, Stop};
use alloc::vec::Vec;
use core::cell::Cell;
use index::Index;
pub(super) use index::Place;

pub(super) struct Document<'b> {
    bytes: &'b [u8],
    index: Index,
    /// What was in the streams of objects.
    streams: Vec<Vec<u8>>,
    /// All dictionaries that stand where the table is: the last counts.
    pub(super) trailers: Vec<Dict>,
    pub(super) crypt: Option<Crypt>,
    /// How many bytes were looked at since somebody asked.
    looked_at: Cell<usize>,
}

impl<'b> Document<'b> {
    pub(super) fn read(reading: &mut Reading<'_>, bytes: &'b [u8]) -> Result<Self, Stop> {
        let (index, trailers) = index::read(reading, bytes)?;
        let mut document = Self {
            bytes,
            index,
            streams: Vec::new(),
            trailers,
            crypt: None,
            looked_at: Cell::new(0),
        };
        document.follow_tables(reading)?;
        Ok(document)
    }

    /// Finds objects where only a table says that they are.
    fn follow_tables(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let mut places = tables::classic(reading, self.bytes)?;
        let tables = self.all_streams(b"XRef");
        self.pay(reading)?;
        for stream in tables {
            let (raw, dict) = (self.raw(&stream), &stream.dict);
            if let Some(table) = super::filters::decode(reading, dict, raw)? {
                places.extend(tables::of_stream(dict, &table));
                reading.release(table.len());
            }
            self.trailers.push(stream.dict);
        }
        for (number, offset) in places {
            reading.spend(1)?;
            self.index.add_at(self.bytes, number, offset);
        }
        self.index.sort();
        Ok(())
    }

    fn all_streams(&self, kind: &[u8]) -> Vec<Stream> {
        let objects = self.index.all().map(|place| self.at(place));
        objects
            .filter_map(|object| match object {
                Object::Stream(stream) if stream.dict.is(b"Type", kind) => Some(stream),
                _ => None,
            })
            .collect()
    }

    /// Opens the streams that objects are in (7.5.7).
    pub(super) fn open_streams(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let streams = self.all_streams(b"ObjStm");
        self.pay(reading)?;
        for stream in streams {
            reading.entry()?;
            let Some(bytes) = self.decoded(reading, &stream)? else {
                continue;
            };
            let number = u32::try_from(self.streams.len()).unwrap_or(u32::MAX);
            if !self.index.add_stream(number, &stream.dict, &bytes) {
                reading.fail(Reason::Corrupt);
            }
            self.streams.push(bytes);
        }
        self.index.sort();
        Ok(())
    }

    fn at(&self, place: Place) -> Object {
        match place {
            Place::File { offset, id } => {
                let mut lexer = Lexer::new(self.bytes, offset as usize);
                let object = lexer.indirect(id);
                self.count(&object, lexer.at.saturating_sub(offset as usize));
                object
            }
            Place::Stream { stream, offset, .. } => {
                let bytes = self.streams.get(stream as usize).map(Vec::as_slice);
                let mut lexer = Lexer::new(bytes.unwrap_or_default(), offset as usize);
                let object = lexer.next().unwrap_or(Object::Null);
                self.count(&object, lexer.at.saturating_sub(offset as usize));
                object
            }
        }
    }

    /// Notes that something was looked at. To make objects of bytes takes longer than to go over them.
    pub(super) fn look(&self, bytes: usize) {
        let bytes = bytes.saturating_mul(4);
        self.looked_at
            .set(self.looked_at.get().saturating_add(bytes));
    }

    fn count(&self, object: &Object, bytes: usize) {
        let stream = match object {
            Object::Stream(stream) => stream.bytes.len(),
            _ => 0,
        };
        let bytes = bytes.saturating_sub(stream).saturating_add(16);
        self.look(bytes);
    }

    /// Pays for what was looked at.
    pub(super) fn pay(&self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        reading.spend(self.looked_at.take())
    }

    /// Every object, every version of it.
    pub(super) fn places(&self) -> Vec<Place> {
        self.index.all().collect()
    }

    /// Every object with its number.
    pub(super) fn numbered(&self) -> &[(u32, Place)] {
        self.index.numbered()
    }

    /// The object here, with its strings decrypted.
    pub(super) fn object(&self, place: Place) -> Object {
        let mut object = self.at(place);
        if let (Some(crypt), Place::File { id, .. }) = (&self.crypt, place) {
            decrypt(crypt, &mut object, id);
        }
        object
    }

    /// What a reference means now; anything else means itself.
    pub(super) fn resolve(&self, object: &Object) -> Object {
        // A copy of all that is in it.
        self.look(object.parts().len() + object.dict().map_or(0, |dict| dict.0.len() * 16));
        let mut object = object.clone();
        for _ in 0..16 {
            let Object::Reference(number) = object else {
                return object;
            };
            object = self
                .index
                .last(number)
                .map_or(Object::Null, |place| self.object(place));
        }
        Object::Null
    }

    /// Everything that a reference ever meant.
    pub(super) fn versions(&self, object: &Object) -> Vec<Object> {
        match object {
            Object::Reference(number) => self
                .index
                .versions(*number)
                .map(|place| self.object(place))
                .collect(),
            other => alloc::vec![other.clone()],
        }
    }

    pub(super) fn get(&self, dict: &Dict, key: &[u8]) -> Object {
        self.look(dict.0.len());
        dict.get(key)
            .map_or(Object::Null, |object| self.resolve(object))
    }

    fn raw(&self, stream: &Stream) -> &'b [u8] {
        self.bytes.get(stream.bytes.clone()).unwrap_or_default()
    }

    /// What is in a stream, as [`super::filters::decode`] says.
    pub(super) fn decoded(
        &self,
        reading: &mut Reading<'_>,
        stream: &Stream,
    ) -> Result<Option<Vec<u8>>, Stop> {
        let raw = self.raw(stream);
        // Filters may be named elsewhere.
        let mut dict = Dict::default();
        for key in [b"Filter".as_slice(), b"DecodeParms"] {
            let value = match self.get(&stream.dict, key) {
                Object::Array(parts) => {
                    Object::Array(parts.iter().map(|part| self.resolve(part)).collect())
                }
                other => other,
            };
            dict.0.push((key.to_vec(), value));
        }
        match &self.crypt {
            Some(crypt) => {
                reading.spend(raw.len())?;
                super::filters::decode(reading, &dict, &crypt.stream(stream, raw))
            }
            None => super::filters::decode(reading, &dict, raw),
        }
    }

    /// Whether the file goes to its end: behind the last object stands the mark of the end.
    pub(super) fn is_whole(&self) -> bool {
        let end = crate::files::bytes::find_last(self.bytes, b"%%EOF");
        let last = crate::files::bytes::find_last(self.bytes, b"endobj");
        let start = crate::files::bytes::find_last(self.bytes, b"startxref");
        end.is_some_and(|end| {
            last.is_none_or(|last| last < end) && start.is_some_and(|start| start < end)
        })
    }
}

fn decrypt(crypt: &Crypt, object: &mut Object, id: (u32, u16)) {
    match object {
        Object::String(string) => *string = crypt.string(string, id),
        Object::Array(parts) => parts.iter_mut().for_each(|part| decrypt(crypt, part, id)),
        Object::Dict(dict) | Object::Stream(Stream { dict, .. }) => {
            dict.0
                .iter_mut()
                .for_each(|(_, value)| decrypt(crypt, value, id));
        }
        Object::Null
        | Object::Number(_)
        | Object::Name(_)
        | Object::Reference(_)
        | Object::Word(_) => (),
    }
}
