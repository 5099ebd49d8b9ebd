//! The script every page loads.

use crate::inject::Coding;
use axum::body::Body;
use bytes::Bytes;
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY,
};
use http::{HeaderMap, HeaderValue, Response};
use std::sync::{Once, OnceLock};

/// The agent as it was built.
const SCRIPT: &[u8] = include_bytes!(env!("STEPGATE_AGENT_JS"));

/// Its address. The hash of its content is part of it, so what is there never changes.
pub const PATH: &str = concat!("/.stepgate/agent-", env!("STEPGATE_AGENT_HASH"), ".js");

/// Its compressed forms. They are made once in a process, on a thread of their own; until then the script is sent as it
/// is.
static BROTLI: OnceLock<Bytes> = OnceLock::new();
static GZIP: OnceLock<Bytes> = OnceLock::new();

/// Makes the compressed forms.
pub fn compress() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        // Not waited for: a process that stops does not need it.
        std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().build();
            for (slot, coding) in [(&GZIP, Coding::Gzip), (&BROTLI, Coding::Brotli)] {
                let bytes = runtime
                    .as_ref()
                    .map(|runtime| runtime.block_on(compressed(coding)));
                if let Ok(Ok(bytes)) = bytes {
                    // Only this thread fills the slot.
                    let _ = slot.set(bytes);
                }
            }
        });
    });
}

/// The script in the best form the browser takes.
pub fn answer(request: &HeaderMap) -> Response<Body> {
    let (coding, bytes) = choose(request);
    let mut response = Response::new(Body::from(bytes.clone()));
    let headers = response.headers_mut();
    headers.insert(
        CONTENT_TYPE,
        HeaderValue::from_static("text/javascript; charset=utf-8"),
    );
    headers.insert(
        CACHE_CONTROL,
        HeaderValue::from_static("public, max-age=31536000, immutable"),
    );
    headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(
        "x-content-type-options",
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(
        "cross-origin-resource-policy",
        HeaderValue::from_static("same-origin"),
    );
    if let Some(coding) = coding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    response
}

fn choose(request: &HeaderMap) -> (Option<&'static str>, Bytes) {
    let accepted = request
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let accepts = |name: &str| {
        accepted.split(',').any(|one| {
            let mut words = one.split(';').map(str::trim);
            words.next() == Some(name) && !words.any(|weight| weight == "q=0")
        })
    };
    for (name, slot) in [("br", &BROTLI), ("gzip", &GZIP)] {
        if let (true, Some(bytes)) = (accepts(name), slot.get()) {
            return (Some(name), bytes.clone());
        }
    }
    (None, Bytes::from_static(SCRIPT))
}

async fn compressed(coding: Coding) -> std::io::Result<Bytes> {
    let whole = stream::once(async { Ok(Bytes::from_static(SCRIPT)) }).boxed();
    let bytes = coding
        .encode_small(whole)
        .try_fold(Vec::new(), async |mut all, piece| {
            all.extend_from_slice(&piece);
            Ok(all)
        })
        .await?;
    Ok(bytes.into())
}
