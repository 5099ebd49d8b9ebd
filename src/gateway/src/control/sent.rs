//! What is in this request's body?

use super::disposition::{Disposition, parameters};
use super::file_name::{base_name, names_in_path, names_in_query};
use crate::site::text;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderMap, Method, Request};
use percent_encoding::percent_decode;

/// What the headers of a request say of its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// A form with parts, each a file or a text.
    Form {
        /// What stands between the parts.
        boundary: String,
    },
    /// A form whose parts cannot be told apart.
    BrokenForm,
    /// One file, by these names, and perhaps a text to the app as well.
    File {
        /// Every name the app could take for it.
        names: Vec<String>,
        /// Its size, if known.
        size: Option<u64>,
        /// Whether it is also a text the app may take for a message.
        is_text: bool,
    },
    /// A message, a form or another text.
    Text,
}

impl Sent {
    /// Reads it from the headers.
    pub fn of<B>(request: &Request<B>) -> Self {
        let headers = request.headers();
        let mut types = headers
            .get_all(CONTENT_TYPE)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()));
        let content_type = types.next().unwrap_or_default().to_ascii_lowercase();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        // Of several types one reader takes the first, another the last.
        if types.next().is_some() || media_type.contains(',') {
            return Self::BrokenForm;
        }
        if content_type.contains("multipart/") {
            return boundary(headers).map_or(Self::BrokenForm, |boundary| Self::Form { boundary });
        }
        let is_text = is_text(media_type);
        let names = names(request, is_text);
        if names.is_empty() && is_text {
            return Self::Text;
        }
        let size = text(headers, &CONTENT_LENGTH).and_then(|size| size.parse().ok());
        Self::File {
            names,
            size,
            is_text,
        }
    }
}

/// The boundary, where every reader finds the same one: it is said once, without anything to escape.
fn boundary(headers: &HeaderMap) -> Option<String> {
    let content_type = text(headers, &CONTENT_TYPE)?;
    let said = parameters(content_type.as_bytes())
        .filter(|(name, _)| name.starts_with("boundary"))
        .count();
    let boundary = multer::parse_boundary(content_type).ok()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"'()+_-./:=?".contains(&byte);
    (said == 1 && !boundary.is_empty() && boundary.bytes().all(plain)).then_some(boundary)
}

/// Headers by which programs name the file they send. Some apps read `_` as `-`.
const NAMED_BY: [&str; 4] = ["x-file-name", "x-filename", "file-name", "slug"];

/// The names of one file as a body. Text is a file only where something names it.
fn names<B>(request: &Request<B>, is_text: bool) -> Vec<String> {
    let mut names = Vec::new();
    for (name, value) in request.headers() {
        let name = name.as_str().replace('_', "-");
        if name == CONTENT_DISPOSITION.as_str() {
            names.extend(Disposition::parse(value.as_bytes()).names);
        } else if NAMED_BY.contains(&name.as_str()) {
            names.push(base_name(
                &percent_decode(value.as_bytes()).decode_utf8_lossy(),
            ));
        }
    }
    let in_path = names_in_path(request.uri().path());
    let dotted = in_path.iter().any(|name| name.contains('.'));
    let put_there = request.method() == Method::PUT && dotted;
    if !is_text || put_there {
        names.extend(names_in_query(request.uri().query().unwrap_or_default()));
    }
    if put_there || (!is_text && (names.is_empty() || dotted)) {
        names.extend(in_path);
    }
    names
}

fn is_text(media_type: &str) -> bool {
    media_type.starts_with("text/")
        || media_type.ends_with("+json")
        || media_type.ends_with("+xml")
        || matches!(
            media_type,
            "application/json"
                | "application/xml"
                | "application/x-www-form-urlencoded"
                | "application/x-ndjson"
                | "application/graphql"
                | "application/javascript"
                | "application/csp-report"
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(method: &str, path: &str, lines: &[(&str, &str)]) -> Sent {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in lines {
            request = request.header(*name, *value);
        }
        Sent::of(&request.body(()).unwrap())
    }

    fn file(names: &[&str], is_text: bool) -> Sent {
        let names = names.iter().map(|name| (*name).to_owned()).collect();
        Sent::File {
            names,
            size: None,
            is_text,
        }
    }

    #[test]
    fn a_body_is_told_by_type_and_by_what_names_it() {
        let json = ("content-type", "application/json");
        let table = [
            (sent("POST", "/api/chat", &[json]), Sent::Text),
            (
                sent(
                    "POST",
                    "/x",
                    &[("content-type", "text/plain;charset=UTF-8")],
                ),
                Sent::Text,
            ),
            (sent("POST", "/x/a%20b.bin", &[]), file(&["a b.bin"], false)),
            (
                sent("PUT", "/files/evil.ps1", &[("content-type", "text/plain")]),
                file(&["evil.ps1"], true),
            ),
            (sent("PUT", "/notes/7", &[json]), Sent::Text),
            (
                sent(
                    "POST",
                    "/up",
                    &[
                        ("content-type", "text/plain"),
                        ("x-file-name", "C:\\evil%2Eexe"),
                    ],
                ),
                file(&["evil.exe"], true),
            ),
            (
                sent(
                    "POST",
                    "/up",
                    &[
                        ("content-type", "application/zip"),
                        ("content-disposition", "attachment; filename=a.zip"),
                    ],
                ),
                file(&["a.zip"], false),
            ),
            (
                sent(
                    "POST",
                    "/up",
                    &[("content-type", "multipart/form-data; boundary=abc")],
                ),
                Sent::Form {
                    boundary: "abc".into(),
                },
            ),
            (
                sent("POST", "/up", &[("content-type", "multipart/form-data")]),
                Sent::BrokenForm,
            ),
            (
                sent(
                    "POST",
                    "/up",
                    &[("content-type", "multipart/form-data; boundary=a"), json],
                ),
                Sent::BrokenForm,
            ),
        ];
        for (found, expected) in table {
            assert_eq!(found, expected);
        }
    }
}
