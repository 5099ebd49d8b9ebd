//! Compressed forms of what is carried. They are made once in a process, on a thread of their own; until then it is sent
//! as it is.

use crate::inject::Coding;
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use std::sync::{Once, OnceLock};

/// The compressed forms of one thing.
#[derive(Debug)]
pub struct Compressed {
    brotli: OnceLock<Bytes>,
    gzip: OnceLock<Bytes>,
}

impl Compressed {
    /// None yet.
    pub const fn new() -> Self {
        Self {
            brotli: OnceLock::new(),
            gzip: OnceLock::new(),
        }
    }

    /// By the name of the coding, the best first.
    pub fn best(&self) -> [(&'static str, Option<&Bytes>); 2] {
        [("br", self.brotli.get()), ("gzip", self.gzip.get())]
    }
}

/// Makes the forms of `all`, once.
pub fn begin(all: impl Iterator<Item = (&'static Compressed, &'static [u8])> + Send + 'static) {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        // Not waited for: a process that stops does not need it.
        std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            for (one, bytes) in all {
                for (slot, coding) in [(&one.gzip, Coding::Gzip), (&one.brotli, Coding::Brotli)] {
                    let bytes = runtime
                        .as_ref()
                        .map(|runtime| runtime.block_on(compressed(bytes, coding)));
                    if let Ok(Ok(bytes)) = bytes {
                        // Only this thread fills the slot.
                        let _ = slot.set(bytes);
                    }
                }
            }
        });
    });
}

async fn compressed(bytes: &'static [u8], coding: Coding) -> std::io::Result<Bytes> {
    let whole = stream::once(async move { Ok(Bytes::from_static(bytes)) }).boxed();
    let bytes = coding
        .encode_small(whole)
        .try_fold(Vec::new(), async |mut all, piece| {
            all.extend_from_slice(&piece);
            Ok(all)
        })
        .await?;
    Ok(bytes.into())
}
