//! What is in a body behind its content coding?

use super::held::FREE;
use crate::inject::{Coding, Pieces};
use crate::site::Visit;
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt as _};
use std::io;
use stepgate_policy::CannotScan;

/// How much is handed to a reader at once.
const PIECE: usize = 64 * 1024;

/// Takes the content coding off, if that comes to at most `bound` bytes and there is time and memory for `times` as much.
///
/// # Errors
/// Why it cannot be seen: `Unsupported` where the bytes do not have that coding.
pub async fn decoded(
    visit: &Visit,
    coding: Coding,
    bytes: &Bytes,
    times: u64,
) -> Result<Bytes, CannotScan> {
    if coding == Coding::Identity {
        return Ok(bytes.clone());
    }
    let decoded = all(visit, pieces(coding, bytes), times);
    let decoded = tokio::time::timeout(visit.site.inspection.time(), decoded).await;
    decoded.unwrap_or(Err(CannotScan::TimedOut))
}

async fn all(visit: &Visit, mut pieces: Pieces, times: u64) -> Result<Bytes, CannotScan> {
    let most = visit.site.inspection.bytes;
    let mut out = BytesMut::new();
    let mut share = None;
    while let Some(piece) = pieces.next().await {
        out.extend_from_slice(&piece.map_err(|_| CannotScan::Unsupported)?);
        if out.len() as u64 > most {
            return Err(CannotScan::TooLarge);
        }
        if out.len() > FREE && share.is_none() {
            let wanted = most.saturating_mul(times);
            share = visit.site.memory.for_decoded(wanted).await;
            if share.is_none() {
                return Err(CannotScan::TimedOut);
            }
        }
        // Others go on, and the time is looked at.
        tokio::task::yield_now().await;
    }
    let out = out.freeze();
    Ok(match share {
        None => out,
        Some(mut share) => {
            share.shrink((out.len() as u64).saturating_mul(times));
            share.of(out)
        }
    })
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
    coding.decode(in_pieces(bytes.clone()).boxed())
}

/// Bytes that are there already, one piece after the other.
pub fn in_pieces(bytes: Bytes) -> impl stream::Stream<Item = io::Result<Bytes>> + Send {
    stream::unfold(bytes, async |mut rest| {
        if rest.is_empty() {
            return None;
        }
        let piece = rest.split_to(rest.len().min(PIECE));
        Some((Ok(piece), rest))
    })
}
