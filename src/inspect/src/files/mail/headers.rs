//! Headers, and what they say of the content.

use super::encoded;
use crate::files::charset::decode;
use crate::files::reading::Reading;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

/// Headers in their order, unfolded.
pub(super) struct Headers {
    all: Vec<(String, String)>,
    /// An empty line ended them.
    pub(super) is_ended: bool,
}

/// A value with parameters: `text/plain; charset=utf-8`. The value is in small letters.
pub(super) struct Parametered {
    pub(super) value: String,
    parameters: Vec<(String, String)>,
}

impl Headers {
    /// Splits into headers and body.
    pub(super) fn read(bytes: &[u8]) -> (Self, &[u8]) {
        let mut headers: Vec<(String, String)> = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let end = rest.iter().position(|byte| *byte == b'\n');
            let (line, after) = rest
                .split_at_checked(end.map_or(rest.len(), |at| at + 1))
                .unwrap_or_default();
            let text = decode(line.trim_ascii_end(), None);
            // White space alone goes on with the line before.
            if matches!(line, b"\n" | b"\r\n") {
                return (Self::ended(headers), after);
            }
            let folded = line
                .first()
                .is_some_and(|byte| *byte == b' ' || *byte == b'\t');
            match (headers.last_mut(), text.split_once(':')) {
                (Some((_, value)), _) if folded => value.push_str(&text),
                (_, Some((name, value))) if is_name(name) => {
                    headers.push((name.to_owned(), value.trim_start().to_owned()));
                }
                // No header: the body begins without an empty line.
                (_, _) => break,
            }
            rest = after;
        }
        let is_ended = false;
        (
            Self {
                all: headers,
                is_ended,
            },
            rest,
        )
    }

    const fn ended(all: Vec<(String, String)>) -> Self {
        Self {
            all,
            is_ended: true,
        }
    }

    pub(super) fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.all
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.all()
            .filter(move |(one, _)| one.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
    }

    pub(super) fn get(&self, name: &str) -> &str {
        self.values(name).next().unwrap_or_default()
    }

    /// The type of the content; `text/plain` where nothing is said.
    pub(super) fn content_type(&self) -> Parametered {
        let mut content_type = Parametered::read(self.get("Content-Type"));
        if !content_type.value.contains('/') {
            "text/plain".clone_into(&mut content_type.value);
        }
        content_type
    }

    /// The name of the file in it, if it is one.
    pub(super) fn file_name(
        &self,
        reading: &mut Reading<'_>,
        content_type: &Parametered,
    ) -> Option<String> {
        let disposition = Parametered::read(self.get("Content-Disposition"));
        let name = disposition
            .name(reading, "filename")
            .or_else(|| content_type.name(reading, "name"));
        name.or_else(|| (disposition.value == "attachment").then(|| "attachment".to_owned()))
    }

    /// Whether it is shown within the text.
    pub(super) fn is_inline(&self) -> bool {
        let disposition = Parametered::read(self.get("Content-Disposition"));
        disposition.value == "inline"
            || disposition.value.is_empty() && !self.get("Content-ID").is_empty()
    }
}

/// Printable letters but for `:` (RFC 5322, 2.2).
fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .trim_ascii_end()
            .bytes()
            .all(|byte| byte.is_ascii_graphic())
}

impl Parametered {
    fn read(text: &str) -> Self {
        let mut pieces = pieces(text).into_iter();
        let value = pieces
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        let parameters = pieces.filter_map(|piece| {
            let (name, value) = piece.split_once('=')?;
            Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        });
        Self {
            value,
            parameters: parameters.collect(),
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.parameters.iter().find(|(one, _)| one == name);
        found.map(|(_, value)| value.as_str())
    }

    /// A name of a file, also in the forms of RFC 2231: in pieces, and in percent signs.
    fn name(&self, reading: &mut Reading<'_>, name: &str) -> Option<String> {
        if let Some(value) = self.get(name) {
            return Some(encoded::words(reading, value));
        }
        let mut out = String::new();
        for (one, value) in &self.parameters {
            let extended = one
                .strip_prefix(name)
                .and_then(|rest| rest.strip_prefix('*'));
            if let Some(extended) = extended {
                let coded = extended.is_empty() || extended.ends_with('*');
                // The first piece begins with the encoding and the language.
                let text = match value.splitn(3, '\'').nth(2) {
                    Some(text) if coded && out.is_empty() => text,
                    Some(_) | None => value,
                };
                out.push_str(&if coded {
                    encoded::percents(text)
                } else {
                    text.to_owned()
                });
            }
        }
        (!out.is_empty()).then_some(out)
    }
}

/// Split at semicolons that are not in quotes; the quotes are taken away.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = alloc::vec![String::new()];
    let (mut quoted, mut escaped) = (false, false);
    for letter in text.chars() {
        let Some(piece) = pieces.last_mut() else {
            break;
        };
        match letter {
            _ if escaped => {
                escaped = false;
                piece.push(letter);
            }
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            ';' if !quoted => pieces.push(String::new()),
            _ => piece.push(letter),
        }
    }
    pieces
}
