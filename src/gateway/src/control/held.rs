//! A body that is held until it is decided.

use super::Refused;
use crate::inject::{Coding, Pieces};
use axum::body::{Body, BodyDataStream};
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt as _};
use std::io;
use std::time::Duration;

/// How much of a refused body is read, and for how long.
const DRAIN_BYTES: usize = 256 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(30);

/// A body, read as far as the bound allows.
pub enum Held {
    /// All of it.
    Whole(Bytes),
    /// The bound was reached: what was read, and the rest.
    Over(Bytes, BodyDataStream),
}

impl Held {
    /// All of it, if it is all there.
    pub fn whole(&self) -> Option<Bytes> {
        match self {
            Self::Whole(bytes) => Some(bytes.clone()),
            Self::Over(_, _) => None,
        }
    }

    /// What was read of it.
    pub const fn start(&self) -> &Bytes {
        match self {
            Self::Whole(bytes) | Self::Over(bytes, _) => bytes,
        }
    }

    /// The body again, byte for byte.
    pub fn into_body(self) -> Body {
        match self {
            Self::Whole(bytes) => Body::from(bytes),
            Self::Over(start, rest) => {
                Body::from_stream(stream::once(async { Ok(start) }).chain(rest))
            }
        }
    }
}

/// Reads at most about `bound` bytes.
pub async fn hold(body: Body, bound: usize) -> Result<Held, Refused> {
    let mut rest = body.into_data_stream();
    let mut start = BytesMut::new();
    while let Some(piece) = rest.next().await {
        start.extend_from_slice(&piece.map_err(|error| Refused::Body(error.to_string()))?);
        if start.len() > bound {
            return Ok(Held::Over(start.freeze(), rest));
        }
    }
    Ok(Held::Whole(start.freeze()))
}

/// Reads the rest of a refused body and forgets it. A client that is still sending would otherwise have its connection
/// cut before it reads why.
pub fn drain(body: Body) {
    tokio::spawn(tokio::time::timeout(DRAIN_TIME, async move {
        let mut rest = body.into_data_stream();
        let mut read = 0;
        while let Some(Ok(piece)) = rest.next().await {
            read += piece.len();
            if read > DRAIN_BYTES {
                break;
            }
        }
    }));
}

/// Takes the content coding off; `None` where that does not work, or comes to more than `bound` bytes.
pub async fn decoded(coding: Coding, bytes: &Bytes, bound: usize) -> Option<Bytes> {
    if coding == Coding::Identity {
        return Some(bytes.clone());
    }
    let mut pieces = pieces(coding, bytes);
    let mut out = BytesMut::new();
    while let Some(piece) = pieces.next().await {
        out.extend_from_slice(&piece.ok()?);
        if out.len() > bound {
            return None;
        }
    }
    Some(out.freeze())
}

/// At least the first `wanted` bytes without the content coding, as far as `start`, which may be cut off, goes; `None`
/// where it has not that coding.
pub async fn decoded_head(coding: Coding, start: &Bytes, wanted: usize) -> Option<Bytes> {
    if coding == Coding::Identity {
        return Some(start.clone());
    }
    let mut pieces = pieces(coding, start);
    let mut out = BytesMut::new();
    while let Some(Ok(piece)) = pieces.next().await {
        out.extend_from_slice(&piece);
        if out.len() >= wanted {
            break;
        }
    }
    (!out.is_empty()).then(|| out.freeze())
}

fn pieces(coding: Coding, bytes: &Bytes) -> Pieces {
    let bytes = bytes.clone();
    coding.decode(stream::once(async { io::Result::Ok(bytes) }).boxed())
}
