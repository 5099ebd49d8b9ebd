//! From bytes to objects (ISO 32000-2, 7.2 and 7.3).

mod values;

use super::object::{Dict, Object, Stream};
use crate::files::bytes::find;
use alloc::vec::Vec;

/// How deep arrays and dictionaries may lie in one another.
const DEEPEST: u32 = 48;

pub(super) struct Lexer<'b> {
    bytes: &'b [u8],
    pub(super) at: usize,
    /// References are two numbers and an `R`; content streams have none.
    references: bool,
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(
        byte,
        b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%'
    )
}

impl<'b> Lexer<'b> {
    pub(super) const fn new(bytes: &'b [u8], at: usize) -> Self {
        Self {
            bytes,
            at,
            references: true,
        }
    }

    pub(super) const fn of_content(bytes: &'b [u8]) -> Self {
        Self {
            bytes,
            at: 0,
            references: false,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    pub(super) fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self
                    .peek()
                    .is_some_and(|byte| !matches!(byte, b'\r' | b'\n'))
                {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn starts_with(&self, wanted: &[u8]) -> bool {
        self.bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(wanted))
    }

    /// The next object; `None` at the end. What is none is passed over.
    pub(super) fn next(&mut self) -> Option<Object> {
        self.object(0)
    }

    fn object(&mut self, depth: u32) -> Option<Object> {
        loop {
            self.skip_space();
            match self.peek()? {
                b'/' => return Some(Object::Name(self.name())),
                b'(' => return Some(Object::String(self.literal())),
                b'<' if self.starts_with(b"<<") => {
                    self.at += 2;
                    return Some(Object::Dict(self.dict(depth)));
                }
                b'<' => return Some(Object::String(self.hex())),
                b'[' => {
                    self.at += 1;
                    return Some(Object::Array(self.array(depth)));
                }
                b'+' | b'-' | b'.' | b'0'..=b'9' => return Some(self.number()),
                byte if is_delimiter(byte) => self.at += 1,
                _ => return Some(self.word()),
            }
        }
    }

    fn word(&mut self) -> Object {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let regular = |byte: &u8| !is_space(*byte) && !is_delimiter(*byte);
        let length = rest.iter().take_while(|byte| regular(byte)).count().max(1);
        self.at += length;
        match rest.get(..length).unwrap_or_default() {
            b"null" => Object::Null,
            word => Object::Word(word.to_vec()),
        }
    }

    fn array(&mut self, depth: u32) -> Vec<Object> {
        let mut out = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return out,
                Some(b']') => {
                    self.at += 1;
                    return out;
                }
                Some(_) if depth >= DEEPEST => return out,
                // The end of what is around it.
                Some(b'>') => return out,
                Some(_) => match self.object(depth + 1) {
                    Some(object) if is_boundary(&object) => return out,
                    Some(object) => out.push(object),
                    None => return out,
                },
            }
        }
    }

    fn dict(&mut self, depth: u32) -> Dict {
        let mut out = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => return Dict(out),
                Some(b'>') => {
                    self.at += if self.starts_with(b">>") { 2 } else { 1 };
                    return Dict(out);
                }
                Some(_) if depth >= DEEPEST => return Dict(out),
                Some(b'/') => {
                    let key = self.name();
                    self.skip_space();
                    // A key without a value.
                    if self.peek() == Some(b'>') {
                        continue;
                    }
                    match self.object(depth + 1) {
                        Some(value) if is_boundary(&value) => return Dict(out),
                        Some(value) => out.push((key, value)),
                        None => return Dict(out),
                    }
                }
                // Something that is no key: the end of the object was lost.
                Some(_) => {
                    if self
                        .object(depth + 1)
                        .is_none_or(|object| is_boundary(&object))
                    {
                        return Dict(out);
                    }
                }
            }
        }
    }

    /// The object with this number and generation: behind `12 0 obj`.
    pub(super) fn indirect(&mut self, id: (u32, u16)) -> Object {
        let object = self.next().unwrap_or(Object::Null);
        let Object::Dict(dict) = object else {
            return object;
        };
        self.skip_space();
        if !self.starts_with(b"stream") {
            return Object::Dict(dict);
        }
        self.at += b"stream".len();
        if self.peek() == Some(b'\r') {
            self.at += 1;
        }
        if self.peek() == Some(b'\n') {
            self.at += 1;
        }
        let end = self.stream_end(&dict);
        let bytes = self.at..end;
        self.at = end;
        Object::Stream(Stream { dict, bytes, id })
    }

    /// By the length it says, if the end is there; otherwise by the next `endstream`.
    fn stream_end(&self, dict: &Dict) -> usize {
        let length = dict.get(b"Length").and_then(Object::size);
        let said = length
            .and_then(|length| self.at.checked_add(length))
            .filter(|end| {
                let rest = self.bytes.get(*end..).unwrap_or_default();
                rest.trim_ascii_start().starts_with(b"endstream")
            });
        said.unwrap_or_else(|| {
            let rest = self.bytes.get(self.at..).unwrap_or_default();
            let mut end = find(rest, b"endstream").unwrap_or(rest.len());
            for ending in [b'\n', b'\r'] {
                if end > 0 && rest.get(end - 1) == Some(&ending) {
                    end -= 1;
                }
            }
            self.at + end
        })
    }
}

/// Words that stand between objects: what is still open there has lost its end.
fn is_boundary(object: &Object) -> bool {
    let Object::Word(word) = object else {
        return false;
    };
    matches!(
        word.as_slice(),
        b"obj" | b"endobj" | b"stream" | b"endstream" | b"trailer"
    )
}

/// A number of digits alone.
pub(super) fn whole(digits: &[u8]) -> Option<u32> {
    core::str::from_utf8(digits).ok()?.parse().ok()
}

#[cfg(test)]
mod tests;
