//! What is in this request's body?

use super::disposition::{Disposition, base_name, name_in_path};
use crate::site::{text, text_of};
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE};
use http::{Method, Request};
use percent_encoding::percent_decode_str;

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
        let content_type = text(headers, &CONTENT_TYPE).unwrap_or_default();
        let media_type = content_type
            .split(';')
            .next()
            .unwrap_or_default()
            .trim()
            .to_ascii_lowercase();
        if media_type.starts_with("multipart/") {
            let several = headers.get_all(CONTENT_TYPE).iter().count() > 1;
            return match multer::parse_boundary(content_type) {
                Ok(boundary) if !several => Self::Form { boundary },
                Ok(_) | Err(_) => Self::BrokenForm,
            };
        }
        let is_text = is_text(&media_type);
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

/// The names of one file as a body. Text is a file only where something names it.
fn names<B>(request: &Request<B>, is_text: bool) -> Vec<String> {
    let headers = request.headers();
    let mut names = Vec::new();
    for value in headers.get_all(CONTENT_DISPOSITION) {
        names.extend(Disposition::parse(value.as_bytes()).names);
    }
    if let Some(name) = text_of(headers, "x-file-name") {
        names.push(base_name(&percent_decode_str(name).decode_utf8_lossy()));
    }
    let in_path = name_in_path(request.uri().path());
    let put_there = request.method() == Method::PUT && in_path.contains('.');
    if put_there || (names.is_empty() && !is_text) {
        names.push(in_path);
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
