//! What pages load from the gateway: the agent, and what the agent loads when it meets a file.

mod compressed;

use axum::body::Body;
use bytes::Bytes;
use compressed::Compressed;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, VARY,
};
use http::{HeaderMap, HeaderValue, Response};

/// Something that was built before and is sent as it is.
#[derive(Debug)]
pub struct Carried {
    /// Its address. The hash of its content is part of it, so what is there never changes.
    pub path: &'static str,
    bytes: &'static [u8],
    content_type: &'static str,
    headers: &'static [(&'static str, &'static str)],
    compressed: Compressed,
}

/// Where the agent is.
pub const PATH: &str = concat!("/.stepgate/agent-", env!("STEPGATE_AGENT_HASH"), ".js");

/// Where the worker is that reads files.
pub const READER: &str = concat!("/.stepgate/reader-", env!("STEPGATE_READER_HASH"), ".js");

const SCRIPT: &str = "text/javascript; charset=utf-8";
const MODULE: &str = "application/wasm";
const RESOURCE_POLICY: &str = "cross-origin-resource-policy";
const EMBEDDER_POLICY: &str = "cross-origin-embedder-policy";
const SECURITY_POLICY: &str = "content-security-policy";

/// Everything that is carried.
pub static ALL: [Carried; 4] = [
    Carried::new(
        PATH,
        include_bytes!(env!("STEPGATE_AGENT")),
        SCRIPT,
        &[(RESOURCE_POLICY, "same-origin")],
    ),
    Carried::new(
        READER,
        include_bytes!(env!("STEPGATE_READER")),
        SCRIPT,
        &[
            (RESOURCE_POLICY, "same-origin"),
            // A page that is isolated starts no worker that says nothing (HTML, "embedder policy").
            (EMBEDDER_POLICY, "require-corp"),
            // A worker has a policy of its own: it runs our modules, and asks for nothing but these.
            (
                SECURITY_POLICY,
                "default-src 'none'; script-src 'wasm-unsafe-eval'; connect-src 'self'",
            ),
        ],
    ),
    Carried::new(
        concat!(
            "/.stepgate/reader-",
            env!("STEPGATE_READER_MODULE_HASH"),
            ".wasm"
        ),
        include_bytes!(env!("STEPGATE_READER_MODULE")),
        MODULE,
        ANY_ORIGIN,
    ),
    Carried::new(
        concat!(
            "/.stepgate/reader-pdf-",
            env!("STEPGATE_READER_PDF_HASH"),
            ".wasm"
        ),
        include_bytes!(env!("STEPGATE_READER_PDF")),
        MODULE,
        ANY_ORIGIN,
    ),
];

/// A page in a sandbox has no origin, starts no worker, and runs the modules itself. They are no secret.
const ANY_ORIGIN: &[(&str, &str)] = &[
    (RESOURCE_POLICY, "cross-origin"),
    ("access-control-allow-origin", "*"),
];

/// Makes the compressed forms, once in a process.
pub fn compress() {
    compressed::begin(ALL.iter().map(|one| (&one.compressed, one.bytes)));
}

impl Carried {
    const fn new(
        path: &'static str,
        bytes: &'static [u8],
        content_type: &'static str,
        headers: &'static [(&'static str, &'static str)],
    ) -> Self {
        Self {
            path,
            bytes,
            content_type,
            headers,
            compressed: Compressed::new(),
        }
    }

    /// It, in the best form the browser takes.
    pub fn answer(&self, request: &HeaderMap) -> Response<Body> {
        let (coding, bytes) = self.choose(request);
        let mut response = Response::new(Body::from(bytes.clone()));
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.content_type));
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
        for (name, value) in self.headers {
            headers.insert(*name, HeaderValue::from_static(value));
        }
        if let Some(coding) = coding {
            headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
        }
        response
    }

    fn choose(&self, request: &HeaderMap) -> (Option<&'static str>, Bytes) {
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
        for (name, bytes) in self.compressed.best() {
            if let (true, Some(bytes)) = (accepts(name), bytes) {
                return (Some(name), bytes.clone());
            }
        }
        (None, Bytes::from_static(self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_agent_knows_where_its_reader_is_and_the_reader_where_its_modules_are() {
        let [agent, reader, modules @ ..] = &ALL;
        let text = |one: &Carried| String::from_utf8(one.bytes.to_vec()).unwrap();
        assert!(text(agent).contains(reader.path), "{}", reader.path);
        for module in modules {
            assert!(module.bytes.starts_with(b"\0asm"), "{}", module.path);
            assert!(text(agent).contains(module.path), "{}", module.path);
            assert!(text(reader).contains(module.path), "{}", module.path);
        }
    }

    #[test]
    fn what_is_carried_never_changes_and_the_worker_has_a_policy_of_its_own() {
        for one in &ALL {
            let answer = one.answer(&HeaderMap::new());
            let header = |name: &str| {
                answer
                    .headers()
                    .get(name)
                    .map(|value| value.to_str().unwrap())
            };
            assert_eq!(
                header("cache-control"),
                Some("public, max-age=31536000, immutable")
            );
            assert_eq!(
                header("content-security-policy").is_some(),
                one.path == READER
            );
        }
    }
}
