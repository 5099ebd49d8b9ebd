//! What does a `Content-Disposition` say? RFC 6266, RFC 8187, and what browsers make of the rest.

use super::file_name::{base_name, decode_extended, join, piece, readings};

/// A `Content-Disposition`, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disposition {
    /// Its type in lower case, such as `attachment`.
    pub kind: String,
    /// Every file name a reader could take from it, the likeliest first. Readers differ, so each counts.
    pub names: Vec<String>,
}

impl Disposition {
    /// Reads a header value. Some readers know no escapes in quotes; what they would find counts too.
    pub fn parse(value: &[u8]) -> Self {
        let mut read = Self::read(value, true);
        for name in Self::read(value, false).names {
            if !read.names.contains(&name) {
                read.names.push(name);
            }
        }
        read
    }

    fn read(value: &[u8], escapes: bool) -> Self {
        let mut parameters = split_parameters(value, escapes).into_iter();
        let kind = parameters.next().unwrap_or_default();
        let kind = String::from_utf8_lossy(kind).trim().to_ascii_lowercase();
        let (mut extended, mut plain, mut pieces) = (Vec::new(), Vec::new(), Vec::new());
        for (name, value) in parameters.filter_map(split_at_equals) {
            match name.strip_prefix("filename") {
                Some("") => plain.extend(readings(&unquote(value))),
                Some("*") => match decode_extended(value) {
                    Some(name) => extended.push(name),
                    None => plain.extend(readings(&unquote(value))),
                },
                Some(number) => pieces.extend(piece(number, value)),
                None => {}
            }
        }
        extended.extend(join(pieces));
        extended.append(&mut plain);
        let mut names: Vec<String> = Vec::new();
        for name in extended.iter().map(|name| base_name(name)) {
            if !name.is_empty() && !names.contains(&name) {
                names.push(name);
            }
        }
        Self { kind, names }
    }

    /// Whether a browser saves what it is on: every type but `inline` counts as `attachment`.
    pub fn saves(&self) -> bool {
        !matches!(self.kind.as_str(), "" | "inline") && !self.kind.starts_with("filename")
    }
}

/// The names and values of a header value's parameters, in the order they stand there.
pub fn parameters(value: &[u8]) -> impl Iterator<Item = (String, &[u8])> {
    let all = split_parameters(value, true).into_iter();
    all.skip(1).filter_map(split_at_equals)
}

/// Whether readers take the parameters apart differently: quotes inside a value, or such that some know and some do not.
pub fn is_ambiguous(value: &[u8]) -> bool {
    parameters(value).any(|(name, value)| {
        if value.first() == Some(&b'"') {
            !is_one_quote(value)
        } else {
            value.contains(&b'"') || (value.contains(&b'\'') && !name.ends_with('*'))
        }
    })
}

/// Whether the quote that opens at the first byte closes at the last.
fn is_one_quote(value: &[u8]) -> bool {
    let mut escaped = false;
    let end = value.iter().skip(1).position(|byte| {
        let closes = *byte == b'"' && !escaped;
        escaped = *byte == b'\\' && !escaped;
        closes
    });
    end.is_some_and(|end| end + 2 == value.len())
}

/// Splits at semicolons outside quotes.
fn split_parameters(value: &[u8], escapes: bool) -> Vec<&[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    value
        .split(|byte| {
            let at_end = *byte == b';' && !quoted;
            match byte {
                b'\\' if escapes && quoted && !escaped => escaped = true,
                b'"' if !escaped => quoted = !quoted,
                _ => escaped = false,
            }
            at_end
        })
        .collect()
}

fn split_at_equals(parameter: &[u8]) -> Option<(String, &[u8])> {
    let at = parameter.iter().position(|byte| *byte == b'=')?;
    let (name, value) = parameter.split_at_checked(at)?;
    let name = String::from_utf8_lossy(name).trim().to_ascii_lowercase();
    Some((name, value.get(1..)?.trim_ascii()))
}

/// A value without its quotes and escapes.
pub fn unquote(value: &[u8]) -> Vec<u8> {
    let Some(inner) = value.strip_prefix(b"\"") else {
        return value.to_vec();
    };
    let inner = inner.strip_suffix(b"\"").unwrap_or(inner);
    let mut out = Vec::with_capacity(inner.len());
    let mut bytes = inner.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        // Old browsers write folders with bare backslashes, so only quotes and backslashes are escaped.
        let escape = byte == b'\\' && matches!(bytes.peek(), Some(b'"' | b'\\'));
        out.push(if escape {
            bytes.next().unwrap_or(byte)
        } else {
            byte
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_a_reader_could_take_is_found() {
        let table: &[(&str, &str, &[&str])] = &[
            ("attachment", "attachment", &[]),
            ("ATTACHMENT; filename=plan.pdf", "attachment", &["plan.pdf"]),
            (
                "attachment; filename=\"a;b \\\"c\\\".pdf\"",
                "attachment",
                &["a;b \"c\".pdf"],
            ),
            (
                "attachment; filename*=UTF-8''%e2%82%ac.txt; filename=\"e.txt\"",
                "attachment",
                &["€.txt", "e.txt"],
            ),
            (
                "attachment; filename=\"x.txt\"; filename*=iso-8859-1'en'%A3.exe",
                "attachment",
                &["£.exe", "x.txt"],
            ),
            (
                "attachment; filename=\"C:\\dir\\evil.exe\"",
                "attachment",
                &["evil.exe"],
            ),
            (
                "attachment; filename=\"../../evil.exe\"",
                "attachment",
                &["evil.exe"],
            ),
            (
                "attachment; filename=\"evil%2Eexe\"",
                "attachment",
                &["evil%2Eexe", "evil.exe"],
            ),
            (
                "inline; filename=a.txt; filename=b.exe",
                "inline",
                &["a.txt", "b.exe"],
            ),
            ("form-data; name=\"f\"; filename=\"\"", "form-data", &[]),
            (
                "attachment; filename = plan.pdf ",
                "attachment",
                &["plan.pdf"],
            ),
        ];
        for (value, kind, names) in table {
            let read = Disposition::parse(value.as_bytes());
            assert_eq!(
                (read.kind.as_str(), read.names.as_slice()),
                (*kind, names.map_to_owned().as_slice()),
                "{value}"
            );
        }
    }

    trait ToOwnedList {
        fn map_to_owned(&self) -> Vec<String>;
    }

    impl ToOwnedList for &[&str] {
        fn map_to_owned(&self) -> Vec<String> {
            self.iter().map(|name| (*name).to_owned()).collect()
        }
    }

    #[test]
    fn only_inline_is_shown() {
        for (value, saves) in [
            ("attachment", true),
            ("inline; x=y", false),
            ("", false),
            ("odd", true),
        ] {
            assert_eq!(
                Disposition::parse(value.as_bytes()).saves(),
                saves,
                "{value}"
            );
        }
    }
}
