//! Rich Text Format (RTF 1.9.1): groups in braces, words behind backslashes, and the text between.

mod groups;

use super::charset::{decode, windows};
use super::lines::Lines;
use super::outcome::Reason;
use super::place::Section;
use super::reading::{Reading, Stop};
use alloc::string::String;
use alloc::vec::Vec;
use groups::{Destination, Group};

/// Reads a document.
pub(super) fn read(reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
    let mut document = Document {
        lines: Lines::new(reading, Section::Body, ""),
        groups: alloc::vec![Group::default()],
        aside: String::new(),
        skip: 0,
        high: None,
    };
    let mut rest = bytes;
    let mut since = bytes.len();
    while !rest.is_empty() {
        if since - rest.len() > 4096 {
            reading.spend(since - rest.len())?;
            since = rest.len();
        }
        rest = document.step(reading, rest)?;
    }
    if document.groups.len() != 1 {
        reading.fail(Reason::Corrupt);
    }
    document.beside(reading)?;
    document.lines.end(reading)
}

struct Document {
    lines: Lines,
    /// The groups we are in.
    groups: Vec<Group>,
    /// Text that stands aside, until its group ends.
    aside: String,
    /// How many letters stand for the one in Unicode before them.
    skip: u32,
    /// The first half of a surrogate pair.
    high: Option<u32>,
}

/// The most groups in one another; deeper ones are taken as one.
const DEEPEST: usize = 4096;

impl Document {
    fn step<'b>(&mut self, reading: &mut Reading<'_>, rest: &'b [u8]) -> Result<&'b [u8], Stop> {
        let (byte, after) = rest.split_first().unwrap_or((&0, &[]));
        match byte {
            b'{' => {
                if self.groups.len() >= DEEPEST {
                    return Err(reading.stop(Reason::TooLarge));
                }
                let group = self.group();
                self.groups.push(Group {
                    begun: true,
                    ..group
                });
                Ok(after)
            }
            b'}' => {
                self.close(reading)?;
                Ok(after)
            }
            b'\\' => self.control(reading, after),
            b'\r' | b'\n' => Ok(after),
            _ => {
                let plain = |byte: &u8| !matches!(byte, b'{' | b'}' | b'\\' | b'\r' | b'\n');
                let length = rest
                    .iter()
                    .position(|byte| !plain(byte))
                    .unwrap_or(rest.len());
                let (text, after) = rest.split_at_checked(length).unwrap_or_default();
                self.letters(reading, text)?;
                Ok(after)
            }
        }
    }

    fn group(&self) -> Group {
        self.groups.last().copied().unwrap_or_default()
    }

    fn close(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        if self.groups.len() < 2 {
            reading.fail(Reason::Corrupt);
            return Ok(());
        }
        let closed = self.groups.pop().unwrap_or_default();
        self.skip = 0;
        if closed.destination == Destination::Aside {
            self.beside(reading)?;
        }
        if closed.destination == Destination::Note && self.group().destination != Destination::Note
        {
            self.lines.line(reading)?;
        }
        Ok(())
    }

    fn beside(&mut self, reading: &mut Reading<'_>) -> Result<(), Stop> {
        let aside = core::mem::take(&mut self.aside);
        self.lines.aside(reading, &aside)
    }

    fn letters(&mut self, reading: &mut Reading<'_>, bytes: &[u8]) -> Result<(), Stop> {
        let skip = bytes.len().min(self.skip as usize);
        self.skip -= u32::try_from(skip).unwrap_or_default();
        let bytes = bytes.get(skip..).unwrap_or_default();
        if self.group().destination == Destination::Embedded {
            return Ok(());
        }
        self.text(reading, &decode(bytes, None))
    }

    fn text(&mut self, reading: &mut Reading<'_>, text: &str) -> Result<(), Stop> {
        match self.group().destination {
            Destination::Text | Destination::Note => self.lines.text(reading, text),
            Destination::Aside => {
                self.aside.push_str(text);
                if self.aside.len() > 4096 {
                    self.beside(reading)?;
                }
                Ok(())
            }
            Destination::Picture | Destination::Embedded => Ok(()),
        }
    }

