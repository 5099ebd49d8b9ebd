//! Maps of codes (ISO 32000-2, 9.7.5 and 9.10.3).

use crate::files::charset::{Charset, decode};
use crate::files::outcome::Reason;
use crate::files::pdf::lexer::Lexer;
use crate::files::pdf::object::Object;
use crate::files::reading::{Reading, Stop};
use alloc::string::String;
use alloc::vec::Vec;

/// The most ranges of one map, which are more than all letters need.
const MOST: usize = 1 << 17;

#[derive(Default)]
pub(super) struct CMap {
    /// Codes from and to, and the letters of the first; the last letter counts up.
    ranges: Vec<(u32, u32, String)>,
    /// Which first bytes codes of which length have.
    spaces: Vec<(u32, u32, usize)>,
}

impl CMap {
    pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<Self, Stop> {
        reading.spend(bytes.len())?;
        let mut map = Self::default();
        let mut lexer = Lexer::of_content(bytes);
        while let Some(object) = lexer.next() {
            let Object::Word(word) = object else { continue };
            match word.as_slice() {
                b"begincodespacerange" => map.spaces(&mut lexer),
                b"beginbfchar" => map.letters(&mut lexer),
                b"beginbfrange" => map.ranges(&mut lexer),
                _ => (), // bytes, not an enum
            }
            if map.ranges.len() > MOST {
                reading.fail(Reason::TooLarge);
                break;
            }
        }
        map.ranges.sort_unstable_by_key(|(from, ..)| *from);
        Ok(map)
    }

    fn spaces(&mut self, lexer: &mut Lexer<'_>) {
        while let (Some(Object::String(from)), Some(Object::String(to))) =
            (lexer.next(), lexer.next())
        {
            if self.spaces.len() < 256 {
                self.spaces
                    .push((code(&from), code(&to), from.len().clamp(1, 4)));
            }
        }
    }

    fn letters(&mut self, lexer: &mut Lexer<'_>) {
        while let Some(Object::String(from)) = lexer.next() {
            let Some(to) = lexer.next() else { return };
            if let Object::String(to) = to {
                self.add(code(&from), code(&from), &to);
            }
        }
    }

    fn ranges(&mut self, lexer: &mut Lexer<'_>) {
        while let Some(Object::String(from)) = lexer.next() {
            let (Some(Object::String(to)), Some(letters)) = (lexer.next(), lexer.next()) else {
                return;
            };
            let (from, to) = (code(&from), code(&to));
            match letters {
                Object::String(letters) => self.add(from, to, &letters),
                Object::Array(parts) => {
                    for (code, part) in (from..=to).zip(parts) {
                        self.add(code, code, part.string().unwrap_or_default());
                    }
                }
                _ => (), // nothing else is a letter
            }
        }
    }

    fn add(&mut self, from: u32, to: u32, letters: &[u8]) {
        if self.ranges.len() <= MOST && !letters.is_empty() {
            let letters = match letters {
                [byte] => String::from(char::from(*byte)),
                _ => decode(letters, Some(Charset::Utf16 { big: true })),
            };
            self.ranges.push((from, to, letters));
        }
    }

    /// How many bytes the next code has.
    pub(super) fn length(&self, bytes: &[u8]) -> Option<usize> {
        let found = self.spaces.iter().find(|(from, to, length)| {
            let code = bytes.get(..*length).map(code);
            code.is_some_and(|code| (*from..=*to).contains(&code))
        });
        found.map(|(.., length)| *length)
    }

    /// Writes the letters of a code, if there are any.
    pub(super) fn write(&self, code: u32, out: &mut String) -> bool {
        let behind = self.ranges.partition_point(|(from, ..)| *from <= code);
        let found = behind.checked_sub(1).and_then(|at| self.ranges.get(at));
        let Some((from, _, letters)) = found.filter(|(_, to, _)| code <= *to) else {
            return false;
        };
        let mut letters = letters.chars();
        let last = letters
            .next_back()
            .and_then(|last| char::from_u32(last as u32 + (code - from)));
        out.extend(letters);
        out.extend(last);
        last.is_some_and(|last| last != char::REPLACEMENT_CHARACTER)
    }
}

fn code(bytes: &[u8]) -> u32 {
    bytes
        .iter()
        .take(4)
        .fold(0, |code, byte| code << 8 | u32::from(*byte))
}
