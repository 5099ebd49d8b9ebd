//! A body that is held until it is decided.

use super::Refused;
use super::memory::{Memory, Share};
use axum::body::{Body, BodyDataStream, HttpBody as _};
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, StreamExt as _};
use std::time::{Duration, Instant};
use stepgate_policy::CannotScan;

/// So much is held of any body without asking for memory.
pub const FREE: usize = 64 * 1024;

/// How long a body that is held may say nothing, and how many bytes it must bring each second all in all. Others wait for
/// the memory it takes.
const SILENCE: Duration = Duration::from_secs(30);
const SLOWEST: u64 = 16 * 1024;

/// How much of a refused body is read, and for how long.
const DRAIN_BYTES: usize = 256 * 1024 * 1024;
const DRAIN_TIME: Duration = Duration::from_secs(30);

/// A body, read as far as the bound allows.
pub enum Held {
    /// All of it.
    Whole(Bytes),
    /// What was read, the rest, and why that is not read.
    Over(Bytes, BodyDataStream, CannotScan),
}

impl Held {
    /// All of it, or why it is not there.
    pub fn whole(&self) -> Result<Bytes, CannotScan> {
        match self {
            Self::Whole(bytes) => Ok(bytes.clone()),
            Self::Over(_, _, reason) => Err(*reason),
        }
    }

    /// What was read of it.
    pub const fn start(&self) -> &Bytes {
        match self {
            Self::Whole(bytes) | Self::Over(bytes, _, _) => bytes,
        }
    }

    /// The body again, byte for byte.
    pub fn into_body(self) -> Body {
        match self {
            Self::Whole(bytes) => Body::from(bytes),
            Self::Over(start, rest, _) => {
                Body::from_stream(stream::once(async { Ok(start) }).chain(rest))
            }
        }
    }
}

/// How many bytes a body has, if that is known before it is read.
pub fn length(body: &Body) -> Option<u64> {
    body.size_hint().exact()
}

/// Reads the first `wanted` bytes, or a few more, which takes no memory of others.
pub async fn hold_head(body: Body, wanted: usize) -> Result<Held, Refused> {
    let mut rest = body.into_data_stream();
    let mut start = BytesMut::new();
    while let Some(piece) = rest.next().await {
        start.extend_from_slice(&piece.map_err(broken)?);
        if start.len() > wanted {
            return Ok(Held::Over(start.freeze(), rest, CannotScan::TooLarge));
        }
    }
    Ok(Held::Whole(start.freeze()))
}

/// Reads all of a body of `length` bytes, where that is known, if it has at most `bound` bytes and there is memory for it.
pub async fn hold(
    memory: &Memory,
    body: Body,
    length: Option<u64>,
    bound: usize,
) -> Result<Held, Refused> {
    let mut rest = body.into_data_stream();
    if length.is_some_and(|length| length > bound as u64) {
        return Ok(Held::Over(Bytes::new(), rest, CannotScan::TooLarge));
    }
    let mut kept = Kept::new(length, bound);
    while let Some(piece) = next(&mut rest, kept.patience()).await? {
        if let Err(reason) = kept.add(Some(memory), &piece).await {
            return Ok(Held::Over(kept.freeze(), rest, reason));
        }
    }
    Ok(Held::Whole(kept.freeze()))
}

/// The next piece, for which is waited with `patience`.
pub async fn next(
    rest: &mut BodyDataStream,
    patience: Option<Duration>,
) -> Result<Option<Bytes>, Refused> {
    let piece = match patience {
        None => rest.next().await,
        Some(patience) => tokio::time::timeout(patience, rest.next())
            .await
            .map_err(|_| Refused::Body("it came too slowly to be held".into()))?,
    };
    piece.transpose().map_err(broken)
}

fn broken(error: axum::Error) -> Refused {
    Refused::Body(error.to_string())
}

/// Bytes that are held, with the memory for them.
#[derive(Debug)]
pub struct Kept {
    bytes: BytesMut,
    share: Option<Share>,
    /// Since when there is a share.
    since: Option<Instant>,
    most: u64,
    bound: usize,
}

impl Kept {
    /// None yet, of something that has at most `length` bytes, where that is known. More than `bound` are not held.
    pub fn new(length: Option<u64>, bound: usize) -> Self {
        Self {
            bytes: BytesMut::new(),
            share: None,
            since: None,
            most: length.unwrap_or(u64::MAX).min(bound as u64),
            bound,
        }
    }

    /// What is held.
    pub fn get(&self) -> &[u8] {
        &self.bytes
    }

    /// How long the next piece may take; without end where it keeps nobody waiting.
    pub fn patience(&self) -> Option<Duration> {
        let since = self.since?;
        let earned = Duration::from_secs(self.bytes.len() as u64 / SLOWEST);
        let left = (SILENCE + earned).saturating_sub(since.elapsed());
        Some(left.min(SILENCE))
    }

    /// Adds `piece`, for which it waits until there is memory; without `memory` that is there already.
    ///
    /// # Errors
    /// Why nothing more is held; `piece` still is.
    pub async fn add(&mut self, memory: Option<&Memory>, piece: &[u8]) -> Result<(), CannotScan> {
        let together = self.bytes.len().saturating_add(piece.len());
        let mut outcome = Ok(());
        if together > self.bound {
            outcome = Err(CannotScan::TooLarge);
        } else if let Some(memory) = memory
            && together > FREE
            && self.share.is_none()
        {
            // All at once: who has some and waits for more would wait for others who do the same.
            self.share = memory.for_body(self.most).await;
            self.since = self.share.is_some().then(Instant::now);
            if self.share.is_none() {
                outcome = Err(CannotScan::TimedOut);
            }
        }
        self.bytes.extend_from_slice(piece);
        outcome
    }

    /// The bytes, bound to their memory.
    pub fn freeze(&mut self) -> Bytes {
        let bytes = std::mem::take(&mut self.bytes).freeze();
        match self.share.take() {
            None => bytes,
            Some(mut share) => {
                share.shrink(bytes.len() as u64);
                share.of(bytes)
            }
        }
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::InspectionConfig;

    #[tokio::test]
    async fn who_has_memory_must_go_on_sending_and_not_too_slowly() {
        let memory = Memory::new(&InspectionConfig::default());
        let mut kept = Kept::new(None, 10 << 20);
        kept.add(Some(&memory), &[0; FREE]).await.unwrap();
        assert_eq!(kept.patience(), None, "nobody waits for so little");
        kept.add(Some(&memory), &[0; FREE]).await.unwrap();
        assert!(kept.patience() > Some(SILENCE / 2));
        // 128 KB are enough for eight seconds more.
        kept.since = Instant::now().checked_sub(SILENCE + Duration::from_secs(7));
        assert!(kept.patience() < Some(Duration::from_secs(2)));
        kept.since = Instant::now().checked_sub(SILENCE + Duration::from_secs(9));
        assert_eq!(kept.patience(), Some(Duration::ZERO));
        kept.add(Some(&memory), &[0; 1 << 20]).await.unwrap();
        assert_eq!(kept.patience(), Some(SILENCE));
    }
}
