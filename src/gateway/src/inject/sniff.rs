//! Is an answer without a type a page?

use super::coding::Coding;
use super::page::{is_unknown, media_type};
use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt as _};
use http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::{HeaderValue, Response};
use std::io;

/// How far browsers look.
const START: usize = 1445;

/// What browsers take for the beginning of a page, each with a blank or `>` behind it.
const TAGS: [&str; 16] = [
    "<!doctype html",
    "<html",
    "<head",
    "<script",
    "<iframe",
    "<h1",
    "<div",
    "<font",
    "<table",
    "<a",
    "<style",
    "<title",
    "<b",
    "<body",
    "<br",
    "<p",
];

/// Says `text/html` of an answer that says nothing of its type, where browsers would take it for that: the MIME sniffing
/// standard, section 7.1.
pub async fn name_untyped_page(response: Response<Body>) -> Response<Body> {
    let headers = response.headers();
    let named = !is_unknown(&media_type(headers).unwrap_or_default());
    let coding = Coding::of(headers);
    let (Ok(coding), false, false) = (coding, named, headers.contains_key(X_CONTENT_TYPE_OPTIONS))
    else {
        return response;
    };
    let (mut parts, body) = response.into_parts();
    let mut pieces = body.into_data_stream();
    let mut start = BytesMut::new();
    let mut broken = None;
    while start.len() < START {
        match pieces.next().await {
            Some(Ok(piece)) => start.extend_from_slice(&piece),
            Some(Err(error)) => {
                broken = Some(error);
                break;
            }
            None => break,
        }
    }
    let start = start.freeze();
    if begins_page(&plain(coding, start.clone()).await) {
        let html = HeaderValue::from_static("text/html");
        parts.headers.insert(CONTENT_TYPE, html);
    }
    let ending = stream::iter(broken.map(Err));
    let body = stream::iter([Ok(start)]).chain(ending).chain(pieces);
    Response::from_parts(parts, Body::from_stream(body))
}

/// The first bytes without their coding, as far as they go.
async fn plain(coding: Coding, start: Bytes) -> Bytes {
    let pieces = stream::iter([io::Result::Ok(start)]).boxed();
    match coding.decode(pieces).next().await {
        Some(Ok(bytes)) => bytes,
        Some(Err(_)) | None => Bytes::new(),
    }
}

fn begins_page(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_start();
    text.starts_with(b"<!--")
        || TAGS.iter().any(|tag| {
            let (begin, behind) = text.split_at(tag.len().min(text.len()));
            begin.eq_ignore_ascii_case(tag.as_bytes())
                && matches!(behind.first(), Some(b' ' | b'>'))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_as_browsers_tell_them() {
        for (start, page) in [
            ("<!DOCTYPE HTML>", true),
            ("\r\n\t <p class=x>", true),
            ("<!-- x", true),
            ("<pre>", false),
            ("<p", false),
            ("hello <p>", false),
            ("", false),
        ] {
            assert_eq!(begins_page(start.as_bytes()), page, "{start}");
        }
    }
}
