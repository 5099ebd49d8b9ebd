//! A page on its way through.

use super::charset::{Charset, PRESCAN};
use super::coding::{Coding, Pieces};
use super::headers::describe;
use super::page::Page;
use super::rewriter::{MetaPolicy, Rewriter};
use super::tag::Tag;
use crate::csp::{Leave, adjust_headers, adjust_meta};
use axum::body::{Body, HttpBody as _};
use bytes::{Bytes, BytesMut};
use encoding_rs::{CoderResult, Decoder};
use futures_util::stream::{self, StreamExt as _};
use http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use http::{HeaderMap, Method, Response};
use lol_html::AsciiCompatibleEncoding;
use std::io;

/// Why a page cannot be injected. It is not sent on then.
#[derive(Debug, thiserror::Error)]
pub enum InjectError {
    /// The app compresses in a way that was not asked for.
    #[error(
        "the app sent a page with the content coding `{0}`, which cannot be read: send gzip, br, zstd, deflate or none"
    )]
    Coding(String),
    /// The page breaks off.
    #[error("the app's page cannot be read: {0}")]
    Read(#[from] io::Error),
}

/// Puts the agent into a page, or tells the truth of one to a `HEAD`. `boot` is the session and the policies, as base64url.
pub async fn inject(
    method: &Method,
    response: Response<Body>,
    page: Page,
    boot: &str,
    carries_grants: bool,
    mut leave: Leave,
) -> Result<Response<Body>, InjectError> {
    let coding = Coding::of(response.headers()).map_err(InjectError::Coding)?;
    let (mut parts, body) = response.into_parts();
    let header = header_charset(&parts.headers);
    let is_head = method == Method::HEAD;
    let coding = if body.is_end_stream() && !is_head {
        // Nothing was compressed; the tag alone comes as it is.
        parts.headers.remove(CONTENT_ENCODING);
        Coding::Identity
    } else {
        coding
    };
    if is_head {
        adjust_headers(&mut parts.headers, &mut leave);
        describe(
            &mut parts.headers,
            Charset::of(header.as_deref(), &[]),
            carries_grants,
        );
        return Ok(Response::from_parts(parts, body));
    }
    let mut pieces = coding.decode(
        body.into_data_stream()
            .map(|piece| piece.map_err(io::Error::other))
            .boxed(),
    );
    let start = read_start(&mut pieces, header.is_some()).await?;
    let charset = Charset::of(header.as_deref(), &start);

    adjust_headers(&mut parts.headers, &mut leave);
    describe(&mut parts.headers, charset, carries_grants);
    let tag = Tag {
        script: leave.script,
        boot,
        nonce: &leave.nonce,
    }
    .write(page);
    let meta: MetaPolicy = Box::new(move |policy| adjust_meta(policy, &leave));
    let pieces = stream::once(async { Ok(start) }).chain(pieces).boxed();
    let pieces = rewritten(pieces, Converter::new(page, charset, tag, meta));
    Ok(Response::from_parts(
        parts,
        Body::from_stream(coding.encode(pieces)),
    ))
}

/// The `charset` parameter of the content type.
fn header_charset(headers: &HeaderMap) -> Option<String> {
    let value = headers
        .get_all(CONTENT_TYPE)
        .iter()
        .next_back()?
        .to_str()
        .ok()?;
    value.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        name.trim()
            .eq_ignore_ascii_case("charset")
            .then(|| value.trim().trim_matches('"').to_owned())
    })
}

/// Reads as far as the encoding needs: a mark is 3 bytes, a declaration stands in the first 1,024 or before the body.
async fn read_start(pieces: &mut Pieces, named: bool) -> io::Result<Bytes> {
    let mut start = BytesMut::new();
    while start.len() < PRESCAN && !(named && start.len() >= 3) && !head_is_over(&start) {
        match pieces.next().await {
            Some(piece) => start.extend_from_slice(&piece?),
            None => break,
        }
    }
    Ok(start.freeze())
}

fn head_is_over(start: &[u8]) -> bool {
    start.windows(6).any(|window| {
        window
            .get(..5)
            .is_some_and(|tag| tag.eq_ignore_ascii_case(b"<body"))
            || window.eq_ignore_ascii_case(b"</head")
    })
}

/// Turns the bytes of a page into those that are sent on.
struct Converter {
    decoder: Option<Decoder>,
    rewriter: Rewriter,
}

impl Converter {
    fn new(page: Page, charset: Charset, tag: String, meta: MetaPolicy) -> Self {
        let ascii = AsciiCompatibleEncoding::new(charset.encoding);
        Self {
            decoder: ascii.is_none().then(|| charset.encoding.new_decoder()),
            rewriter: Rewriter::new(
                page,
                ascii.unwrap_or_else(AsciiCompatibleEncoding::utf_8),
                tag,
                meta,
            ),
        }
    }

    fn push(&mut self, piece: Bytes, last: bool) -> io::Result<Bytes> {
        let piece = match &mut self.decoder {
            Some(decoder) => decode(decoder, &piece, last),
            None => piece,
        };
        let mut out = self.rewriter.push(piece).map_err(io::Error::other)?;
        if last {
            let end = self.rewriter.finish().map_err(io::Error::other)?;
            out = [out, end].concat().into();
        }
        Ok(out)
    }
}

/// As UTF-8.
fn decode(decoder: &mut Decoder, mut piece: &[u8], last: bool) -> Bytes {
    let mut text = String::with_capacity(piece.len() * 2);
    loop {
        let room = decoder
            .max_utf8_buffer_length(piece.len())
            .unwrap_or(piece.len());
        text.reserve(room);
        let (result, read, _) = decoder.decode_to_string(piece, &mut text, last);
        piece = piece.get(read..).unwrap_or_default();
        match result {
            CoderResult::InputEmpty => return text.into(),
            CoderResult::OutputFull => {}
        }
    }
}

fn rewritten(pieces: Pieces, converter: Converter) -> Pieces {
    stream::try_unfold(Some((pieces, converter)), async |state| {
        let Some((mut pieces, mut converter)) = state else {
            return Ok(None);
        };
        loop {
            match pieces.next().await {
                Some(piece) => {
                    let out = converter.push(piece?, false)?;
                    if !out.is_empty() {
                        return Ok(Some((out, Some((pieces, converter)))));
                    }
                }
                None => return Ok(Some((converter.push(Bytes::new(), true)?, None))),
            }
        }
    })
    .boxed()
}
