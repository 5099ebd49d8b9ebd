//! Names, numbers and strings (ISO 32000-2, 7.3.3 to 7.3.5).

use super::{Lexer, is_delimiter, is_space, whole};
use crate::files::pdf::object::Object;
use alloc::vec::Vec;

impl Lexer<'_> {
    pub(super) fn name(&mut self) -> Vec<u8> {
        self.at += 1;
        let mut name = Vec::new();
        while let Some(byte) = self
            .peek()
            .filter(|byte| !is_space(*byte) && !is_delimiter(*byte))
        {
            self.at += 1;
            let code = (byte == b'#')
                .then(|| self.bytes.get(self.at..self.at + 2))
                .flatten();
            match code.and_then(hex_pair) {
                Some(code) => {
                    name.push(code);
                    self.at += 2;
                }
                None => name.push(byte),
            }
        }
        name
    }

    pub(super) fn number(&mut self) -> Object {
        let start = self.at;
        let number = self.plain_number();
        if self.at == start {
            return self.word();
        }
        if !self.references || !(0.0..1e8).contains(&number) {
            return Object::Number(number);
        }
        // `12 0 R`
        let after = self.at;
        self.skip_space();
        let generation = self.at;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) && self.at < generation + 6 {
            self.at += 1;
        }
        if self.at > generation {
            self.skip_space();
            let next = self.bytes.get(self.at + 1).copied();
            if self.peek() == Some(b'R')
                && next.is_none_or(|next| is_space(next) || is_delimiter(next))
            {
                self.at += 1;
                let digits = self.bytes.get(start..after).unwrap_or_default();
                return Object::Reference(whole(digits).unwrap_or(u32::MAX));
            }
        }
        self.at = after;
        Object::Number(number)
    }

    /// Digits with a sign and a point; large numbers need not be exact.
    pub(super) fn plain_number(&mut self) -> f64 {
        let (mut value, mut scale, mut sign) = (0_f64, 0_f64, 1_f64);
        let mut digits = false;
        while let Some(byte) = self.peek() {
            match byte {
                b'-' if !digits => sign = -1.0,
                b'+' if !digits => (),
                // Some programs write `1.2-3`.
                b'-' => (),
                b'.' if scale == 0.0 => scale = 1.0,
                b'0'..=b'9' => {
                    digits = true;
                    value = value * 10.0 + f64::from(byte - b'0');
                    scale *= 10.0;
                }
                _ => break,
            }
            self.at += 1;
        }
        if scale > 1.0 {
            sign * value / scale
        } else {
            sign * value
        }
    }

    pub(super) fn literal(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut out, mut open) = (Vec::new(), 1_u32);
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' if open == 1 => return out,
                b')' => open -= 1,
                b'\\' => {
                    self.escape(&mut out);
                    continue;
                }
                _ => (),
            }
            out.push(byte);
        }
        out
    }

    pub(super) fn escape(&mut self, out: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'b' => out.push(8),
            b'f' => out.push(12),
            b'\r' => self.at += usize::from(self.peek() == Some(b'\n')),
            b'\n' => (),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    if let Some(digit @ b'0'..=b'7') = self.peek() {
                        code = code * 8 + u32::from(digit - b'0');
                        self.at += 1;
                    }
                }
                out.push(code as u8);
            }
            _ => out.push(byte),
        }
    }

    pub(super) fn hex(&mut self) -> Vec<u8> {
        self.at += 1;
        let (mut out, mut half) = (Vec::new(), None);
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = char::from(byte).to_digit(16) else {
                continue;
            };
            match half.take() {
                None => half = Some(digit),
                Some(high) => out.push((high << 4 | digit) as u8),
            }
        }
        if let Some(high) = half {
            out.push((high << 4) as u8);
        }
        out
    }
}

fn hex_pair(pair: &[u8]) -> Option<u8> {
    u8::from_str_radix(core::str::from_utf8(pair).ok()?, 16).ok()
}
