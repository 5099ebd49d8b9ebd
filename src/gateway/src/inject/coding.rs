//! How are the bytes of this body compressed?

use crate::field_list::members;
use async_compression::Level;
use async_compression::tokio::bufread::{
    BrotliDecoder, BrotliEncoder, GzipDecoder, GzipEncoder, ZlibDecoder, ZlibEncoder, ZstdDecoder,
    ZstdEncoder,
};
use bytes::Bytes;
use futures_util::stream::{BoxStream, StreamExt as _};
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING};
use http::{HeaderMap, HeaderValue};
use std::io;
use tokio::io::AsyncRead;
use tokio_util::io::{ReaderStream, StreamReader};

/// A body in pieces.
pub type Pieces = BoxStream<'static, io::Result<Bytes>>;

/// A content coding the gateway reads and writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// As it is.
    Identity,
    /// RFC 9110 `gzip`.
    Gzip,
    /// RFC 9110 `deflate`: zlib.
    Deflate,
    /// RFC 7932 `br`.
    Brotli,
    /// RFC 8878 `zstd`.
    Zstd,
}

impl Coding {
    /// The coding `headers` name. The error is a name the gateway does not read.
    pub fn of(headers: &HeaderMap) -> Result<Self, String> {
        let mut names = headers.get_all(CONTENT_ENCODING).iter().map(|value| {
            String::from_utf8_lossy(value.as_bytes())
                .trim()
                .to_ascii_lowercase()
        });
        let Some(name) = names.next() else {
            return Ok(Self::Identity);
        };
        match (name.as_str(), names.next()) {
            ("" | "identity", None) => Ok(Self::Identity),
            ("gzip" | "x-gzip", None) => Ok(Self::Gzip),
            ("deflate", None) => Ok(Self::Deflate),
            ("br", None) => Ok(Self::Brotli),
            ("zstd", None) => Ok(Self::Zstd),
            (_, _) => Err(name),
        }
    }

    /// The body without the coding.
    pub fn decode(self, pieces: Pieces) -> Pieces {
        if self == Self::Identity {
            return pieces;
        }
        let reader = StreamReader::new(pieces);
        match self {
            Self::Identity => stream(reader),
            Self::Gzip => {
                let mut decoder = GzipDecoder::new(reader);
                decoder.multiple_members(true);
                stream(decoder)
            }
            Self::Deflate => stream(ZlibDecoder::new(reader)),
            Self::Brotli => stream(BrotliDecoder::new(reader)),
            Self::Zstd => {
                let mut decoder = ZstdDecoder::new(reader);
                decoder.multiple_members(true);
                stream(decoder)
            }
        }
    }

    /// The body with the coding again. What has come in is flushed whenever nothing more is there, so a page that
    /// arrives slowly is shown as it arrives.
    pub fn encode(self, pieces: Pieces) -> Pieces {
        let level = match self {
            Self::Identity => return pieces,
            Self::Gzip | Self::Deflate => 5,
            Self::Brotli => 4,
            Self::Zstd => 3,
        };
        self.encode_at(Level::Precise(level), pieces)
    }

    /// As small as it gets, for what is compressed once and sent often.
    pub fn encode_small(self, pieces: Pieces) -> Pieces {
        self.encode_at(Level::Best, pieces)
    }

    fn encode_at(self, level: Level, pieces: Pieces) -> Pieces {
        let reader = StreamReader::new(pieces);
        match self {
            Self::Identity => stream(reader),
            Self::Gzip => stream(GzipEncoder::with_quality(reader, level)),
            Self::Deflate => stream(ZlibEncoder::with_quality(reader, level)),
            Self::Brotli => stream(BrotliEncoder::with_quality(reader, level)),
            Self::Zstd => stream(ZstdEncoder::with_quality(reader, level)),
        }
    }
}

fn stream(reader: impl AsyncRead + Send + 'static) -> Pieces {
    ReaderStream::with_capacity(reader, 16 * 1024).boxed()
}

/// Leaves in `Accept-Encoding` only what the gateway can read, for a request whose answer may be a page.
pub fn readable_codings(headers: &mut HeaderMap) {
    let wanted: Vec<String> = members(headers, &ACCEPT_ENCODING)
        .filter(|one| {
            let name = one
                .split(';')
                .next()
                .unwrap_or_default()
                .trim()
                .to_ascii_lowercase();
            matches!(
                name.as_str(),
                "gzip" | "deflate" | "br" | "zstd" | "identity"
            )
        })
        .collect();
    let value = HeaderValue::from_str(&wanted.join(", "));
    match value {
        Ok(value) if !value.is_empty() => headers.insert(ACCEPT_ENCODING, value),
        // Without the header every coding would be welcome.
        Ok(_) | Err(_) => headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("identity")),
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::TryStreamExt as _;

    async fn collect(pieces: Pieces) -> Vec<u8> {
        pieces
            .try_fold(Vec::new(), async |mut all, piece| {
                all.extend_from_slice(&piece);
                Ok(all)
            })
            .await
            .unwrap()
    }

    #[tokio::test]
    async fn what_is_encoded_is_decoded_to_the_same_bytes() {
        let text: Vec<u8> = (0..100_000_u32)
            .flat_map(|n| (n / 7).to_le_bytes())
            .collect();
        for coding in [
            Coding::Identity,
            Coding::Gzip,
            Coding::Deflate,
            Coding::Brotli,
            Coding::Zstd,
        ] {
            let pieces: Vec<io::Result<Bytes>> = text
                .chunks(1000)
                .map(|piece| Ok(Bytes::copy_from_slice(piece)))
                .collect();
            let encoded = coding.encode(futures_util::stream::iter(pieces).boxed());
            assert!(collect(coding.decode(encoded)).await == text, "{coding:?}");
        }
    }

    #[test]
    fn only_readable_codings_are_asked_for() {
        let table = [
            (Some("gzip, deflate, br, zstd"), "gzip, deflate, br, zstd"),
            (Some("gzip;q=0.5, dcb, dcz, *"), "gzip;q=0.5"),
            (Some("compress"), "identity"),
            (None, "identity"),
        ];
        for (before, after) in table {
            let mut headers = HeaderMap::new();
            if let Some(before) = before {
                headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(before));
            }
            readable_codings(&mut headers);
            assert_eq!(headers[ACCEPT_ENCODING], after);
        }
    }
}
