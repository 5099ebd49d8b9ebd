//! What does a `Content-Disposition` say? RFC 6266, RFC 8187, and what browsers make of the rest.

use percent_encoding::percent_decode;

/// A `Content-Disposition`, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disposition {
    /// Its type in lower case, such as `attachment`.
    pub kind: String,
    /// Every file name a reader could take from it, the likeliest first. Readers differ, so each counts.
    pub names: Vec<String>,
}

impl Disposition {
    /// Reads a header value.
    pub fn parse(value: &[u8]) -> Self {
        let mut parameters = split_parameters(value).into_iter();
        let kind = parameters.next().unwrap_or_default();
        let kind = String::from_utf8_lossy(kind).trim().to_ascii_lowercase();
        let (mut extended, mut plain) = (Vec::new(), Vec::new());
        for parameter in parameters {
            let Some((name, value)) = split_at_equals(parameter) else {
                continue;
            };
            match name.as_str() {
                "filename*" => extended.extend(decode_extended(value)),
                "filename" => plain.extend(readings(&unquote(value))),
                _ => {}
            }
        }
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

/// The name without folders, as `/` and `\` part them.
pub fn base_name(path: &str) -> String {
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.trim().to_owned()
}

/// The last part of an address's path, decoded.
pub fn name_in_path(path: &str) -> String {
    let last = path.rsplit('/').next().unwrap_or_default();
    base_name(&percent_decode(last.as_bytes()).decode_utf8_lossy())
}

/// Splits at semicolons outside quotes.
fn split_parameters(value: &[u8]) -> Vec<&[u8]> {
    let (mut quoted, mut escaped) = (false, false);
    value
        .split(|byte| {
            let at_end = *byte == b';' && !quoted;
            match byte {
                b'\\' if quoted && !escaped => escaped = true,
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

fn unquote(value: &[u8]) -> Vec<u8> {
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

/// A plain name is text, or percent-encoded text as some browsers read it.
fn readings(name: &[u8]) -> [String; 2] {
    [
        String::from_utf8_lossy(name).into_owned(),
        percent_decode(name).decode_utf8_lossy().into_owned(),
    ]
}

/// `charset'language'percent-encoded`.
fn decode_extended(value: &[u8]) -> Option<String> {
    let value = unquote(value);
    let mut parts = value.splitn(3, |byte| *byte == b'\'');
    let charset = parts.next()?;
    let encoded = parts.nth(1)?;
    let bytes: Vec<u8> = percent_decode(encoded).collect();
    let encoding = encoding_rs::Encoding::for_label(charset)?;
    Some(encoding.decode_without_bom_handling(&bytes).0.into_owned())
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