    /// Behind a backslash: a word with a number, or a sign.
    fn control<'b>(&mut self, reading: &mut Reading<'_>, rest: &'b [u8]) -> Result<&'b [u8], Stop> {
        let letters = rest
            .iter()
            .take_while(|byte| byte.is_ascii_alphabetic())
            .count();
        let (word, after) = rest.split_at_checked(letters).unwrap_or_default();
        if word.is_empty() {
            return self.sign(reading, after);
        }
        let sign = usize::from(after.first() == Some(&b'-'));
        let digits = after
            .iter()
            .skip(sign)
            .take_while(|byte| byte.is_ascii_digit())
            .count();
        let (number, after) = match digits {
            0 => (None, after),
            _ => {
                let (number, after) = after.split_at_checked(sign + digits).unwrap_or_default();
                let number = core::str::from_utf8(number)
                    .ok()
                    .and_then(|text| text.parse::<i64>().ok());
                (number, after)
            }
        };
        let after = after.strip_prefix(b" ").unwrap_or(after);
        if word == b"bin" {
            let length = usize::try_from(number.unwrap_or_default()).unwrap_or(usize::MAX);
            return match after.get(length..) {
                Some(after) => Ok(after),
                None => {
                    reading.fail(Reason::Corrupt);
                    Ok(&[])
                }
            };
        }
        self.word(
            reading,
            core::str::from_utf8(word).unwrap_or_default(),
            number,
        )?;
        Ok(after)
    }

    fn sign<'b>(&mut self, reading: &mut Reading<'_>, rest: &'b [u8]) -> Result<&'b [u8], Stop> {
        let (sign, after) = rest.split_first().unwrap_or((&0, &[]));
        match sign {
            b'\'' => {
                let hex = after
                    .get(..2)
                    .and_then(|pair| core::str::from_utf8(pair).ok());
                let value = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
                if self.skip > 0 {
                    self.skip -= 1;
                } else if let Some(value) = value {
                    self.text(reading, windows(value).encode_utf8(&mut [0; 4]))?;
                }
                return Ok(after.get(2..).unwrap_or_default());
            }
            b'*' => {
                if let Some(group) = self.groups.last_mut() {
                    group.unknown = true;
                }
            }
            b'~' => self.text(reading, "\u{a0}")?,
            b'_' => self.text(reading, "-")?,
            b'\\' | b'{' | b'}' => self.letters(reading, &[*sign])?,
            b'\r' | b'\n' => self.lines.line(reading)?,
            _ => (), // a byte, not an enum
        }
        Ok(after)
    }

    fn word(
        &mut self,
        reading: &mut Reading<'_>,
        word: &str,
        number: Option<i64>,
    ) -> Result<(), Stop> {
        let before = self.group();
        if let Some(group) = self.groups.last_mut() {
            group.word(word);
        }
        match self.group().destination {
            Destination::Picture if before.destination != Destination::Picture => {
                reading.pictures = reading.pictures.saturating_add(1);
            }
            // Objects of other programs are in hexadecimal digits, and not read.
            Destination::Embedded if before.destination != Destination::Embedded => {
                reading.fail(Reason::Unsupported);
            }
            Destination::Note if before.destination != Destination::Note => {
                self.lines.line(reading)?
            }
            Destination::Text
            | Destination::Aside
            | Destination::Note
            | Destination::Picture
            | Destination::Embedded => (),
        }
        match word {
            "par" | "sect" | "page" | "line" | "row" | "nestrow" => self.text(reading, "\n"),
            "tab" | "cell" | "nestcell" => self.text(reading, "\t"),
            "emdash" => self.text(reading, "\u{2014}"),
            "endash" => self.text(reading, "\u{2013}"),
            "lquote" => self.text(reading, "\u{2018}"),
            "rquote" => self.text(reading, "\u{2019}"),
            "ldblquote" => self.text(reading, "\u{201c}"),
            "rdblquote" => self.text(reading, "\u{201d}"),
            "uc" => {
                if let Some(group) = self.groups.last_mut() {
                    group.skip = number
                        .and_then(|number| u32::try_from(number).ok())
                        .unwrap_or(1)
                        .min(64);
                }
                Ok(())
            }
            "u" => self.unicode(reading, number.unwrap_or_default()),
            _ => Ok(()), // a text, not an enum
        }
    }

    /// A unit of UTF-16, negative above 32,767.
    fn unicode(&mut self, reading: &mut Reading<'_>, number: i64) -> Result<(), Stop> {
        self.skip = self.group().skip;
        let code = u32::try_from(number & 0xffff).unwrap_or_default();
        match (self.high.take(), code) {
            (_, 0xd800..=0xdbff) => {
                self.high = Some(code);
                Ok(())
            }
            (Some(high), 0xdc00..=0xdfff) => {
                let code = 0x10000 + ((high - 0xd800) << 10) + (code - 0xdc00);
                self.code(reading, code)
            }
            (_, code) => self.code(reading, code),
        }
    }

    fn code(&mut self, reading: &mut Reading<'_>, code: u32) -> Result<(), Stop> {
        let letter = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        self.text(reading, letter.encode_utf8(&mut [0; 4]))
    }
}
